# shellcheck shell=bash disable=SC2154 # what `signatures.sh` and the servers leave behind
# `portolan verify` as a stranger's judge: of our releases, and of what Helm pushed and cosign signed.

# judge REFERENCE [OPTION...]: in a process that knows nothing but what is public.
judge() {
  in_time env -i PATH=/usr/bin HOME="$PWD/nowhere" TZ=UTC "$PORTOLAN_BINARY" verify "oci://$1" --plain-http "${@:2}"
}

# pushed_by_helm KIND: a chart that is not ours in any way; `released` is its digest there.
pushed_by_helm() {
  need helm
  minimal_chart demo demo 1.0.0
  helm package demo
  start_registry "$1"
  helm push demo-1.0.0.tgz "oci://$address/charts" --plain-http
  digest=$(manifest_digest "$address" charts/demo 1.0.0)
  released=$address/charts/demo@$digest
}

ours_are_verified() {
  key_pair publisher
  key_pair stranger
  released_to "$1" --sign-key publisher.key
  judge "$released" --key publisher.pub --require signature --require sbom --require slsa --require record --output json > evidence.json
  expect_text 'the evidence' "$digest" evidence.json
  judge "$address/charts/lamp:1.0.0" --key stranger.pub --key publisher.pub
  expect_exit 6 judge "$released" --key stranger.pub
}

case_ours_in_distribution() { ours_are_verified distribution; }
case_ours_in_portolan_serve() { ours_are_verified portolan; }
case_ours_in_a_registry_with_referrers() { ours_are_verified referrers; }

# A key of cosign, bundle and classic signature, each alone and both.
theirs_with_a_key() {
  need cosign3 cosign2
  without_services
  pushed_by_helm "$1"
  cosign3 generate-key-pair --output-key-prefix theirs
  key_pair stranger
  expect_exit 6 judge "$released" --key theirs.pub
  cosign3 sign --yes --key theirs.key --signing-config none.json "$released"
  judge "$released" --key theirs.pub
  cosign2 sign --yes --key theirs.key --tlog-upload=false "$released"
  judge "$released" --key theirs.pub
  expect_exit 6 judge "$released" --key stranger.pub
  expect_exit 6 judge "$released" --key theirs.pub --require-log
}

case_a_key_of_cosign_in_distribution() { theirs_with_a_key distribution; }
case_a_key_of_cosign_in_portolan_serve() { theirs_with_a_key portolan; }

case_a_classic_signature_alone() {
  need cosign2
  pushed_by_helm distribution
  cosign2 generate-key-pair --output-key-prefix theirs
  cosign2 sign --yes --key theirs.key --tlog-upload=false "$released"
  judge "$released" --key theirs.pub
}

# An identity of cosign 3, with either log; and of cosign 2, which writes the classic signature.
theirs_with_an_identity() {
  need cosign3
  pushed_by_helm distribution
  start_sigstore_world
  local trust=(--trusted-root "$world/trusted_root.json" --offline) config=$1
  cosign3 sign --yes --signing-config "$world/$config" --trusted-root "$world/trusted_root.json" \
    --identity-token "$world/token" "$released"
  judge "$released" "${trust[@]}" --certificate-identity "$WORLD_IDENTITY" --certificate-oidc-issuer "$WORLD_ISSUER"
  judge "$released" "${trust[@]}" --certificate-identity-regexp '.*@example\.com' --certificate-oidc-issuer "$WORLD_ISSUER"
  expect_exit 6 judge "$released" "${trust[@]}" --certificate-identity x@else.example --certificate-oidc-issuer "$WORLD_ISSUER"
  expect_exit 6 judge "$released" "${trust[@]}" --certificate-identity "$WORLD_IDENTITY" --certificate-oidc-issuer https://x.example
  expect_exit 6 judge "$released" "${trust[@]}" --certificate-identity-regexp 'publisher' --certificate-oidc-issuer "$WORLD_ISSUER"
}

case_an_identity_of_cosign_3_with_the_log_of_today() { theirs_with_an_identity signing_config.json; }
case_an_identity_of_cosign_3_with_the_log_of_yesterday() { theirs_with_an_identity signing_config_v1.json; }

