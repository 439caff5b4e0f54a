#!/bin/sh
# Builds the static binaries of a release into dist/, with their checksums. The
# same sources and the same Go give the same bytes, wherever they are built.
set -eu
cd "$(dirname "$0")/../.."
version=${VERSION:-$(git describe --tags --always --dirty)}

rm -rf dist
mkdir dist
for target in linux/amd64 linux/arm64 windows/amd64 windows/arm64 darwin/amd64 darwin/arm64; do
	os=${target%/*} arch=${target#*/} suffix=
	[ "$os" != windows ] || suffix=.exe
	echo "treve $version $target"
	CGO_ENABLED=0 GOOS=$os GOARCH=$arch GOFLAGS= go build -trimpath -buildvcs=false \
		-ldflags "-s -w -X main.released=$version" -o "dist/treve_${version}_${os}_$arch$suffix" ./cmd/treve
done
cp LICENSE dist/
cd dist
sha256sum treve_* LICENSE > SHA256SUMS
