# shellcheck shell=bash
# What Microsoft's own validator, with the rules of GitHub Advanced Security, says of our SARIF.

case_microsofts_validator_has_no_objection() {
  need sarif-multitool
  troubled_charts
  expect_exit 1 portolan check --output sarif
  mv said.out report.sarif
  sarif-multitool validate report.sarif --rule-kind 'Sarif;Ghas' --level 'Error;Warning' > said.out 2>&1 || true
  expect_text 'the end' 'Analysis completed successfully' said.out
  ! grep -E ': (error|warning) ' said.out || fail 'the validator objects'
}
