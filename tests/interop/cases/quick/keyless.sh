# shellcheck shell=bash disable=SC2154 # what `signatures.sh` and the servers leave behind
# Releases that an identity signed: certificate by Fulcio, log by Rekor, time by a timestamp authority, all on loopback.

# identity_in_world WHO: `identity` and `issuer` of the token that signs.
identity_in_world() {
  case $1 in
    person) identity=$WORLD_IDENTITY issuer=$WORLD_ISSUER ;;
    workflow) identity=$WORLD_GITHUB_IDENTITY issuer=$WORLD_GITHUB_ISSUER ;;
  esac
  trust=(--trusted-root "$world/trusted_root.json")
  ours=(--certificate-identity "$identity" --certificate-oidc-issuer "$issuer")
  theirs=(--certificate-identity somebody@else.example --certificate-oidc-issuer "$issuer")
  elsewhere=(--certificate-identity "$identity" --certificate-oidc-issuer https://issuer.example)
}

# The workflow's token is asked for as on GitHub, the person's lies in a file.
signed_by() {
  local who=$1 config=$2 token=()
  start_sigstore_world
  identity_in_world "$who"
  if [ "$who" = workflow ]; then
    export GITHUB_ACTIONS=true ACTIONS_ID_TOKEN_REQUEST_URL=$WORLD_GITHUB_TOKEN_URL
    export ACTIONS_ID_TOKEN_REQUEST_TOKEN=$WORLD_GITHUB_TOKEN_BEARER
  else
    token=(--identity-token "$world/token")
  fi
  released_to distribution --keyless ${token[@]+"${token[@]}"} --signing-config "$world/$config" "${trust[@]}"
  unset GITHUB_ACTIONS ACTIONS_ID_TOKEN_REQUEST_URL ACTIONS_ID_TOKEN_REQUEST_TOKEN
  expect_equal 'who signed' "$(json report.json charts 0 signedBy identity)" "$identity"
  expect_equal 'who vouched' "$(json report.json charts 0 signedBy issuer)" "$issuer"
}

cosign3_accepts() {
  local type
  cosign3 verify "${trust[@]}" "${ours[@]}" "$@" "$released" > verified.json
  for type in spdxjson cyclonedx slsaprovenance1 "$release_record"; do
    cosign3 verify-attestation "${trust[@]}" "${ours[@]}" "$@" --type "$type" "$released" > attested.json
  done
  refused cosign3 verify "${trust[@]}" "${theirs[@]}" "$@" "$released"
  refused cosign3 verify "${trust[@]}" "${elsewhere[@]}" "$@" "$released"
}

cosign2_accepts() {
  cosign2 verify "${trust[@]}" "${ours[@]}" "$@" "$released" > verified.json
  refused cosign2 verify "${trust[@]}" "${theirs[@]}" "$@" "$released"
  refused cosign2 verify "${trust[@]}" "${elsewhere[@]}" "$@" "$released"
}

flux_accepts() {
  flux_verify "${trust[@]/--trusted-root/-trusted-root}" -issuer "^$issuer\$" -subject "^$identity\$" "$released"
  refused flux_verify "${trust[@]/--trusted-root/-trusted-root}" -issuer "^$issuer\$" -subject '^somebody$' "$released"
}

