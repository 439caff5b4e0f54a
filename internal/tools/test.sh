#!/bin/sh
# Runs every test. PostgreSQL runs in a private cluster for as long as this does.
set -eu
cd "$(dirname "$0")/../.."
fuzz_time=${FUZZ_TIME:-5s}
# Packages whose goroutines meet; the others gain nothing from the race detector.
race="./bot/... ./internal/recap/... ./internal/schedule/... ./internal/localslack/... ./internal/calendar/... ./internal/web/... ./internal/metrics/..."
# Go ends a package's tests after ten minutes, which the longest may need where
# everything else runs beside them.
patience=40m

step() { printf '\n== %s\n' "$*"; }

if TEST_POSTGRES_URL=$(sh internal/storetest/postgres.sh start); then
	export TEST_POSTGRES_URL
	trap 'sh internal/storetest/postgres.sh stop' EXIT INT TERM
else
	unset TEST_POSTGRES_URL
	[ -z "${CI:-}" ] || exit 1
	echo "PostgreSQL is not installed (make deps): its tests are skipped."
fi
command -v chromium >/dev/null || echo "Chromium is not installed (make deps): the browser test is skipped."

command -v soffice >/dev/null || echo "LibreOffice is not installed (make deps): workbooks are not recalculated."
# Slack's own libraries for Node, again only when the lock file has changed.
npm_sources=internal/localslack/web
if command -v npm >/dev/null; then
	cmp -s $npm_sources/package-lock.json $npm_sources/node_modules/.installed || {
		step npm packages
		(cd $npm_sources && npm ci --prefer-offline && cp package-lock.json node_modules/.installed)
	}
else
	[ -z "${CI:-}" ] || exit 1
	echo "npm is not installed (make deps): Slack's own libraries are not tried."
fi

step formatting and vet
unformatted=$(gofmt -l bot cmd internal migrations)
[ -z "$unformatted" ] || { echo "run gofmt -w on: $unformatted"; exit 1; }
go vet ./...

step unit, store and end-to-end tests
go test -shuffle=on -timeout $patience ./...

step where goroutines meet, with the race detector
# shellcheck disable=SC2086 # a list of packages
go test -race -short -timeout $patience $race

step "fuzzing, $fuzz_time each"
FUZZ_TIME=$fuzz_time sh internal/tools/fuzz.sh

step browser
binary=$(mktemp -d)/treve
go build -o "$binary" ./cmd/treve
TREVE_BINARY=$binary go -C internal/e2e test -count=1 -timeout $patience .
rm -rf "$(dirname "$binary")"

step a hundred faults, and whether they would be noticed
go -C internal/e2e test -count=1 -timeout $patience ./chaos
