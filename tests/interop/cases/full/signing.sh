# shellcheck shell=bash disable=SC2154 # what `signatures.sh` and the servers leave behind
# Signed releases on the other registries, and on the way through a layout by oras.

judged_in() {
  need cosign3 cosign2 flux-verify policy-copy
  local key=(--insecure-ignore-tlog --key publisher.pub) type
  key_pair publisher
  key_pair stranger
  released_to "$1" --sign-key publisher.key
  cosign3 verify "${key[@]}" "$released"
  cosign2 verify "${key[@]}" "$released"
  for type in spdxjson cyclonedx slsaprovenance1 "$release_record"; do
    cosign3 verify-attestation "${key[@]}" --type "$type" "$released" > attested.json
  done
  refused cosign3 verify --insecure-ignore-tlog --key stranger.pub "$released"
  flux_verify -key publisher.pub "$released"
  podman_policy policy.json "\"keyPath\": \"$PWD/publisher.pub\""
  policy_copy policy.json registries.d "docker://$released" oci:copied:1.0.0
  attached > first.list
  release_lamp --sign-key publisher.key
  attached > second.list
  expect_same_file 'what is attached after a second run' second.list first.list
}

case_key_in_distribution_3() { judged_in distribution3; }
case_key_in_zot() { judged_in zot; }

case_identity_in_distribution_3() {
  need cosign3 flux-verify
  start_sigstore_world
  local trust=(--trusted-root "$world/trusted_root.json")
  released_to distribution3 --keyless --identity-token "$world/token" --signing-config "$world/signing_config.json" "${trust[@]}"
  cosign3 verify "${trust[@]}" --use-signed-timestamps --certificate-identity "$WORLD_IDENTITY" \
    --certificate-oidc-issuer "$WORLD_ISSUER" "$released"
  flux_verify -trusted-root "$world/trusted_root.json" -issuer "^$WORLD_ISSUER\$" -subject "^$WORLD_IDENTITY\$" "$released"
}

# The last cosign 2 looks for bundles like cosign 3; 2.6.2, which the quick tier has, downloads attestations from the tag
# `.att` alone, and there is none.
cosign_2_6_5_reads() {
  need cosign2-last
  local type uri key=(--insecure-ignore-tlog --key publisher.pub --trusted-root nobody.json)
  without_services
  key_pair publisher
  released_to "$1" --sign-key publisher.key
  in_time cosign2-last verify "${key[@]}" "$released"
  while read -r type uri; do
    in_time cosign2-last verify-attestation "${key[@]}" --type "$type" "$released" > attested.json
    attests "$uri" attested.json
    in_time cosign2-last download attestation --predicate-type "$uri" "$released" > downloaded.json
    attests "$uri" downloaded.json
  done <<END
spdxjson https://spdx.dev/Document
cyclonedx https://cyclonedx.org/bom
slsaprovenance1 https://slsa.dev/provenance/v1
$release_record $release_record
END
  in_time cosign2-last download sbom "$released" > downloaded.json
  expect_same_file 'the SBOM under its tag' downloaded.json dist/lamp-1.0.0.spdx.json
}

case_cosign_2_6_5_reads_all_in_distribution() { cosign_2_6_5_reads distribution; }
case_cosign_2_6_5_reads_all_in_portolan_serve() { cosign_2_6_5_reads portolan; }
case_cosign_2_6_5_reads_all_in_a_registry_with_referrers() { cosign_2_6_5_reads referrers; }

# oras brings the release and all that refers to it into a layout and into another registry. It does not know the `.sig`
# tag, so that is copied by its name.
case_oras_carries_a_release_through_a_layout() {
  need oras cosign3 cosign2 flux-verify
  local kind key=(--insecure-ignore-tlog --key publisher.pub) classic
  key_pair publisher
  released_to distribution --sign-key publisher.key
  classic=${digest/:/-}.sig
  oras copy --recursive --from-plain-http "$address/charts/lamp:1.0.0" --to-oci-layout carried/lamp:1.0.0
  oras copy --from-plain-http "$address/charts/lamp:$classic" --to-oci-layout "carried/lamp:$classic"
  portolan verify oci-layout:carried/lamp:1.0.0 --key publisher.pub
  for kind in portolan distribution; do
    start_registry "$kind"
    oras copy --recursive --from-oci-layout carried/lamp:1.0.0 --to-plain-http "$address/charts/lamp:1.0.0"
    oras copy --from-oci-layout "carried/lamp:$classic" --to-plain-http "$address/charts/lamp:$classic"
    cosign3 verify "${key[@]}" "$address/charts/lamp@$digest"
    cosign3 verify-attestation "${key[@]}" --type slsaprovenance1 "$address/charts/lamp@$digest" > attested.json
    cosign2 verify "${key[@]}" "$address/charts/lamp@$digest"
    flux_verify -key publisher.pub "$address/charts/lamp@$digest"
    portolan verify "oci://$address/charts/lamp:1.0.0" --plain-http --key publisher.pub
  done
}

# A layout that a release wrote, with the key of our choice, is as good as one from a registry.
case_oras_publishes_a_layout_that_we_signed() {
  need oras cosign3
  key_pair publisher
  releasable_chart lamp lamp 1.0.0
  portolan release lamp --sign-key publisher.key --output json > report.json
  digest=$(json report.json charts 0 digest)
  start_registry distribution
  oras copy --recursive --from-oci-layout dist/oci/lamp:1.0.0 --to-plain-http "$address/charts/lamp:1.0.0"
  cosign3 verify --insecure-ignore-tlog --key publisher.pub "$address/charts/lamp@$digest"
}
