#!/bin/sh
# Prints the figures of the README. PostgreSQL runs in a private cluster with
# fsync on; ROWS chooses how large the large ledger is.
set -eu
cd "$(dirname "$0")/../.."
rows=${ROWS:-10000000}

if TEST_POSTGRES_URL=$(sh internal/storetest/postgres.sh start); then
	export TEST_POSTGRES_URL
	trap 'sh internal/storetest/postgres.sh stop' EXIT INT TERM
else
	echo "PostgreSQL is not installed (make deps): SQLite alone is measured."
fi

echo "== /leads through the HTTP door, beside a handler that only checks the signature"
go test -run '^$' -bench '^BenchmarkLeads$' -benchtime "${COMMANDS:-4000}x" ./cmd/treve
echo "== start to ready, and memory idle and under load"
go test -run '^$' -bench '^BenchmarkServe$' -benchtime 1x ./cmd/treve
echo "== 10 000 recaps due in the same minute, killed half-way, against Slacks that take 80 ms for every call"
for size in ${MANY:-100x100 1000x10}; do
	TREVE_MANY=$size go test -count=1 -run '^TestManyRecapsOfOneMinute$' -v -timeout 60m ./cmd/treve | grep -E 'many_test|^ *---|^FAIL'
done
if [ -n "${TEST_POSTGRES_URL:-}" ]; then
	echo "== three bots on one PostgreSQL, one restarted every 2 s, ${RATE:-200} commands a second for ${ROLLING:-1m}, by either door and either way to go"
	TREVE_ROLLING=${ROLLING:-1m} TREVE_ROLLING_RATE=${RATE:-200} go test -count=1 -v -timeout 20m -run '^TestRolling$' ./cmd/treve |
		grep -E 'a second|TestRolling/.*/|FAIL'
fi
echo "== a month's report with 10 thousand and with $rows entries in the ledger"
TREVE_BENCH_ROWS=$rows go test -run '^$' -bench '^BenchmarkReport' -timeout 60m ./internal/store
echo "== the local Slack: two pages and twenty messages a second, for ${SOAK:-1m}"
TREVE_SOAK=${SOAK:-1m} go test -count=1 -run '^TestSoak$' -v ./internal/localslack | grep messages
echo "== the parts"
go test -run '^$' -bench . ./internal/phrase ./internal/report ./internal/calendar ./internal/chart
if command -v chromium >/dev/null; then
	echo "== the page: from the command to the first message drawn, and a minute of 20 messages a second in two windows"
	TREVE_STEADY=60s go -C internal/e2e test -count=1 -v -run 'FirstMessage|HoldsSteady' . | grep -v '^==='
fi
