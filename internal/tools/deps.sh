#!/bin/sh
# Installs what the tests need beside Go, and does nothing where it is there.
set -eu

missing=
[ -n "$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || command -v initdb >/dev/null || missing="$missing postgresql"
# Without the fonts, screenshots would show boxes for emoji, and wider text.
command -v chromium >/dev/null || missing="$missing chromium fonts-liberation fonts-noto-color-emoji"
# Any Node will do for npm: the lock file brings the one that Slack's libraries run on.
command -v npm >/dev/null || missing="$missing npm"
command -v soffice >/dev/null || missing="$missing libreoffice-calc"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
	echo "install these first:$missing" >&2
	exit 1
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# PostgreSQL's package would start a server of its own; the tests run a private one.
mkdir -p /etc/postgresql-common
grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf ||
	echo 'create_main_cluster = false' >>/etc/postgresql-common/createcluster.conf
# shellcheck disable=SC2086 # a list of packages
apt-get install -y -qq --no-install-recommends $missing >/dev/null
