# shellcheck shell=bash disable=SC2154 # what the servers and `signatures.sh` leave behind
# Documents that images have of their own, attached by those who attach them: linked and merged into a chart's.

# chart_of REFERENCE...: the chart `fleet`, whose annotation pins these images.
chart_of() {
  local reference
  rm -rf fleet
  minimal_chart fleet fleet 1.0.0
  printf 'annotations:\n  artifacthub.io/images: |\n' >> fleet/Chart.yaml
  for reference; do
    printf '    - {name: "%s", image: "%s"}\n' "$(basename "${reference%%@*}")" "$reference" >> fleet/Chart.yaml
  done
}

# pushed REPOSITORY [FORM]: an image for two platforms; `image` is its reference by digest, `amd64` that of a platform.
pushed() {
  python "$INTEROP/python/push_image.py" "$address" "$@" > pushed.json
  image=$address/$1@$(json pushed.json index)
  amd64=$address/$1@$(json pushed.json amd64)
}

# described [OPTION...]: both documents of the chart; what was told is in said.err.
described() {
  rm -rf documents
  portolan sbom fleet --plain-http --images find --format all --output-file documents "$@" 2> said.err
}

# valid [OPTION...]: the same, judged.
valid() {
  described "$@"
  in_time sbom-judges spdx documents/*.spdx.json
  in_time sbom-judges cyclonedx documents/*.cdx.json
}

# told TEXT...: both documents tell it about an image.
told() {
  local document text
  for document in documents/*; do
    grep '"comment"' "$document" > comments.txt || true
    for text; do expect_text "$document" "$text" comments.txt; done
  done
}

both_formats() {
  local form
  for form in spdx cyclonedx; do python "$INTEROP/python/image_document.py" "$form" "$1" > "$1.$form.json"; done
}

case_i27_attestations_of_buildkit() {
  need sbom-judges
  local kind form
  for kind in portolan distribution; do
    start_registry "$kind"
    for form in buildkit artifact; do
      pushed "fleet/$form" "$form"
      chart_of "$image"
      valid
      told "BuildKit attestation for linux/amd64, unsigned, at oci://$address/fleet/$form@" 'BuildKit attestation for linux/arm64, unsigned'
      expect_equal 'what was told' "$(cat said.err)" "$(sed -n '/^wrote /p' said.err)"
      valid --merge
      expect_text 'what is merged' '"name": "libc"' documents/fleet-1.0.0.spdx.json
    done
  done
}

# One platform is pinned: the index, where the attestations are, is not known.
case_a_platform_alone_has_only_what_refers_to_it() {
  need sbom-judges
  start_registry portolan
  pushed fleet/artifact artifact
  chart_of "$amd64"
  described
  told 'BuildKit attestation, unsigned'
  pushed fleet/buildkit buildkit
  chart_of "$amd64"
  described
  ! grep -q BuildKit documents/* || fail 'an attestation from nowhere'
}

# attested_by PROGRAM TYPE FILE REFERENCE
attested_by() {
  local program=$1 options=(--tlog-upload=false)
  [ "$program" = cosign2 ] || options=(--signing-config none.json)
  "$program" attest --yes --key signer.key "${options[@]}" --type "$2" --predicate "$3" "$4" > said.out 2>&1
}

case_attestations_of_cosign_are_believed_by_their_signer() {
  need sbom-judges cosign2 cosign3
  local program kind source
  key_pair signer
  key_pair other
  without_services
  both_formats image
  for program in cosign2 cosign3; do
    source='cosign attestation'
    [ "$program" = cosign2 ] || source='sigstore bundle'
    for kind in portolan distribution; do
      start_registry "$kind"
      pushed fleet/app
      attested_by "$program" spdxjson image.spdx.json "$image"
      attested_by "$program" cyclonedx image.cyclonedx.json "$amd64"
      chart_of "$image"
      described
      told "$source, signed, signature not verified" "$source for linux/amd64, signed, signature not verified"
      valid --key signer.pub
      told "$source, signed by the key sha256:" "$source for linux/amd64, signed by the key sha256:"
      valid --merge --key other.pub --key signer.pub
      expect_text 'what is merged' '"name": "zlib"' documents/fleet-1.0.0.spdx.json
      expect_text 'what is merged' '"name": "zlib"' documents/fleet-1.0.0.cdx.json
      described --key other.pub
      ! grep -q "$source" documents/* || fail 'a document that nobody believed signed'
      expect_text 'the reason' 'does not verify' said.err
    done
  done
}

case_an_identity_attests_images() {
  need sbom-judges cosign2 cosign3
  local program services
  start_sigstore_world
  both_formats image
  start_registry distribution
  for program in cosign3 cosign2; do
    pushed "fleet/$program"
    services=(--signing-config "$world/signing_config.json" --trusted-root "$world/trusted_root.json")
    if [ "$program" = cosign2 ]; then
      cat "$world/fulcio-intermediate.pem" "$world/fulcio-root.pem" > fulcio.pem
      export SIGSTORE_ROOT_FILE=$PWD/fulcio.pem SIGSTORE_REKOR_PUBLIC_KEY=$world/rekor-v1.pub
      export SIGSTORE_CT_LOG_PUBLIC_KEY_FILE=$world/ctlog.pub
      services=(--fulcio-url "$WORLD_FULCIO" --rekor-url "$WORLD_REKOR_V1" --oidc-issuer "$WORLD_ISSUER")
    fi
    "$program" attest --yes "${services[@]}" --identity-token "$world/token" --type spdxjson --predicate image.spdx.json "$image" \
      > said.out 2>&1 || { cat said.out >&2; fail "$program attests nothing"; }
    chart_of "$image"
    described --trusted-root "$world/trusted_root.json" --certificate-oidc-issuer "$WORLD_ISSUER" --certificate-identity-regexp '.*@example.com'
    told "signed by $WORLD_IDENTITY, for whom $WORLD_ISSUER vouches"
    described --trusted-root "$world/trusted_root.json" --certificate-oidc-issuer "$WORLD_ISSUER" --certificate-identity nobody@example.com
    ! grep -q "signed by" documents/* || fail 'somebody else is believed'
  done
}

case_plain_documents_of_oras_and_cosign() {
  need sbom-judges oras cosign2
  local kind
  both_formats image
  for kind in portolan distribution referrers; do
    start_registry "$kind"
    pushed fleet/oras
    oras attach --plain-http --artifact-type application/spdx+json "$amd64" image.spdx.json:application/spdx+json > said.out
    oras attach --plain-http --artifact-type application/vnd.cyclonedx+json "$image" image.cyclonedx.json:application/vnd.cyclonedx+json > said.out
    local oras_image=$image
    pushed fleet/tagged
    cosign2 attach sbom --sbom image.spdx.json --type spdx --input-format json "$image" > said.out 2>&1
    chart_of "$oras_image" "$image"
    valid
    told 'referrer for linux/amd64, unsigned' 'referrer, unsigned' 'tag .sbom, unsigned'
    valid --merge
    expect_text 'what is merged' '"name": "zlib"' documents/fleet-1.0.0.cdx.json
  done
}

# What cannot be used is told by its digest, costs little, and the rest is still found.
case_hostile_documents_of_images() {
  need sbom-judges oras
  local form
  both_formats image
  start_registry portolan
  for form in huge deep bomb stranger liar broken text crowd; do
    pushed "fleet/$form" "$form"
    oras attach --plain-http --artifact-type application/spdx+json "$image" image.spdx.json:application/spdx+json > said.out
    chart_of "$image"
    valid
    case $form in
      crowd) told 'BuildKit attestation'; expect_text "$form" 'more than 50 attachments' said.err ;;
      bomb) told 'BuildKit attestation' ;;
      *) told 'referrer, unsigned' ;;
    esac
    case $form in
      huge | deep | stranger | broken | text) expect_text "$form" "$address/fleet/$form" said.err ;;
    esac
  done
  pushed fleet/bomb bomb
  chart_of "$image"
  valid --merge
  expect_text 'what is not merged' 'is linked, not merged' said.err
}

# What the configuration names is linked as given, and attested by the release, as cosign verifies.
case_configured_documents_are_attested_with_the_release() {
  need sbom-judges cosign3
  local type
  key_pair signer
  both_formats image
  start_registry distribution
  pushed fleet/app
  releasable_chart lamp lamp 1.0.0
  sed -i "s|registry.example/lamps/[^ \"]*|$image|" $(grep -rl registry.example/lamps lamp)
  file portolan.yaml <<END
apiVersion: portolan.dev/v1alpha1
sbom:
  images:
  - {image: $address/fleet/app, file: image.spdx.json}
  - {image: $address/fleet/app, file: image.cyclonedx.json}
END
  release_lamp --sign-key signer.key --config portolan.yaml
  in_time sbom-judges spdx dist/*.spdx.json
  in_time sbom-judges cyclonedx dist/*.cdx.json
  expect_text 'the link' 'given by the publisher' dist/lamp-1.0.0.cdx.json
  for type in spdxjson cyclonedx; do
    cosign3 verify-attestation --key signer.pub --insecure-ignore-tlog --type "$type" "$released" > attested.json
    python -c '
import base64, json
for line in map(json.loads, open("attested.json")):
    print(base64.b64decode(line.get("dsseEnvelope", line)["payload"]).decode())
' > statements.txt
    expect_text 'the statement about the image' "$(json pushed.json index | cut -d : -f 2)" statements.txt
  done
}

# A release looks for itself, where the configuration says so, and believes whom it names.
case_a_release_finds_documents_of_images() {
  need sbom-judges cosign3
  key_pair signer
  without_services
  both_formats image
  start_registry distribution
  pushed fleet/app
  attested_by cosign3 spdxjson image.spdx.json "$image"
  releasable_chart lamp lamp 1.0.0
  sed -i "s|registry.example/lamps/[^ \"]*|$image|" $(grep -rl registry.example/lamps lamp)
  file portolan.yaml <<'END'
apiVersion: portolan.dev/v1alpha1
sbom: {find: true, merge: true, signers: [{key: signer.pub}]}
END
  release_lamp --sign-key signer.key --config portolan.yaml
  expect_text 'who is believed' 'signed by the key sha256:' dist/lamp-1.0.0.spdx.json
  expect_text 'what is merged' '"name": "zlib"' dist/lamp-1.0.0.spdx.json
  in_time sbom-judges spdx dist/*.spdx.json
}
