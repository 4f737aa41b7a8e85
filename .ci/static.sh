# The tool as one static file, in a root file system that holds BusyBox alone, as
# that of kaniko's debug image does.

static_binary() {
  local target=x86_64-unknown-linux-musl root=$scratch/root program
  if ! add_target "$target"; then
    skip "rustup cannot add $target"
    return
  fi
  cargo build --quiet --package tagwright-cli --profile dist --target "$target"
  program=target/$target/dist/tagwright
  echo "$(stat --format %s "$program") bytes"
  if ((EUID != 0)); then
    skip 'only root can change the root of a file system'
    return
  fi
  busybox_root "$root"
  cp "$program" "$root/bin/tagwright"
  # The executor writes the digest, as kaniko does.
  cat >"$root/kaniko/executor" <<'STUB'
#!/bin/sh
while [ "$1" != --digest-file ]; do shift; done
echo sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582 >"$2"
STUB
  chmod +x "$root/kaniko/executor"
  # shellcheck disable=SC2016
  chroot "$root" /bin/sh -euc '
    export PATH=/bin GITLAB_CI=true CI_COMMIT_BRANCH=main CI_PROJECT_DIR=/builds/shop
    export CI_COMMIT_SHA=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334 CI_PROJECT_NAME=server
    export CI_PIPELINE_CREATED_AT=2026-03-18T09:00:00Z
    cd /builds/shop
    tagwright init --ci gitlab --registry registry.example.com/shop
    tagwright check
    tagwright plan
    tagwright build
    . ./build.env
    [ "$IMAGE_TAG" = main-a1b2c3d8 ]
    [ "$(tagwright verify)" = registry.example.com/shop/server:main-a1b2c3d8 ]
    tagwright promote --dry-run
  '
}

# busybox_root FOLDER: BusyBox, the libraries it may need, and nothing else.
busybox_root() {
  local busybox library
  busybox=$(command -v busybox)
  mkdir -p "$1/bin" "$1/kaniko" "$1/builds/shop"
  cp "$busybox" "$1/bin/busybox"
  ln -s busybox "$1/bin/sh"
  # A static one has none.
  for library in $(ldd "$busybox" 2>/dev/null | grep -o '/[^ ]*' || true); do
    install -D "$library" "$1$library"
  done
}
