# shellcheck shell=bash disable=SC2154 # what `signatures.sh` and the servers leave behind
# Policies of `portolan policy emit` in the hands of those whom they are for: Kyverno's engine and policy-controller's.

# shellcheck source-path=SCRIPTDIR/../.. source=cases/quick/policy.sh
. "$INTEROP/cases/quick/policy.sh"

# with_another_key FILE: the same policy with the key of a stranger.
with_another_key() {
  local line
  [ -e stranger.pub ] || key_pair stranger
  cp "$1" "stranger-$1"
  for line in 2 3; do
    sed -i "s|$(sed -n "${line}p" publisher.pub)|$(sed -n "${line}p" stranger.pub)|" "stranger-$1"
  done
}

# Kyverno judges what names the chart as an image.
case_kyverno_admits_what_its_policy_names() {
  need kyverno
  released_by_key
  emitted kyverno policy.yaml
  file pod.yaml <<END
apiVersion: v1
kind: Pod
metadata: {name: demo}
spec: {containers: [{name: one, image: "$released"}]}
END
  in_time kyverno apply policy.yaml --resource pod.yaml --registry > said.out
  expect_text 'the verdict' 'fail: 0, warn: 0, error: 0, skip: 0' said.out
  with_another_key policy.yaml
  refused in_time kyverno apply stranger-policy.yaml --resource pod.yaml --registry
  expect_text 'the verdict' 'no matching signatures found' said.out
}

case_policy_controller_admits_what_a_key_signed() {
  need policy-tester
  released_by_key
  emitted policy-controller policy.yaml
  in_time policy-tester -policy policy.yaml -image "$released"
  with_another_key policy.yaml
  refused in_time policy-tester -policy stranger-policy.yaml -image "$released"
  refused in_time policy-tester -policy policy.yaml -image "$address/charts/lump@$digest"
}

# The tester takes the keys of one's own services from a file of their own.
case_policy_controller_admits_what_an_identity_signed() {
  need policy-tester
  released_by_identity signing_config_v1.json
  emitted policy-controller both.yaml
  sed '/^---$/,$d' both.yaml > root.yaml
  sed '1,/^---$/d' both.yaml > policy.yaml
  in_time policy-tester -policy policy.yaml -trustroot root.yaml -image "$released"
  sed 's/subject: ".*"/subject: "somebody@example.com"/' policy.yaml > stranger-policy.yaml
  refused in_time policy-tester -policy stranger-policy.yaml -trustroot root.yaml -image "$released"
}
