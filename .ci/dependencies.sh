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

# The oldest versions of what is named in Cargo.toml, beside the newest of what
# those name themselves: what others promise is not this crate's to mend.
minimal_versions() {
  local folder=$scratch/minimal
  mkdir "$folder"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$folder"
  # The option is nightly's. What it writes is an ordinary lock file, so the
  # compiler stays the one of every other step.
  (cd "$folder" && RUSTC_BOOTSTRAP=1 cargo update --quiet -Z direct-minimal-versions)
  cargo check --manifest-path "$folder/Cargo.toml" --locked --all-targets --all-features \
    --target-dir target/minimal-versions
}
