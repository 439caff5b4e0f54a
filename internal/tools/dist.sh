#!/bin/sh
# Builds the static binaries of a release, with a list in CycloneDX of what each is
# made of, the licences of all that, and checksums: dist.sh [FOLDER
# [OS/ARCHITECTURE...]], dist/ for all there are. The same sources give the same
# bytes, wherever they are built: go.mod says which Go builds them, which is fetched.
set -eu
cd "$(dirname "$0")/../.."
version=${VERSION:-$(git describe --tags --always --dirty)}
export GOTOOLCHAIN="${DIST_GO:-$(sed -n 's/^toolchain //p' go.mod)}" GOFLAGS='' LC_ALL=C
folder=${1:-dist}
[ $# = 0 ] || shift
[ $# != 0 ] || set -- linux/amd64 linux/arm64 windows/amd64 windows/arm64 darwin/amd64 darwin/arm64

# bill prints what a binary is made of. Of the tool that found it out only the
# version is said: the hashes of its own binary are another on each machine.
bill() {
	go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0 \
		bin -json -std -noserial -notimestamp -version "$version" "$1" >"$1.found"
	sed '/"tools": \[/,/^    \]/{
		/"hashes": \[/,/\],/d
	}' "$1.found"
	rm "$1.found"
}

# terms prints the licences that want to be handed out with what is built for some
# targets.
terms() {
	{
		echo "Go $(go env GOVERSION) $(go env GOROOT)"
		echo "Inter font $PWD/internal/chart/font"
		for target; do
			GOOS=${target%/*} GOARCH=${target#*/} CGO_ENABLED=0 go list -deps \
				-f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/treve
		done
	} | sort -u | while read -r name of from; do
		printf '\n=== %s %s\n\n' "$name" "$of"
		find "$from" -maxdepth 2 -type f \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' -o -iname 'ftl.txt' -o -iname 'ofl.txt' \) |
			sort | tr '\n' '\0' | xargs -0 cat
	done
}

rm -rf "$folder"
mkdir "$folder"
for target; do
	os=${target%/*} arch=${target#*/} suffix=
	[ "$os" != windows ] || suffix=.exe
	echo "treve $version $target"
	built=$folder/treve_${version}_${os}_$arch
	CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build -trimpath -buildvcs=false \
		-ldflags "-s -w -X main.released=$version" -o "$built$suffix" ./cmd/treve
	bill "$built$suffix" >"$built.cdx.json"
done
terms "$@" >"$folder/THIRD_PARTY_LICENSES"
cp LICENSE "$folder"
cd "$folder"
sha256sum treve_* LICENSE THIRD_PARTY_LICENSES > SHA256SUMS
