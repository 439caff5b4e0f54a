#!/bin/sh
# Looks whether a known weakness of a library is reached by the program. The list
# of them is on the network; where that cannot be reached, VULN_DB may name a copy.
set -eu
cd "$(dirname "$0")/../.."
db=${VULN_DB:-https://vuln.go.dev}

case $db in
http*)
	if ! curl -fsS -m 20 -o /dev/null "$db/index/db.json" 2>/dev/null; then
		echo "$db cannot be reached from here: nothing was looked at. VULN_DB=file:///path names a copy."
		exit 0
	fi
	;;
esac
exec go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 -db "$db" ./...
