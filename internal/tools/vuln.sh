#!/bin/sh
# Looks whether a known weakness of a library, or of the Go that builds a release,
# is reached by the program. The list of them is on the network; where that cannot
# be reached, the copy in Go's own module of it is read, which is as old as this
# line. VULN_DB may name another.
set -eu
cd "$(dirname "$0")/../.."
copy=golang.org/x/vulndb@v0.0.0-20261105234957-e22db6528018
db=${VULN_DB:-https://vuln.go.dev}

if [ -z "${VULN_DB:-}" ] && ! curl -fsS -m 20 -o /dev/null "$db/index/db.json" 2>/dev/null; then
	echo "$db cannot be reached from here: $copy is read instead."
	folder=$(mktemp -d)
	trap 'rm -rf "$folder"' EXIT INT TERM
	go run "${copy%@*}/cmd/indexdb@${copy#*@}" -out "$folder" \
		-vulns "$(go mod download -json "$copy" | sed -n 's/^.*"Dir": "\(.*\)".*$/\1/p')/data/osv"
	db=file://$folder
fi
GOTOOLCHAIN=$(sed -n 's/^toolchain //p' go.mod)
export GOTOOLCHAIN
go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 -db "$db" ./...
