# Sourced by scripts/check and scripts/test: run named steps to the end, then tell how each ended.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
OUTPUT=var/test-output
BIN=.venv/bin
FAILED=()
REPORT=()
mkdir -p "$OUTPUT"

# step NAME COMMAND…: show the output as it comes, keep it, remember how it ended.
step() {
  local name=$1 started=$SECONDS code=0
  shift
  printf '\n== %s\n' "$name"
  "$@" 2>&1 | tee "$OUTPUT/${name// /-}.log" || code=$?
  if [ "$code" -eq 0 ]; then
    REPORT+=("$(printf 'ok      %4d s  %s' $((SECONDS - started)) "$name")")
  else
    REPORT+=("$(printf 'FAILED  %4d s  %s' $((SECONDS - started)) "$name")")
    FAILED+=("$name")
  fi
}

static_checks() {
  step "python format" "$BIN/ruff" format --check .
  step "python lint" "$BIN/ruff" check .
  step "python types" "$BIN/mypy"
  step "import rules" "$BIN/lint-imports"
}

# tell LOG…: the table of steps, then the last line of each pytest log; ends with 1 after a failure.
tell() {
  local log
  printf '\n== summary\n'
  printf '%s\n' "${REPORT[@]}"
  for log in "$@"; do
    [ -f "$OUTPUT/$log.log" ] && printf '%s: %s\n' "$log" "$(tail -n 1 "$OUTPUT/$log.log")"
  done
  [ ${#FAILED[@]} -eq 0 ]
}
