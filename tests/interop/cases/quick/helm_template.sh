# shellcheck shell=bash
# The goldens of crates/cli/tests/fixtures are still what the installed Helm prints; cargo's tests compare ours with them.

# still_printed THEME...
still_printed() {
  need helm
  timeout --foreground --kill-after=5 280 "$PYTHON" "$PROJECT/tests/goldens/record" --check "$@"
}

case_functions_and_values() {
  still_printed chance expressions functions objects values
}

case_charts_and_documents() {
  still_printed dependencies documents hooks loading nulls output templates
}

case_errors_and_lint() {
  still_printed errors line lint schema
}

case_no_theme_is_left_out() {
  local theme
  for theme in "$PROJECT"/crates/cli/tests/fixtures/*/; do
    grep -q " $(basename "$theme")\b" "$INTEROP/cases/quick/helm_template.sh" || fail "$theme is checked by no case"
  done
}
