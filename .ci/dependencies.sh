# The oldest versions that Cargo.toml promises.

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
