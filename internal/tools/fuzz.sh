#!/bin/sh
# Fuzzes every parser and both doors, one after the other, FUZZ_TIME each. With
# KEEP=25 so many of the inputs that reached new code are added to the corpus in
# testdata/fuzz, which every run of the tests tries again.
set -eu
cd "$(dirname "$0")/../.."
fuzz_time=${FUZZ_TIME:-10s}
keep=${KEEP:-0}
found=$(go env GOCACHE)/fuzz/$(go list -m)

grep -rlE '^func Fuzz' --include='*_test.go' bot cmd internal | sort | while read -r file; do
	folder=$(dirname "$file")
	for name in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$file"); do
		# Making every new input as short as can be would take most of the time.
		said=$(go test -run '^$' -fuzz "^$name\$" -fuzztime "$fuzz_time" -fuzzminimizetime 10x "./$folder" 2>&1) || case $said in
			*"Failing input"*) printf '%s\n' "$said"; exit 1 ;;
			*"context deadline exceeded"*) ;; # on a busy machine Go calls the end of the time a failure
			*) printf '%s\n' "$said"; exit 1 ;;
		esac
		printf '%s: %s\n' "$name" "$(printf '%s\n' "$said" | grep 'fuzz: elapsed' | tail -n 1)"
		[ "$keep" -gt 0 ] || continue
		mkdir -p "$folder/testdata/fuzz/$name"
		find "$found/$folder/$name" -type f -size -2k | sort | head -n "$keep" |
			xargs -I{} cp {} "$folder/testdata/fuzz/$name/"
	done
done