case_an_identity_of_cosign_2() {
  need cosign2
  pushed_by_helm distribution
  start_sigstore_world
  cat "$world/fulcio-intermediate.pem" "$world/fulcio-root.pem" > fulcio.pem
  SIGSTORE_ROOT_FILE=$PWD/fulcio.pem SIGSTORE_REKOR_PUBLIC_KEY=$world/rekor-v1.pub \
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE=$world/ctlog.pub cosign2 sign --yes --fulcio-url "$WORLD_FULCIO" \
    --rekor-url "$WORLD_REKOR_V1" --oidc-issuer "$WORLD_ISSUER" --identity-token "$world/token" "$released"
  judge "$released" --trusted-root "$world/trusted_root.json" --offline --certificate-identity "$WORLD_IDENTITY" \
    --certificate-oidc-issuer "$WORLD_ISSUER"
}

case_our_identities() {
  start_sigstore_world
  local config trust=(--trusted-root "$world/trusted_root.json")
  for config in signing_config.json signing_config_v1.json; do
    rm -rf dist
    released_to distribution --keyless --identity-token "$world/token" --signing-config "$world/$config" "${trust[@]}"
    judge "$released" "${trust[@]}" --offline --certificate-identity "$WORLD_IDENTITY" \
      --certificate-oidc-issuer "$WORLD_ISSUER" --require signature --require sbom --require slsa --require record
    expect_exit 6 judge "$released" "${trust[@]}" --offline --certificate-identity x@else.example \
      --certificate-oidc-issuer "$WORLD_ISSUER"
  done
}

# I16: a foreign bundle makes cosign 3 and Flux blind for a classic signature. We pass and warn.
case_i16_a_foreign_bundle_hides_a_classic_signature_from_others() {
  need cosign3 cosign2 flux-verify
  without_services
  pushed_by_helm distribution
  key_pair publisher
  key_pair stranger
  cosign2 sign --yes --key publisher.key --tlog-upload=false "$released"
  flux_verify -key publisher.pub "$released"
  cosign3 sign --yes --key stranger.key --signing-config none.json "$released"
  refused flux_verify -key publisher.pub "$released"
  refused cosign3 verify --insecure-ignore-tlog --key publisher.pub "$released"
  judge "$released" --key publisher.pub > said.out 2> said.err
  cat said.out said.err > said
  grep -qi 'warning' said || { cat said >&2; fail 'no warning'; }
  expect_exit 6 judge "$released" --key publisher.pub --strict
}

# I17: cosign takes any bundle of the right key for a signature; we want one that says so.
case_i17_an_attestation_is_no_signature() {
  need cosign3
  without_services
  pushed_by_helm distribution
  key_pair publisher
  file finding.json <<< '{"finding": "none"}'
  cosign3 attest --yes --key publisher.key --signing-config none.json --type vuln --predicate finding.json "$released"
  cosign3 verify --insecure-ignore-tlog --key publisher.pub "$released"
  expect_exit 6 judge "$released" --key publisher.pub
}

# C07: a signature of another digest, moved here, although Flux by its source does not look.
case_c07_a_signature_of_another_digest_is_refused() {
  need cosign2
  pushed_by_helm distribution
  key_pair publisher
  cosign2 sign --yes --key publisher.key --tlog-upload=false "$released"
  local first=$digest
  minimal_chart demo demo 1.1.0
  helm package demo
  helm push demo-1.1.0.tgz "oci://$address/charts" --plain-http
  digest=$(manifest_digest "$address" charts/demo 1.1.0)
  python "$INTEROP/python/registry_retag.py" "http://$address/v2/charts/demo/manifests" "${first/:/-}.sig" "${digest/:/-}.sig"
  expect_exit 6 judge "$address/charts/demo@$digest" --key publisher.pub
}

