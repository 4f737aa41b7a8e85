# The listing of the public API, so that a change of it shows in review.

# What rustdoc of Rust 1.95 writes, which the listing was made from.
rustdoc_format=57

api() {
  local described=target/unstable/doc/tagwright.json listing=target/unstable/public-api.txt format
  # The JSON of rustdoc is nightly's. A folder of its own keeps what the other
  # steps compile from being compiled again.
  RUSTC_BOOTSTRAP=1 cargo rustdoc --package tagwright --lib --all-features --target-dir target/unstable -- \
    -Z unstable-options --output-format json
  format=$(jq .format_version "$described")
  cargo build --manifest-path .ci/api/Cargo.toml
  if ! target/debug/tagwright-api "$described" >"$listing"; then
    ((format != rustdoc_format)) || fail 'the public API cannot be listed'
    skip "the JSON of this rustdoc is of format $format, which public-api cannot read"
    return
  fi
  diff -u tests/public-api.txt "$listing" && return
  if ((format != rustdoc_format)); then
    skip "the listing is of rustdoc's format $rustdoc_format; this one writes $format, and the two differ"
    return
  fi
  fail "the public API has changed; if it is meant to: cp $listing tests/public-api.txt"
}
