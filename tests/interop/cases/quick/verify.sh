# shellcheck shell=bash disable=SC2154 # what `signatures.sh` and the servers leave behind
# `portolan verify` on what cosign publishes, and the snippets of `portolan policy emit`, run as they are printed.

# unsigned_in KIND: released there without any signature; `publisher` and `stranger` are keys.
unsigned_in() {
  key_pair publisher
  key_pair stranger
  without_services
  released_to "$1" --unsigned --reason 'cosign signs it'
}

ours() { portolan verify --plain-http --offline "oci://$released" "$@" > evidence.txt; }

not_ours() {
  local status=0
  ours "$@" 2> said.err || status=$?
  expect_equal "the exit code of verify $*" "$status" 6
}

bundle_by() { cosign3 sign --yes --key "$1.key" --signing-config none.json "$released"; }

cosign3_is_verified() {
  need cosign3
  unsigned_in "$1"
  not_ours --key publisher.pub
  bundle_by publisher
  ours --key publisher.pub
  expect_text 'the evidence' 'verified signature bundle' evidence.txt
  not_ours --key stranger.pub
  not_ours --key publisher.pub --require-log
  file claim.json <<< '{"answer": 42}'
  cosign3 attest --yes --key publisher.key --signing-config none.json --type custom --predicate claim.json "$released"
  ours --key publisher.pub
  not_ours --key publisher.pub --require sbom
}

case_cosign_3_is_verified_in_distribution() { cosign3_is_verified distribution; }
case_cosign_3_is_verified_in_portolan_serve() { cosign3_is_verified portolan; }
case_cosign_3_is_verified_in_a_registry_with_referrers() { cosign3_is_verified referrers; }

case_cosign_2_is_verified() {
  need cosign2
  unsigned_in distribution
  cosign2 sign --yes --tlog-upload=false --key publisher.key "$released"
  ours --key publisher.pub
  expect_text 'the evidence' 'verified classic signature' evidence.txt
  not_ours --key stranger.pub
}

# I16, I17: cosign 3 looks at bundles only, whoever made them.
case_i16_a_foreign_bundle_hides_a_classic_signature() {
  need cosign3 cosign2
  unsigned_in distribution
  cosign2 sign --yes --tlog-upload=false --key publisher.key "$released"
  bundle_by stranger
  refused cosign3 verify --insecure-ignore-tlog --key publisher.pub "$released"
  ours --key publisher.pub
  expect_text 'the evidence' 'cosign 3 and Flux look at bundles' evidence.txt
  not_ours --key publisher.pub --strict
  bundle_by publisher
  ours --key publisher.pub
  if grep -q 'cosign 3 and Flux look at bundles' evidence.txt; then fail 'the warning stays'; fi
}

case_i17_an_attestation_is_no_signature() {
  need cosign3
  unsigned_in distribution
  file claim.json <<< '{"answer": 42}'
  cosign3 attest --yes --key publisher.key --signing-config none.json --type custom --predicate claim.json "$released"
  cosign3 verify --insecure-ignore-tlog --key publisher.pub "$released"
  not_ours --key publisher.pub
  expect_text 'the reason' 'https://sigstore.dev/cosign/sign/v1' said.err
}

case_an_identity_of_cosign_3_is_verified() {
  need cosign3 sigstore-world
  start_sigstore_world
  unsigned_in distribution
  cosign3 sign --yes --signing-config "$world/signing_config.json" --trusted-root "$world/trusted_root.json" \
    --identity-token "$world/token" "$released"
  local trust=(--trusted-root "$world/trusted_root.json" --certificate-oidc-issuer "$WORLD_ISSUER")
  ours "${trust[@]}" --certificate-identity "$WORLD_IDENTITY"
  expect_text 'the evidence' "by $WORLD_IDENTITY" evidence.txt
  not_ours "${trust[@]}" --certificate-identity somebody@else.example
}

# The shell snippet runs as it is printed; cosign's name is that of the program.
snippet_runs() {
  need "$1"
  key_pair publisher
  released_to distribution --sign-key publisher.key
  portolan policy emit cosign --plain-http --offline "oci://$released" --key publisher.pub > snippet.sh
  mkdir -p named snippet
  ln -sf "$(type -P "$1")" named/cosign
  (cd snippet && PATH="$PWD/../named:$PATH" in_time bash -eu ../snippet.sh > ../snippet.out)
  expect_same_file 'the key' snippet/cosign.pub publisher.pub
}

case_the_cosign_snippet_runs_with_cosign_3() { snippet_runs cosign3; }
