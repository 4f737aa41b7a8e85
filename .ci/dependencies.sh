# What the crate stands on: its licences and sources, and the oldest versions that
# Cargo.toml promises.

denied() {
  local package
  for package in . benches fuzz; do
    echo "package $package"
    (cd "$package" && cargo deny --log-level error check --hide-inclusion-graph bans licenses sources)
  done
  if cargo deny fetch db 2>"$scratch/advisories.log"; then
    cargo deny check --disable-fetch advisories
  else
    skip "the advisories cannot be fetched: $(grep . "$scratch/advisories.log" | tail -n 1)"
  fi
}

# The oldest versions of what is named in Cargo.toml; for the library also the
# oldest of what those name themselves.
minimal_versions() {
  mkdir "$scratch/minimal"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$scratch/minimal"
  # The options are nightly's. What they write is an ordinary lock file, so the
  # compiler stays the one of every other step.
  (
    cd "$scratch/minimal"
    export CARGO_TARGET_DIR=$CARGO_TARGET_DIR/minimal-versions
    RUSTC_BOOTSTRAP=1 cargo update --quiet -Z direct-minimal-versions
    cargo check --locked --all-features --all-targets
    RUSTC_BOOTSTRAP=1 cargo update --quiet -Z minimal-versions
    cargo check --locked --package tagwright --all-features --lib
  )
}
