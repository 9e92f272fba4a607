# shellcheck shell=bash
# The forms of `portolan check`, judged by schemas and readers that others made. See python/judge_report.py for whose.

# judge FORM FILE [JSON]
judge() {
  need report-judges
  in_time report-judges "$INTEROP/python/judge_report.py" "$@"
}

# reported FORM: what is printed stays in report.FORM.
reported() { portolan check --output "$1" > "report.$1" || expect_equal 'the exit code' "$?" 1; }

case_sarif_is_what_its_schema_says() {
  troubled_charts
  reported sarif
  judge sarif report.sarif
}

case_junit_is_what_its_schema_says() {
  troubled_charts
  reported junit
  judge junit report.junit
}

case_json_is_what_our_schema_says() {
  troubled_charts
  reported json
  judge json report.json
}

case_gitlab_gets_what_its_page_says() {
  troubled_charts
  reported gitlab
  judge gitlab report.gitlab
}

case_github_reads_every_finding() {
  troubled_charts
  reported json
  reported github
  judge github report.github report.json
}

# In Actions annotations come by themselves; no other form holds anything that the runner would obey.
case_the_runner_obeys_nothing_else() {
  local form
  troubled_charts
  reported json
  for form in text json sarif junit gitlab; do
    GITHUB_ACTIONS=true in_time "$PORTOLAN_BINARY" check --output "$form" > "log.$form" 2> annotations || expect_equal 'the exit code' "$?" 1
    judge github annotations report.json
    cat "log.$form" annotations > log
    judge github log report.json
  done
}