# Each bundle on its own, by the libraries of Python and JavaScript.
libraries_accept() {
  local bundle
  bundles_of_release
  for bundle in bundles/*.json; do
    verify_bundle "$bundle" "$world/trusted_root.json" identity "$issuer" "$identity" > verified.txt
    expect_text 'the log' 'log entries: 1' verified.txt
    sigstore_python_verifies "$bundle" "$identity"
  done
  refused verify_bundle "$bundle" "$world/trusted_root.json" identity "$issuer" somebody@else.example
  refused sigstore_python_verifies "$bundle" somebody@else.example
}

sigstore_python_verifies() {
  sigstore_python --trust-config "$world/client_trust_config.json" verify identity --offline --bundle "$1" \
    --cert-identity "$2" --cert-oidc-issuer "$issuer" "$digest"
}

# Rekor 2 gives no time, so the timestamp authority's counts.
case_i06_i07_a_person_with_the_log_of_today() {
  need cosign3 cosign2 flux-verify sigstore-python
  signed_by person signing_config.json
  cosign3_accepts --use-signed-timestamps
  cosign2_accepts --new-bundle-format --use-signed-timestamps
  flux_accepts
  libraries_accept
}

# Rekor 1 signs a promise: with it the classic signature holds for all who read only that.
case_i06_i07_a_workflow_with_the_log_of_yesterday() {
  need cosign3 cosign2 flux-verify sigstore-python
  signed_by workflow signing_config_v1.json
  cosign3_accepts
  cosign2_accepts
  cosign2_accepts --new-bundle-format
  flux_accepts
  libraries_accept
}

# podman asks for an e-mail address, so workflows have no place in its policies.
case_podman_accepts_a_person() {
  need policy-copy
  signed_by person signing_config_v1.json
  cat "$world/fulcio-root.pem" "$world/fulcio-intermediate.pem" > fulcio.pem
  local name
  for name in "$identity" somebody@else.example; do
    podman_policy "$name.json" "\"rekorPublicKeyPath\": \"$world/rekor-v1.pub\", \"fulcio\": {\"caPath\": \"$PWD/fulcio.pem\",
      \"oidcIssuer\": \"$issuer\", \"subjectEmail\": \"$name\"}"
  done
  policy_copy "$identity.json" registries.d "docker://$released" oci:copied:1.0.0
  refused policy_copy somebody@else.example.json registries.d "docker://$released" oci:copied:1.0.1
}

# A key whose signatures are logged: nobody has to look away.
case_a_key_with_a_log() {
  need cosign3 cosign2
  start_sigstore_world
  identity_in_world person
  key_pair publisher
  released_to distribution --sign-key publisher.key --log --signing-config "$world/signing_config_v1.json" "${trust[@]}"
  cosign3 verify "${trust[@]}" --key publisher.pub "$released"
  SIGSTORE_REKOR_PUBLIC_KEY=$world/rekor-v1.pub cosign2 verify "${trust[@]}" --key publisher.pub "$released"
}

# A publisher who begins to log, stops, and logs again: what is there stays good, and is found again.
case_a_key_that_is_logged_later_and_no_more() {
  need cosign3
  start_sigstore_world
  identity_in_world person
  key_pair publisher
  local logged=(--log --signing-config "$world/signing_config_v1.json" "${trust[@]}")
  released_to distribution --sign-key publisher.key
  release_lamp --sign-key publisher.key "${logged[@]}"
  attached | sort > first.list
  release_lamp --sign-key publisher.key
  release_lamp --sign-key publisher.key "${logged[@]}"
  attached | sort > second.list
  expect_same_file 'what is attached' second.list first.list
  ! grep -q '"reused": false' report.json || fail 'something was signed again'
  portolan verify "oci://$released" --plain-http --key publisher.pub "${trust[@]}" --require-log
  cosign3 verify "${trust[@]}" --key publisher.pub "$released"
}

# What the certificate says of the source can't be talked away; but a publisher whose remote was wrong mends that.
case_a_workflow_whose_remote_was_wrong() {
  start_sigstore_world
  identity_in_world workflow
  local source=${identity%%/.github/*} services=(--keyless --signing-config "$world/signing_config_v1.json" "${trust[@]}")
  releasable_chart lamp lamp 1.0.0
  git init -q
  git add lamp
  git -c user.name=publisher -c user.email=publisher@example.com commit -q -m lamp
  git remote add origin https://github.com/else/where
  start_registry distribution
  export GITHUB_ACTIONS=true ACTIONS_ID_TOKEN_REQUEST_URL=$WORLD_GITHUB_TOKEN_URL
  export ACTIONS_ID_TOKEN_REQUEST_TOKEN=$WORLD_GITHUB_TOKEN_BEARER
  expect_exit 6 portolan release lamp --to "oci://$address/charts" --plain-http "${services[@]}"
  expect_text 'the refusal' "expected $source, which the certificate names" said.err
  git remote set-url origin "$source.git"
  release_lamp "${services[@]}"
  portolan verify "oci://$released" --plain-http "${ours[@]}" "${trust[@]}" --source-uri "$source"
  expect_exit 6 portolan verify "oci://$released" --plain-http "${ours[@]}" "${trust[@]}" --source-uri https://github.com/no/body
}

# A second run finds that the same identity signed already, and nobody has to sign again.
case_nothing_is_signed_twice() {
  signed_by person signing_config.json
  attached > first.list
  release_lamp --keyless --identity-token "$world/token" --signing-config "$world/signing_config.json" "${trust[@]}"
  attached > second.list
  expect_same_file 'what is attached' second.list first.list
  ! grep -q '"reused": false' report.json || fail 'something was signed again'
}

# What cosign signed for the same identity is as good as ours.
case_signatures_of_cosign_are_reused() {
  need cosign3
  start_sigstore_world
  identity_in_world person
  local services=(--signing-config "$world/signing_config.json" "${trust[@]}" --identity-token "$world/token")
  released_to distribution --unsigned --reason 'cosign signs it'
  cosign3 sign --yes "${services[@]}" "$released"
  release_lamp --keyless "${services[@]}"
  python -c '
import json
for one in json.load(open("report.json"))["charts"][0]["signatures"]:
    print(one.get("predicateType", one["kind"]), one["reused"])
' > reused.txt
  expect_text 'the bundle of cosign 3' 'https://sigstore.dev/cosign/sign/v1 True' reused.txt
  expect_text 'what cosign did not say' 'https://slsa.dev/provenance/v1 False' reused.txt
}

# No token is in what is said or left behind.
case_tokens_stay_secret() {
  signed_by person signing_config.json
  expect_exit 2 portolan release lamp --to "oci://$address/charts" --plain-http --keyless --identity-token "$(cat "$world/token")"
  ! grep -qF "$(cut -d . -f 2 < "$world/token")" -r said.out said.err report.json dist || fail 'the token is shown'
}
