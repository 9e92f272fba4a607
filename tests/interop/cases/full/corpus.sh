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
