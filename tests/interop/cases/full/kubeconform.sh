# shellcheck shell=bash
# What kubeconform says of the objects that real charts render to, from the folder that $PORTOLAN_CORPUS names.

case_kubeconform_finds_what_we_find_in_real_charts() {
  need kubeconform
  if [ -z "${PORTOLAN_CORPUS:-}" ] || [ ! -f "$PORTOLAN_CORPUS/dev.tar.xz" ]; then
    printf 'THE CORPUS IS NOT HERE: PORTOLAN_CORPUS must name the folder with dev.tar.xz\n'
    exit 77
  fi
  tar xJf "$PORTOLAN_CORPUS/dev.tar.xz"
  timeout --foreground 1700 "$PYTHON" "$INTEROP/python/compare_kubeconform.py" \
    "$PORTOLAN_BINARY" "$(type -P kubeconform)" "$(dirname "$(type -P kubeconform)")/../kubernetes-schemas" corpus/charts > totals \
    || { cat totals >&2; fail 'verdicts differ'; }
  note "$(tail -n 1 totals)"
}
