# Steps: each prints a heading and its duration; a summary closes the run.

passed=0
current=
durations=()

step() {
  local began=$SECONDS took
  current=$1
  printf '\n== %s\n' "$current"
  "$2"
  passed=$((passed + 1))
  took=$((SECONDS - began))
  durations+=("$took s: $current")
  printf -- '-- %s: %d s\n' "$current" "$took"
  current=
}

fail() {
  echo "$1" >&2
  exit 1
}

# Records what cannot run here, and why.
skip() {
  echo "skipped: $1"
  skipped+=("${current}: $1")
}
skipped=()

finish() {
  rm -rf "$scratch"
  printf '\n'
  ((${#skipped[@]} == 0)) || printf 'skipped: %s\n' "${skipped[@]}"
  if ((${#durations[@]} > 0)); then
    printf 'slowest steps:\n'
    printf '%s\n' "${durations[@]}" | sort --numeric-sort --reverse | head -n 5 | sed 's/^/  /'
  fi
  printf '%d s in all\n' "$SECONDS"
  if (($1 == 0)); then
    printf 'steps: %d passed, 0 failed\n' "$passed"
  else
    printf 'failed: %s\n' "${current:-the gate itself}"
    printf 'steps: %d passed, 1 failed\n' "$passed"
  fi
}
