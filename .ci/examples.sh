# The examples, as a person runs them.

examples() {
  cargo build --examples
  local plan=target/debug/examples/plan tag=branch-feature-search-a1b2c3d8
  local main_sha=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334 status

  plans 0 '' --sample
  grep -qx 'context: the built-in sample' "$scratch/err" || fail 'the sample is not reported'
  grep -q "$tag" "$scratch/out" || fail 'the summary lacks the tag'

  plans 0 '' --sample --format json
  jq -e --arg tag "$tag" '.primary == $tag and .env.IMAGE_TAG == $tag' "$scratch/out" >/dev/null
  cp "$scratch/out" "$scratch/plan.json"

  plans 0 '' --sample --format env
  printf 'IMAGE_TAG=%s\n' "$tag" | cmp - "$scratch/out"
  local shell
  for shell in dash bash 'busybox sh'; do
    [[ $($shell -c ". $scratch/out && printf %s \"\$IMAGE_TAG\"") == "$tag" ]]
  done

  plans 0 '' --sample --format kaniko
  grep -q "^/kaniko/executor .*--destination [^ ]*:$tag " "$scratch/out"
  local builder
  for builder in buildah buildx buildctl docker; do
    plans 0 '' --sample --format "$builder"
    grep -q ":$tag" "$scratch/out"
    dash -n "$scratch/out"
  done
  plans 0 '' --sample --format bake
  jq -e --arg tag ":$tag" '.target[].tags | all(endswith($tag))' "$scratch/out" >/dev/null

  plans 0 '' --sample --format exports
  for shell in dash bash 'busybox sh'; do
    [[ $($shell -c ". $scratch/out && env" | grep '^IMAGE_TAG=') == "IMAGE_TAG=$tag" ]]
  done
  plans 0 '' --sample --format github
  grep -qx "version=$tag" "$scratch/out"
  plans 0 '' --sample --format helm
  grep -qx "  tag: \"$tag\"" "$scratch/out"

  plans 0 '' --policy builtin --format policy
  cp "$scratch/out" "$scratch/policy.toml"
  plans 0 '' --sample --policy "$scratch/policy.toml" --format json
  cmp "$scratch/plan.json" "$scratch/out"

  # The policy that the guide prints is the built-in one.
  sed -n '/^```toml$/,/^```$/ { /^```/d; p; }' src/guide/built_in_policy.md >"$scratch/guide.toml"
  plans 0 '' --sample --policy "$scratch/guide.toml" --format json
  cmp "$scratch/plan.json" "$scratch/out"

  plans 0 "{\"project\":\"ui\",\"sha\":\"$main_sha\",\"tag\":\"v1.0.0\",\"created\":\"2026-03-18T09:00:00Z\"}" \
    --context - --policy builtin --format env
  printf 'IMAGE_TAG=1.0.0\n' | cmp - "$scratch/out"

  # No plan: the reason on standard error, nothing on standard output.
  plans 1 "{\"project\":\"ui\",\"sha\":\"$main_sha\",\"tag\":\"nightly\"}" --context - --policy builtin
  plans 1 '' --sample --policy "$scratch/there-is-none.toml"
  plans 1 '' --policy builtin
  plans 1 ''
  plans 2 '' --format xml
  plans 2 '' --colour

  # In a CI that the examples do not know, nothing is planned for the sample.
  local example
  for example in plan explain verify; do
    status=0
    env -i CI=true SEMAPHORE=true "target/debug/examples/$example" --policy builtin \
      >"$scratch/out" 2>"$scratch/err" || status=$?
    ((status == 1)) && [[ ! -s $scratch/out ]] && grep -q 'this CI is not a known one' "$scratch/err"
  done

  # Explaining why there is no plan is not a failure.
  plan=target/debug/examples/explain
  plans 0 '' --sample
  grep -q "^tags  $tag (immutable)$" "$scratch/out" || fail 'the explanation lacks the tag'
  plans 0 "{\"project\":\"ui\",\"sha\":\"$main_sha\",\"tag\":\"nightly\"}" \
    --context - --policy builtin --format json
  jq -e '.tags == null and (.error.message | startswith("no rule applies"))' "$scratch/out" >/dev/null
  plans 1 '' --sample --policy "$scratch/there-is-none.toml"
  plans 2 '' --format xml

  # The README's table is what the example prints for the README's policy.
  plan=target/debug/examples/table
  awk '/^```toml$/ { on = 1; next } /^```$/ { if (on) exit } on' README.md >"$scratch/readme.toml"
  plans 0 '' --policy "$scratch/readme.toml"
  awk '/^<!-- table: generated -->$/ { on = 1; next } /^<!-- \/table -->$/ { on = 0 } on' README.md |
    cmp - "$scratch/out"
  plans 0 '' --policy "$scratch/policy.toml" --format mermaid
  grep -q '^flowchart LR$' "$scratch/out"
  plans 0 '' --policy builtin --format json
  jq -e '.rows[0].tags[1].example == "latest"' "$scratch/out" >/dev/null
  plans 1 '' --policy "$scratch/there-is-none.toml"
  plans 2 '' --context x
  plans 2 ''

  # A policy does not differ from itself.
  plan=target/debug/examples/diff
  plans 0 '' --before builtin --after "$scratch/policy.toml"
  [[ ! -s $scratch/out ]] || fail "the built-in policy differs from itself"

  # The tool that embeds the crate has a status for each kind of failure.
  plan=target/debug/examples/ci
  plans 0 '' build --builder buildah --sample --dry-run
  grep -q "^buildah build --tag [^ ]*:$tag " "$scratch/out"
  plans 3 '' build --policy builtin
  plans 4 '' build --sample --dry-run --policy "$scratch/there-is-none.toml"
  plans 2 '' build --sample
  plans 2 '' deploy

  # Findings are on standard output, and an error among them is a failure.
  plan=target/debug/examples/audit
  plans 0 '' --policy builtin --format json
  jq -e 'map(.severity) | index("error") == null and index("warning") == 0' "$scratch/out" >/dev/null
  local accidents=tests/golden/policies/accidents
  status=0
  "$plan" --policy "$accidents/branch-called-latest.toml" >"$scratch/out" 2>"$scratch/err" || status=$?
  ((status == 1)) && grep -q '^error shared-tag ' "$scratch/out" && [[ ! -s $scratch/err ]]
  plans 1 '' --policy "$accidents/branch-in-a-tag.toml"
  plans 2 '' --format xml
}

# plans STATUS STANDARD-INPUT ARGUMENT…: runs $plan outside of any CI.
plans() {
  local expected=$1 input=$2 status=0
  shift 2
  printf '%s' "$input" |
    env -i "$plan" "$@" >"$scratch/out" 2>"$scratch/err" || status=$?
  echo "${plan##*/} $*: $status"
  if ((status != expected)); then
    cat "$scratch/out" "$scratch/err"
    fail "expected exit status $expected"
  fi
  if ((expected != 0)); then
    [[ ! -s $scratch/out && -s $scratch/err ]] || fail 'an error belongs on standard error alone'
  fi
}
