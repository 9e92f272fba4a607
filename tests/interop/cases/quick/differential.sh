# shellcheck shell=bash
# Charts from a seed, given to both programs: a short run with always the same ones. Longer runs are for people.

case_generated_charts_are_rendered_as_helm_renders_them() {
  need helm
  timeout --foreground --kill-after=5 280 "$PYTHON" "$PROJECT/tests/differential/run.py" --seed 1 --count 12 --shrink 0 \
    --helm "$(type -P helm)" --portolan "$PORTOLAN_BINARY" > totals || { tail -n 60 totals >&2; fail 'charts differ'; }
  note "$(tail -n 1 totals)"
}
