#!/usr/bin/env bash
# Builds what is shipped for this platform: a static binary, an archive, a Debian package, checksums and an SBOM.
#
#   packaging/dist.sh [OUT]        (default: dist)
#
# The musl target is used where its standard library is installed (`rustup target add x86_64-unknown-linux-musl`, and
# musl-gcc for the C parts of `ring`); elsewhere the GNU library is linked statically, which needs its static archive
# (Debian: libc6-dev). SOURCE_DATE_EPOCH fixes the times inside the archives; default: the last commit's.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mkdir -p "${1:-dist}" && cd "${1:-dist}" && pwd)
version=$(cargo metadata --format-version 1 --no-deps --locked | python3 -c 'import json,sys; print(json.load(sys.stdin)["packages"][0]["version"])')
target_dir=$(cargo metadata --format-version 1 --no-deps --locked | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
remap="--remap-path-prefix=$PWD=. --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"

libs=$(rustc --print sysroot)/lib/rustlib
if [ -d "$libs/x86_64-unknown-linux-musl" ] && command -v musl-gcc > /dev/null; then
  target=x86_64-unknown-linux-musl flags=$remap
else
  target=x86_64-unknown-linux-gnu flags="$remap -C target-feature=+crt-static"
  echo "no musl target or musl-gcc: linking the GNU library statically" >&2
fi
RUSTFLAGS="${RUSTFLAGS:-} $flags" cargo build --locked --profile dist --target "$target" --bin gcg
gcg=$target_dir/$target/dist/gcg
name=gcg-$version-$target

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage/$name"/{completions,man}
cp "$gcg" README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT "$stage/$name/"
for shell in bash zsh fish; do "$gcg" completions $shell > "$stage/$name/completions/gcg.$shell"; done
packaging/man.py --gcg "$gcg" --out "$stage/$name/man" > /dev/null
cp -r packaging/skill "$stage/$name/skill"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$stage" -cf - "$name" | gzip -9n > "$out/$name.tar.gz"

packaging/sbom.py --target "$target" > "$out/$name.cdx.json"

if command -v dpkg-deb > /dev/null; then
  deb=$stage/deb
  install -Dm755 "$gcg" "$deb/usr/bin/gcg"
  install -Dm644 "$stage/$name/completions/gcg.bash" "$deb/usr/share/bash-completion/completions/gcg"
  install -Dm644 "$stage/$name/completions/gcg.zsh" "$deb/usr/share/zsh/vendor-completions/_gcg"
  install -Dm644 "$stage/$name/completions/gcg.fish" "$deb/usr/share/fish/vendor_completions.d/gcg.fish"
  for page in "$stage/$name"/man/*.1; do install -Dm644 "$page" "$deb/usr/share/man/man1/$(basename "$page")"; done
  find "$deb/usr/share/man" -name '*.1' -exec gzip -9n {} +
  install -Dm644 LICENSE-MIT "$deb/usr/share/doc/gcg/copyright"
  mkdir -p "$deb/DEBIAN"
  cat > "$deb/DEBIAN/control" <<CONTROL
Package: gcg
Version: $version
Architecture: amd64
Section: utils
Priority: optional
Installed-Size: $(du -sk "$deb/usr" | cut -f1)
Maintainer: The gcg developers <gcg@localhost>
Description: from a customer's words to a checked GPU-cluster reference design
 Servers, network, cabling, racks, power and bill, every number with its source.
CONTROL
  dpkg-deb --root-owner-group --build "$deb" "$out/gcg_${version}_amd64.deb" > /dev/null
else
  echo "skipped: no dpkg-deb; no Debian package" >&2
fi

(cd "$out" && sha256sum "$name.tar.gz" "$name.cdx.json" gcg_*.deb 2> /dev/null > SHA256SUMS)
ls -l "$out" >&2