# Helm's provenance file beside it, made by Helm and by us.
case_provenance_of_helm() {
  need gpg
  local born=20240101T000000!
  export GNUPGHOME=$PWD/gnupg
  mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --pinentry-mode loopback --passphrase '' --faked-system-time "$born" \
    --quick-generate-key 'Somebody <a@charts.example>' ed25519 cert,sign never
  gpg --batch --pinentry-mode loopback --passphrase '' --export-secret-keys > secret.gpg
  gpg --export > public.gpg
  minimal_chart demo demo 1.0.0
  helm package demo --sign --key a@charts.example --keyring secret.gpg
  start_registry distribution
  helm push demo-1.0.0.tgz "oci://$address/charts" --plain-http
  judge "$address/charts/demo:1.0.0" --keyring public.gpg --require provenance
  helm package demo --sign --key a@charts.example --keyring secret.gpg --version 1.1.0
  rm demo-1.1.0.tgz.prov
  helm push demo-1.1.0.tgz "oci://$address/charts" --plain-http
  expect_exit 6 judge "$address/charts/demo:1.1.0" --keyring public.gpg --require provenance
}

# What cosign 2 attests lies under a tag; it counts as a bundle does, and not when it was altered or is about another digest.
case_attestations_of_cosign_2() {
  need cosign2
  pushed_by_helm distribution
  key_pair publisher
  key_pair stranger
  portolan sbom demo-1.0.0.tgz --format spdx > sbom.json
  cosign2 sign --yes --key publisher.key --tlog-upload=false "$released"
  expect_exit 6 judge "$released" --key publisher.pub --require sbom
  cosign2 attest --yes --key publisher.key --tlog-upload=false --type spdxjson --predicate sbom.json "$released"
  cosign2 verify-attestation --key publisher.pub --insecure-ignore-tlog --type spdxjson "$released" > said.out
  judge "$released" --key publisher.pub --require sbom --output json > evidence.json
  expect_text 'the evidence' '"form": "attestation"' evidence.json
  cosign2 sign --yes --key stranger.key --tlog-upload=false "$released"
  expect_exit 6 judge "$released" --key stranger.pub --require sbom
  python "$INTEROP/python/registry_retag.py" "http://$address/v2/charts/demo/manifests" "${digest/:/-}.att" kept
  python "$INTEROP/python/alter_attestation.py" "http://$address/v2/charts/demo" "${digest/:/-}.att"
  judge "$released" --key publisher.pub > said.out
  expect_text 'what was altered' 'somebody else'"'"'s, or altered' said.out
  expect_exit 6 judge "$released" --key publisher.pub --require sbom
  # Moved to another version.
  minimal_chart demo demo 1.1.0
  helm package demo
  helm push demo-1.1.0.tgz "oci://$address/charts" --plain-http
  digest=$(manifest_digest "$address" charts/demo 1.1.0)
  python "$INTEROP/python/registry_retag.py" "http://$address/v2/charts/demo/manifests" kept "${digest/:/-}.att"
  cosign2 sign --yes --key publisher.key --tlog-upload=false "$address/charts/demo@$digest"
  expect_exit 6 judge "$address/charts/demo@$digest" --key publisher.pub
  expect_text 'what it is about' 'attestation of cosign 2' said.err
}

case_attestations_of_cosign_2_by_an_identity() {
  need cosign2
  pushed_by_helm distribution
  start_sigstore_world
  cat "$world/fulcio-intermediate.pem" "$world/fulcio-root.pem" > fulcio.pem
  local theirs=(--fulcio-url "$WORLD_FULCIO" --rekor-url "$WORLD_REKOR_V1" --oidc-issuer "$WORLD_ISSUER"
    --identity-token "$world/token")
  export SIGSTORE_ROOT_FILE=$PWD/fulcio.pem SIGSTORE_REKOR_PUBLIC_KEY=$world/rekor-v1.pub \
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE=$world/ctlog.pub
  portolan sbom demo-1.0.0.tgz --format spdx > sbom.json
  cosign2 sign --yes "${theirs[@]}" "$released"
  cosign2 attest --yes "${theirs[@]}" --type spdxjson --predicate sbom.json "$released"
  local options=(--trusted-root "$world/trusted_root.json" --offline --certificate-oidc-issuer "$WORLD_ISSUER")
  judge "$released" "${options[@]}" --certificate-identity "$WORLD_IDENTITY" --require signature,sbom
  python "$INTEROP/python/alter_attestation.py" "http://$address/v2/charts/demo" "${digest/:/-}.att"
  expect_exit 6 judge "$released" "${options[@]}" --certificate-identity "$WORLD_IDENTITY"
}
