# Sourced by test.sh and lint.sh: runs checks one after the other and counts them.
# Every check runs, also after a failed one, and prints its own output.

passed=0
failed=0
failures=()

note_failure() { failures+=("$1"); echo "FAIL  $1"; }

# check NAME COMMAND…: passes or fails as one.
check() {
  local name=$1; shift
  printf '\n== %s\n' "$name"
  if "$@" </dev/null; then
    passed=$((passed + 1)); echo "ok    $name"
  else
    failed=$((failed + 1)); note_failure "$name"
  fi
}

# suite NAME COMMAND…: runs many tests and ends with a line "N passed, N failed".
# A suite without that line, or that ran no test, has failed.
suite() {
  local name=$1 log code=0 line; shift
  log=$(mktemp)
  printf '\n== %s\n' "$name"
  "$@" </dev/null 2>&1 | tee "$log" || code=1
  line=$(grep -aE '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1) || line=
  rm -f "$log"
  if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ && ${BASH_REMATCH[1]} -gt 0 ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
    if [[ $code == 0 && ${BASH_REMATCH[2]} == 0 ]]; then echo "ok    $name"; return; fi
    if [[ ${BASH_REMATCH[2]} == 0 ]]; then failed=$((failed + 1)); fi
  else
    failed=$((failed + 1))
  fi
  note_failure "$name"
}

# verdict: the last lines and the exit code.
verdict() {
  echo
  if [[ ${#failures[@]} -gt 0 ]]; then printf 'FAIL  %s\n' "${failures[@]}"; fi
  echo "$passed passed, $failed failed"
  [[ $failed == 0 && $passed -gt 0 ]]
}
