# Instructions of slugs, parses, plans and texts, which no busy machine changes.

budgets() {
  need valgrind valgrind
  local compiler valgrind
  compiler=$(rustc --version) valgrind=$(valgrind --version)
  if grep -qFx "rustc = \"$compiler\"" benches/budgets.toml &&
    grep -qFx "valgrind = \"$valgrind\"" benches/budgets.toml; then
    budget_check "$PWD/benches/budgets.toml"
    return
  fi
  echo "The budgets are of another toolchain than $compiler and $valgrind."
  local base
  if ! base=$(base_commit); then
    skip 'no commit before this one is here to be measured instead'
    return
  fi
  echo "measuring commit $base instead"
  if base_budgets "$base"; then
    budget_check "$scratch/budgets.toml"
  else
    skip "the benchmarks do not build with commit $base"
  fi
}

budget_check() {
  cargo bench --quiet --manifest-path benches/Cargo.toml -- --check-budgets "$1"
}

# What was not committed is compared with the last commit, a branch with where
# it began, the main branch with the commit before.
base_commit() {
  local begin
  if ! git diff --quiet HEAD -- src Cargo.toml 2>/dev/null; then
    git rev-parse --verify --quiet HEAD
  elif begin=$(git merge-base HEAD origin/HEAD 2>/dev/null) &&
    [[ $begin != $(git rev-parse HEAD) ]]; then
    echo "$begin"
  else
    git rev-parse --verify --quiet HEAD^
  fi
}

# base_budgets COMMIT: measures its library by today's benchmarks. Fails where
# they do not build with it.
base_budgets() {
  local folder=$scratch/base
  local manifest=$folder/benches/Cargo.toml
  mkdir "$folder"
  git archive "$1" | tar -x -C "$folder"
  rm -rf "$folder/benches"
  mkdir "$folder/benches"
  cp -r benches/Cargo.toml benches/Cargo.lock benches/src "$folder/benches"
  cargo bench --quiet --no-run --manifest-path "$manifest" || return 1
  cargo bench --quiet --manifest-path "$manifest" -- --write-budgets "$scratch/budgets.toml" ||
    fail "commit $1 cannot be measured"
}
