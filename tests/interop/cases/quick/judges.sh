# shellcheck shell=bash disable=SC2154 # `address` and `world` are set by whatever starts a server
# The judges of signatures and SBOMs among themselves: what one signs the others accept, and they refuse what is wrong.
# If one of these fails, the cases that use these judges say nothing about Portolan.

issuer_and_identity=()

# sign_blob NAME CONFIG: signs the file `artifact` without a key in the world that runs.
sign_blob() {
  need cosign3 sigstore-python sigstore-node
  printf 'to be signed\n' > artifact
  issuer_and_identity=(--certificate-oidc-issuer "$WORLD_ISSUER" --certificate-identity "$WORLD_IDENTITY")
  cosign3 sign-blob --yes --signing-config "$world/$2" --trusted-root "$world/trusted_root.json" \
    --identity-token "$world/token" --bundle "$1" artifact
}

# readers_accept BUNDLE: cosign, sigstore-python and sigstore-js; and they refuse it for another file and another identity.
readers_accept() {
  cosign3 verify-blob --trusted-root "$world/trusted_root.json" "${issuer_and_identity[@]}" --bundle "$1" artifact
  by_python "$1" "$WORLD_IDENTITY" artifact
  by_node "$1" "$WORLD_IDENTITY" artifact
  printf 'another\n' > another
  expect_exit 1 by_python "$1" "$WORLD_IDENTITY" another
  expect_exit 1 by_python "$1" someone@example.com artifact
  expect_exit 1 by_node "$1" "$WORLD_IDENTITY" another
  expect_exit 1 by_node "$1" someone@example.com artifact
}

by_python() {
  in_time sigstore-python --trust-config "$world/client_trust_config.json" verify identity --offline \
    --bundle "$1" --cert-identity "$2" --cert-oidc-issuer "$WORLD_ISSUER" "$3"
}

by_node() {
  in_time sigstore-node "$INTEROP/node/verify_bundle.mjs" "$1" "$world/trusted_root.json" identity "$WORLD_ISSUER" "$2" "$3"
}

case_a_keyless_signature_logged_by_rekor_v2_is_accepted_by_all_readers() {
  start_sigstore_world
  sign_blob by-v2.json signing_config.json
  readers_accept by-v2.json
}

case_a_keyless_signature_logged_by_rekor_v1_is_accepted_by_all_readers() {
  start_sigstore_world
  sign_blob by-v1.json signing_config_v1.json
  readers_accept by-v1.json
}

# signed_by_key PROGRAM [FLAG...]: an image in the registry that runs, signed with cosign.key; no log. Sets `signed`.
signed_by_key() {
  local program=$1
  shift
  need "$program" flux-verify policy-copy
  export COSIGN_PASSWORD=only-a-test
  minimal_chart demo demo 1.0.0
  helm package demo
  helm push --plain-http demo-1.0.0.tgz "oci://$address/$program"
  signed=$address/$program/demo@$(manifest_digest "$address" "$program/demo" 1.0.0)
  "$program" generate-key-pair
  "$program" sign --yes --key cosign.key "$@" "$signed"
  "$program" verify --key cosign.pub --insecure-ignore-tlog "$signed"
  in_time flux-verify -key cosign.pub "$signed"
}

case_a_bundle_signed_with_a_key_is_accepted_by_cosign_and_flux() {
  start_registry referrers
  printf '{"mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json"}' > no-log.json
  signed_by_key cosign3 --signing-config no-log.json
  rm cosign.key cosign.pub
  cosign3 generate-key-pair
  expect_exit 1 in_time flux-verify -key cosign.pub "$signed"
}

case_a_signature_under_the_tag_is_accepted_by_cosign_and_flux_and_podman() {
  start_registry distribution
  signed_by_key cosign2 --tlog-upload=false
  mkdir registries.d
  printf 'default-docker:\n  use-sigstore-attachments: true\n' > registries.d/default.yaml
  policy cosign.pub > policy.json
  in_time policy-copy policy.json registries.d "docker://$signed" oci:copied:1
  rm cosign.key cosign.pub
  cosign2 generate-key-pair
  policy cosign.pub > another.json
  expect_exit 1 in_time policy-copy another.json registries.d "docker://$signed" oci:refused:1
}

# policy KEY: containers-policy.json(5) that wants a signature by this key from the registry that runs.
policy() {
  cat <<END
{"default": [{"type": "reject"}], "transports": {"docker": {"$address": [
  {"type": "sigstoreSigned", "keyPath": "$PWD/$1", "signedIdentity": {"type": "matchRepository"}}]}}}
END
}

case_validators_of_sboms_know_good_from_bad() {
  need sbom-judges
  local hash=0000000000000000000000000000000000000000000000000000000000000000
  cat > good.cdx.json <<END
{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
 "metadata": {"timestamp": "2025-01-01T00:00:00Z", "component": {"type": "application", "bom-ref": "a", "name": "demo"}},
 "components": [{"type": "container", "bom-ref": "b", "name": "web", "purl": "pkg:oci/web@sha256%3A$hash",
                 "licenses": [{"license": {"id": "MIT"}}]}]}
END
  cat > good.spdx.json <<'END'
{"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "demo",
 "documentNamespace": "https://example.com/demo",
 "creationInfo": {"created": "2025-01-01T00:00:00Z", "creators": ["Tool: by-hand"]},
 "packages": [{"SPDXID": "SPDXRef-demo", "name": "demo", "versionInfo": "1.0.0", "downloadLocation": "NOASSERTION",
               "filesAnalyzed": false, "supplier": "Organization: Example", "licenseDeclared": "MIT"}],
 "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-demo"}]}
END
  in_time sbom-judges cyclonedx good.cdx.json
  in_time sbom-judges spdx good.spdx.json
  in_time sbom-judges ntia good.spdx.json
  sed 's/"MIT"/"MINE"/' good.cdx.json > bad.cdx.json
  sed 's/"SPDXRef-demo"}\]}/"SPDXRef-gone"}]}/' good.spdx.json > bad.spdx.json
  sed 's/"supplier": "[^"]*", //' good.spdx.json > poor.spdx.json
  expect_exit 1 in_time sbom-judges cyclonedx bad.cdx.json
  expect_exit 1 in_time sbom-judges spdx bad.spdx.json
  expect_exit 1 in_time sbom-judges ntia poor.spdx.json
}
