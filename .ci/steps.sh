# Steps: a heading, a duration, and one closing line.

passed=0
current=

step() {
  local began=$SECONDS
  current=$1
  printf '\n== %s\n' "$current"
  "$2"
  passed=$((passed + 1))
  printf -- '-- %s: %d s\n' "$current" $((SECONDS - began))
  current=
}

fail() {
  echo "$1" >&2
  exit 1
}

# For what cannot run here, and why.
skip() {
  echo "skipped: $1"
  skipped+=("${current}: $1")
}
skipped=()

finish() {
  rm -rf "$scratch"
  printf '\n'
  ((${#skipped[@]} == 0)) || printf 'skipped: %s\n' "${skipped[@]}"
  printf '%d s in all\n' "$SECONDS"
  if (($1 == 0)); then
    printf 'steps: %d passed, 0 failed\n' "$passed"
  else
    printf 'failed: %s\n' "${current:-the gate itself}"
    printf 'steps: %d passed, 1 failed\n' "$passed"
  fi
}
