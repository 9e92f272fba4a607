# shellcheck shell=bash
# Charts that mean harm end in time, by themselves, and without taking the machine's memory.

case_hostile_charts_end_within_a_second_and_256_mib() {
  timeout --foreground --kill-after=5 600 "$PYTHON" "$INTEROP/python/hostile.py" "$PORTOLAN_BINARY" charts > totals \
    || { cat totals >&2; fail 'a hostile chart takes too much'; }
  note "$(tail -n 1 totals)"
}

case_hostile_definitions_end_within_a_second_and_512_mib() {
  timeout --foreground --kill-after=5 600 "$PYTHON" "$INTEROP/python/hostile.py" "$PORTOLAN_BINARY" definitions > totals \
    || { cat totals >&2; fail 'a hostile definition takes too much'; }
  note "$(tail -n 1 totals)"
}
