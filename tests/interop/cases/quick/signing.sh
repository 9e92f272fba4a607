# shellcheck shell=bash disable=SC2154 # what `signatures.sh` and the servers leave behind
# Releases that a key signed, judged by those who verify them: cosign 3 and 2, Flux, podman, sigstore-js, oras.

# signed_in KIND: released there by the key `publisher`; `stranger` is another key.
signed_in() {
  key_pair publisher
  key_pair stranger
  released_to "$1" --sign-key publisher.key
}

# --- cosign 3 --------------------------------------------------------------------------------------------------------

cosign3_verifies() {
  need cosign3
  local key=(--insecure-ignore-tlog --key publisher.pub) type uri
  signed_in "$1"
  cosign3 verify "${key[@]}" "$released" > verified.json
  expect_text 'what was verified' "\"docker-manifest-digest\":\"$digest\"" verified.json
  cosign3 verify "${key[@]}" "$address/charts/lamp:1.0.0" > verified.json
  while read -r type uri; do
    cosign3 verify-attestation "${key[@]}" --type "$type" "$released" > attested.json
    attests "$uri" attested.json
    cosign3 download attestation --predicate-type "$uri" "$released" > downloaded.json
    attests "$uri" downloaded.json
  done <<END
spdxjson https://spdx.dev/Document
cyclonedx https://cyclonedx.org/bom
slsaprovenance1 https://slsa.dev/provenance/v1
$release_record $release_record
END
  cosign3 download sbom "$released" > downloaded.json
  expect_same_file 'the SBOM under its tag' downloaded.json dist/lamp-1.0.0.spdx.json
  cosign3 tree "$released" > tree.txt
  for type in $(attached bundle); do expect_text 'the tree' "$type" tree.txt; done
  refused cosign3 verify-attestation "${key[@]}" --type vuln "$released"
  refused cosign3 verify --insecure-ignore-tlog --key stranger.pub "$released"
  refused cosign3 verify --key publisher.pub "$released" # nothing is in a log unless asked for
}

case_cosign_3_verifies_in_distribution() { cosign3_verifies distribution; }
case_cosign_3_verifies_in_portolan_serve() { cosign3_verifies portolan; }
case_cosign_3_verifies_in_a_registry_with_referrers() { cosign3_verifies referrers; }

# --- cosign 2 --------------------------------------------------------------------------------------------------------

# cosign 2 reads the `.sig` tag, and bundles if told to.
cosign2_verifies() {
  need cosign2
  local key=(--insecure-ignore-tlog --key publisher.pub) bundles type
  without_services
  bundles=(--new-bundle-format --trusted-root nobody.json)
  signed_in "$1"
  cosign2 verify "${key[@]}" "$released" > verified.json
  expect_text 'the signed name' "\"docker-reference\":\"$address/charts/lamp\"" verified.json
  cosign2 verify "${key[@]}" "${bundles[@]}" "$released"
  for type in spdxjson cyclonedx slsaprovenance1 "$release_record"; do
    cosign2 verify-attestation "${key[@]}" "${bundles[@]}" --type "$type" "$released" > attested.json
  done
  cosign2 download sbom "$released" > downloaded.json
  expect_same_file 'the SBOM under its tag' downloaded.json dist/lamp-1.0.0.spdx.json
  cosign2 tree "$released" > tree.txt
  expect_text 'the tree' "${digest/:/-}.sbom" tree.txt
  expect_text 'the tree' "${digest/:/-}.sig" tree.txt
  refused cosign2 verify --insecure-ignore-tlog --key stranger.pub "$released"
  refused cosign2 verify --insecure-ignore-tlog --key stranger.pub "${bundles[@]}" "$released"
}

case_i05_cosign_2_verifies_in_distribution() { cosign2_verifies distribution; }
case_i05_cosign_2_verifies_in_portolan_serve() { cosign2_verifies portolan; }
case_cosign_2_verifies_in_a_registry_with_referrers() { cosign2_verifies referrers; }

# What cosign attaches itself is what we attach, and what stands under the tag goes wherever a release goes.
case_the_sbom_tag_is_cosigns() {
  need cosign3
  local tag from type=application/vnd.cyclonedx+json
  signed_in distribution
  tag=${digest/:/-}.sbom
  manifest_bytes "$address" charts/lamp "$tag" > ours.json
  attached > first.list
  release_lamp --sign-key publisher.key
  attached > second.list
  expect_same_file 'what is attached after a second run' second.list first.list
  from=$address
  start_registry portolan
  portolan mirror "oci://$from/charts/lamp:1.0.0" --to "oci://$address/charts" --plain-http > said.out
  cosign3 download sbom "$address/charts/lamp@$digest" > downloaded.json
  expect_same_file 'the SBOM of the mirror' downloaded.json dist/lamp-1.0.0.spdx.json
  portolan verify "oci://$address/charts/lamp:1.0.0" --plain-http --key publisher.pub > said.out
  expect_text 'the evidence' "verified SBOM under cosign's tag" said.out
  cosign3 attach sbom --type spdx --sbom dist/lamp-1.0.0.spdx.json "$address/charts/lamp@$digest"
  manifest_bytes "$address" charts/lamp "$tag" > theirs.json
  expect_same_file 'the manifest' theirs.json ours.json
  cosign3 attach sbom --type cyclonedx --sbom dist/lamp-1.0.0.cdx.json "$address/charts/lamp@$digest"
  manifest_bytes "$address" charts/lamp "$tag" > theirs.json
  expect_text 'the other SBOM' "$type" theirs.json
  expect_exit 6 portolan verify "oci://$address/charts/lamp:1.0.0" --plain-http --key publisher.pub
  expect_text 'what was replaced' "$tag" said.err
}

