# The fuzz targets. There is no unsafe code for a sanitizer to watch, and without
# one they build with any toolchain.

fuzz_seconds=20

fuzz_build() {
  # As who has no cargo-fuzz builds them; and the seeds are what they are called.
  (cd fuzz && cargo build && cargo test --lib)
  cargo fuzz build --sanitizer none
}

# Two at a time. Nothing is written to the seeds, nor to what was found before.
fuzz_run() {
  local targets target failed=()
  mapfile -t targets < <(cargo fuzz list)
  ((${#targets[@]} > 0)) || fail 'there are no fuzz targets'
  export scratch fuzz_seconds
  export -f fuzz_one
  printf '%s\n' "${targets[@]}" | xargs -P 2 -I {} bash -c 'fuzz_one {}' || true
  for target in "${targets[@]}"; do
    if [[ ! -e $scratch/fuzz-$target.passed ]]; then
      failed+=("$target")
      tail -n 60 "$scratch/fuzz-$target.log"
    fi
  done
  ((${#failed[@]} == 0)) || fail "fuzzing broke a law: ${failed[*]}"
}

fuzz_one() {
  local target=$1 found=$scratch/fuzz-$1
  mkdir "$found"
  if cargo fuzz run --sanitizer none "$target" "$found" "fuzz/corpus/$target" \
    "fuzz/found/$target" -- -max_total_time="$fuzz_seconds" -timeout=10 -max_len=4096 \
    -dict=fuzz/dictionary \
    >"$found.log" 2>&1 </dev/null; then
    touch "$found.passed"
  fi
  echo "$target: $(grep -E '^Done|^SUMMARY' "$found.log" | tail -n 1)"
}
