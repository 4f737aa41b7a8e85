# The build with the oldest Rust that Cargo.toml promises.

oldest_rust() {
  local version rustc
  version=$(package | jq -r .rust_version)
  if timeout 300 rustup toolchain install "$version" --profile minimal --no-self-update \
    >"$scratch/rustup.log" 2>&1; then
    rustc=$(rustup which --toolchain "$version" rustc)
  elif debian_rustc "$version"; then
    rustc=$scratch/debian/rustc
  else
    tail -n 3 "$scratch/rustup.log"
    skip "neither rustup nor Debian has Rust $version here"
    return
  fi
  "$rustc" --version
  # Edition 2024 resolves dependencies that this Rust can compile, so the lock
  # file of the other steps is right for it.
  RUSTC=$rustc cargo check --lib --bins --examples --all-features --target-dir target/oldest-rust
}

# debian_rustc VERSION: unpacks the compiler of Debian's rustc-web beside
# everything that is installed.
debian_rustc() {
  command -v apt-get dpkg >/dev/null || return 1
  local folder=$scratch/debian root=$scratch/debian/root version llvm
  apt_update || return 1
  version=$(apt-cache madison rustc-web | awk -v of="$1." 'index($3, of) == 1 { print $3; exit }')
  [[ -n $version ]] || return 1
  llvm=$(apt-cache show "libstd-rust-web-$1=$version" | grep -om 1 'libllvm[0-9]*') || return 1
  mkdir -p "$root"
  (cd "$folder" && apt-get download --quiet -o APT::Sandbox::User=root \
    "rustc-web=$version" "libstd-rust-web-$1=$version" "libstd-rust-web-dev=$version" "$llvm") || return 1
  local archive
  for archive in "$folder"/*.deb; do
    dpkg -x "$archive" "$root" || return 1
  done
  printf '#!/bin/sh\nLD_LIBRARY_PATH=%q/usr/lib/%s exec %q/usr/bin/rustc "$@"\n' \
    "$root" "$(gcc -print-multiarch)" "$root" >"$folder/rustc"
  chmod +x "$folder/rustc"
}