# --- Flux, podman, sigstore-js ---------------------------------------------------------------------------------------

clusters_verify() {
  need flux-verify policy-copy sigstore-node
  local bundle policy
  without_services
  signed_in "$1"
  flux_verify -key publisher.pub "$released" > verified.txt
  expect_text 'what Flux read' 'verified by bundle' verified.txt
  refused flux_verify -key stranger.pub "$released"

  for policy in publisher stranger; do podman_policy "$policy.json" "\"keyPath\": \"$PWD/$policy.pub\""; done
  policy_copy publisher.json registries.d "docker://$released" oci:copied:1.0.0
  refused policy_copy stranger.json registries.d "docker://$released" oci:copied:1.0.1

  bundles_of_release
  for bundle in bundles/*.json; do
    verify_bundle "$bundle" nobody.json key publisher.pub
    refused verify_bundle "$bundle" nobody.json key stranger.pub
  done
}

case_i06_flux_podman_and_sigstore_js_verify_in_distribution() { clusters_verify distribution; }
case_i06_flux_podman_and_sigstore_js_verify_in_portolan_serve() { clusters_verify portolan; }
case_flux_podman_and_sigstore_js_verify_in_a_registry_with_referrers() { clusters_verify referrers; }

# --- oras ------------------------------------------------------------------------------------------------------------

# What people see: which kinds of things are attached; and the SBOMs as the files that they are.
oras_shows() {
  need oras
  local type name
  signed_in "$1"
  oras discover --plain-http --format json "$released" > discovered.json
  for type in $(attached bundle) $(attached document); do expect_text 'what oras found' "$type" discovered.json; done
  while read -r type name; do
    oras discover --plain-http --format json --artifact-type "$type" "$released" > discovered.json
    expect_equal "referrers of type $type" "$(grep -c '"artifactType"' discovered.json)" 1
    oras pull --plain-http --output pulled "$address/charts/lamp@$(attached document "$type")"
    expect_same_file "$type" "pulled/$name" "dist/$name"
  done <<< $'application/spdx+json lamp-1.0.0.spdx.json\napplication/vnd.cyclonedx+json lamp-1.0.0.cdx.json'
}

case_oras_shows_what_is_attached_in_distribution() { oras_shows distribution; }
case_oras_shows_what_is_attached_in_portolan_serve() { oras_shows portolan; }

# --- keys ------------------------------------------------------------------------------------------------------------

case_cosign_signs_with_our_key() {
  need cosign3 cosign2
  without_services
  key_pair ours
  key_pair publisher
  released_to distribution --sign-key publisher.key
  cosign3 sign --yes --key ours.key --signing-config none.json "$released"
  cosign2 sign --yes --key ours.key --tlog-upload=false "$released"
  cosign3 verify --insecure-ignore-tlog --key ours.pub "$released"
  cosign2 verify --insecure-ignore-tlog --key ours.pub "$released"
  cosign3 public-key --key ours.key > theirs.pub
  expect_same_file 'the public key' theirs.pub ours.pub
}

# A key that cosign made signs our releases, with a password and with an empty one.
case_i08_we_sign_with_the_keys_of_cosign() {
  need cosign3 cosign2
  local program password
  for program in cosign3 cosign2; do
    for password in 'open sesame' ''; do
      rm -rf theirs.key theirs.pub
      COSIGN_PASSWORD=$password "$program" generate-key-pair --output-key-prefix theirs
      COSIGN_PASSWORD=$password released_to portolan --sign-key theirs.key
      cosign3 verify --insecure-ignore-tlog --key theirs.pub "$released"
      COSIGN_PASSWORD=$password portolan key public --key theirs.key > ours.pub
      expect_same_file 'the public key' ours.pub theirs.pub
    done
  done
  COSIGN_PASSWORD=wrong expect_exit 2 portolan release lamp --to "oci://$address/charts" --plain-http --sign-key theirs.key
}

# --- what cosign signed, read by us ----------------------------------------------------------------------------------

# Of the same key the signatures of both cosigns are as good as ours: only what they lack is added.
reuses() {
  need cosign3 cosign2
  without_services
  key_pair publisher
  released_to "$1" --unsigned --reason 'cosign signs it'
  expect_equal 'what is attached' "$(attached)" ''
  cosign2 sign --yes --key publisher.key --tlog-upload=false "$released"
  cosign3 sign --yes --key publisher.key --signing-config none.json "$released"
  release_lamp --sign-key publisher.key
  python -c '
import json
for one in json.load(open("report.json"))["charts"][0]["signatures"]:
    print(one.get("predicateType", one["kind"]), one["reused"])
' > reused.txt
  expect_text 'the bundle of cosign 3' 'https://sigstore.dev/cosign/sign/v1 True' reused.txt
  expect_text 'the signature of cosign 2' 'classic True' reused.txt
  expect_text 'what cosign did not say' 'https://slsa.dev/provenance/v1 False' reused.txt
  cosign3 verify --insecure-ignore-tlog --key publisher.pub "$released"
  cosign2 verify --insecure-ignore-tlog --key publisher.pub "$released"
}

case_signatures_of_cosign_are_reused_in_distribution() { reuses distribution; }
case_signatures_of_cosign_are_reused_in_portolan_serve() { reuses portolan; }

# Two keys in a row, the second one's signatures beside the first one's: everybody accepts both.
case_a_second_key_joins() {
  need cosign3 cosign2 flux-verify
  local key
  signed_in distribution
  release_lamp --sign-key stranger.key
  for key in publisher stranger; do
    cosign3 verify --insecure-ignore-tlog --key "$key.pub" "$released"
    cosign2 verify --insecure-ignore-tlog --key "$key.pub" "$released"
    flux_verify -key "$key.pub" "$released"
  done
}
