# What a developer needs, each in one word. "make help" lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help

## demo: try everything on this machine, in the browser
demo:
	go run ./cmd/treve demo

## test: every test, on SQLite and PostgreSQL, in a browser too
test: prepare
	sh internal/tools/test.sh

## fuzz: both doors and every parser, a minute each; KEEP=25 keeps what it found
fuzz:
	FUZZ_TIME=$${FUZZ_TIME:-1m} sh internal/tools/fuzz.sh

## chaos: 2000 faults (N=10000) while entries are made and recaps fall due; SEED=7 plays one episode again
chaos: prepare
	N=$${N:-$$([ -n "$$SEED" ] || echo 2000)} go -C internal/e2e test -count=1 -timeout 4h -v -run 'TestChaos$$' ./chaos

## bench: the figures of the README, against baselines of the same run
bench: prepare
	sh internal/tools/bench.sh

## lint: formatting, vet and golangci-lint (built from source the first time)
lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt -w on these"; exit 1; }
	go vet ./...
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...

## vuln: known weaknesses of the libraries and of Go that the program reaches
vuln:
	sh internal/tools/vuln.sh

## deps: install what the tests need beside Go (Debian, as root)
deps:
	sh internal/tools/deps.sh

# CI, and root on a Debian machine, get what is missing; anybody else is told.
prepare:
	@if [ -n "$$CI" ] || { [ "$$(id -u)" = 0 ] && [ -e /etc/debian_version ]; }; then $(MAKE) --no-print-directory deps; fi

## build: the static binary, ./treve
build:
	CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o treve ./cmd/treve

## dist: static binaries of this version for Linux, Windows and macOS, and what they are made of, in dist/
dist:
	sh internal/tools/dist.sh

## manifest: write manifest.yaml from the template the binary carries
manifest:
	go run ./cmd/treve manifest > manifest.yaml

## screenshots: draw the pictures of the README anew
screenshots: prepare
	TREVE_SCREENSHOTS=$(CURDIR)/docs/screens go -C internal/e2e test -count=1 -run Browser ./...

help:
	@sed -n 's/^## /  make /p' $(MAKEFILE_LIST)

.PHONY: demo test fuzz chaos bench lint vuln deps prepare build dist manifest screenshots help
