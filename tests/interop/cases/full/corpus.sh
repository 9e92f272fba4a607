# shellcheck shell=bash
# Real charts of many publishers, from the folder that $PORTOLAN_CORPUS names: none of them is part of this project.

case_real_charts_are_packed_as_helm_packs_them() {
  if [ -z "${PORTOLAN_CORPUS:-}" ] || [ ! -f "$PORTOLAN_CORPUS/dev.tar.xz" ]; then
    printf 'THE CORPUS IS NOT HERE: PORTOLAN_CORPUS must name the folder with dev.tar.xz\n'
    exit 77
  fi
  tar xJf "$PORTOLAN_CORPUS/dev.tar.xz"
  timeout --foreground 900 "$PYTHON" "$INTEROP/python/compare_packages.py" \
    "$PORTOLAN_BINARY" "$(type -P helm)" corpus/charts > totals || { cat totals >&2; fail 'charts differ'; }
  note "$(tail -n 1 totals)"
}

# compared MODE COMMAND GOOD...: every case of the corpus must have one of the good verdicts.
compared() {
  local mode=$1 command=$2
  shift 2
  if [ -z "${PORTOLAN_CORPUS:-}" ] || [ ! -f "$PORTOLAN_CORPUS/dev.tar.xz" ]; then
    printf 'THE CORPUS IS NOT HERE: PORTOLAN_CORPUS must name the folder with dev.tar.xz\n'
    exit 77
  fi
  tar xJf "$PORTOLAN_CORPUS/dev.tar.xz"
  "$PYTHON" -m pip install --quiet --disable-pip-version-check --target packages pyyaml
  PYTHONPATH=$PWD/packages timeout --foreground 1500 "$PYTHON" "$PORTOLAN_CORPUS/compare.py" --root "$PWD/corpus" \
    --set dev --mode "$mode" --cmd "$PORTOLAN_BINARY $command" --timeout 120 -j 2 --out verdicts.jsonl > compared
  "$PYTHON" "$INTEROP/python/corpus_verdicts.py" verdicts.jsonl "$@" > totals || { cat totals >&2; fail 'charts differ'; }
  note "$(tail -n 1 totals)"
}

case_real_charts_are_rendered_as_helm_renders_them() {
  compared template 'template {release} {chart} --namespace ns --kube-version 1.34.0 {extra} [-f {values}]' \
    byte masked bothfail+err
}

case_real_charts_are_linted_as_helm_lints_them() {
  compared lint 'lint {chart} {extra} [-f {values}]' byte
}
