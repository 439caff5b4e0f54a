#!/bin/sh
# Starts a private PostgreSQL for the tests, crashes it, and stops it again.
#
#   postgres.sh start [--no-fsync]   prints the URL to put into TEST_POSTGRES_URL
#   postgres.sh restart              crashes it and starts it again, where it was
#   postgres.sh stop                 stops it and removes its data
#
# The server listens on the loopback address only, at a free port, and keeps its
# data in a temporary folder. It works for an ordinary user and for root, for
# whom it runs as an unprivileged one. TEST_POSTGRES_DIR chooses the folder, for
# running several at once.
set -eu

dir=${TEST_POSTGRES_DIR:-${TMPDIR:-/tmp}/treve-postgres-$(id -u)}

say() { echo "postgres.sh: $*" >&2; }

# programs prints where the newest server on this machine is.
programs() {
	if command -v initdb >/dev/null 2>&1; then
		dirname "$(command -v initdb)"
		return
	fi
	for place in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/pgsql/bin; do
		if [ -x "$place/initdb" ]; then echo "$place"; fi
	done | sort -t/ -k5 -V | tail -n 1
}

# lowly runs a command as a user whom PostgreSQL is willing to serve.
lowly() {
	if [ "$(id -u)" != 0 ]; then
		"$@"
	elif id postgres >/dev/null 2>&1; then
		cd / && setpriv --reuid postgres --regid "$(id -g postgres)" --clear-groups "$@"
	else
		cd / && setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
	fi
}

# try starts the server at a port, which somebody may take first.
try() {
	lowly "$bin/pg_ctl" --pgdata "$dir/data" --log "$dir/log" --silent --wait --timeout 30 start \
		-o "-p $1 -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=$fsync \
		-c synchronous_commit=on -c full_page_writes=$fsync -c max_connections=200 -c shared_buffers=128MB" >/dev/null 2>&1
}

start() {
	fsync=on
	if [ "${1:-}" = --no-fsync ]; then fsync=off; fi
	bin=$(programs)
	if [ -z "$bin" ]; then
		say "no PostgreSQL on this machine (Debian: apt-get install postgresql)"
		exit 1
	fi
	if [ -f "$dir/url" ] && lowly "$bin/pg_ctl" --pgdata "$dir/data" status >/dev/null 2>&1; then
		cat "$dir/url"
		return
	fi
	rm -rf "$dir"
	mkdir -m 711 "$dir" # fails rather than use what somebody else has put there
	: >"$dir/log"
	mkdir -m 700 "$dir/data"
	if [ "$(id -u)" = 0 ]; then
		owner=65534
		if id postgres >/dev/null 2>&1; then owner=postgres; fi
		chown "$owner" "$dir/data" "$dir/log"
	fi
	lowly "$bin/initdb" --pgdata "$dir/data" --username treve --auth trust --encoding UTF8 --no-sync >"$dir/initdb" 2>&1 ||
		{ cat "$dir/initdb" >&2; exit 1; }
	port=$((20000 + $$ % 20000))
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		if try "$port"; then
			echo "postgres://treve@127.0.0.1:$port/postgres?sslmode=disable" | tee "$dir/url"
			return
		fi
		port=$((port + 101))
	done
	say "the server does not start:"
	cat "$dir/log" >&2
	exit 1
}

restart() {
	bin=$(programs)
	lowly "$bin/pg_ctl" --pgdata "$dir/data" --log "$dir/log" --silent --mode immediate --wait --timeout 30 restart >/dev/null
}

stop() {
	bin=$(programs)
	if [ -f "$dir/data/postmaster.pid" ]; then
		lowly "$bin/pg_ctl" --pgdata "$dir/data" --silent --mode immediate stop >/dev/null
	fi
	rm -rf "$dir"
}

case ${1:-} in
start | restart | stop) "$@" ;;
*)
	say "start, restart or stop?"
	exit 2
	;;
esac
