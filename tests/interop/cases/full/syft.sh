# shellcheck shell=bash disable=SC2154 # what `signatures.sh` and the servers leave behind
# syft makes documents that we take in, and reads those that we make.

export SYFT_CHECK_FOR_APP_UPDATE=false

syft() { in_time syft -q "$@"; }

documents_are_valid() {
  portolan sbom "$@" --format all --output-file documents 2> said.err
  in_time sbom-judges spdx documents/*.spdx.json
  in_time sbom-judges cyclonedx documents/*.cdx.json
}

# Documents of an image that syft made of a folder: linked, and merged into one that is still valid.
case_documents_of_images_are_linked_and_merged() {
  need syft sbom-judges
  agents_chart agents
  mkdir -p image/usr/lib && cp agents/values.schema.json image/usr/lib/package.json
  syft scan dir:image -o spdx-json=image.spdx.json -o cyclonedx-json=image.cdx.json > said.out 2>&1
  file portolan.yaml <<'END'
apiVersion: portolan.dev/v1alpha1
sbom:
  images:
  - {image: ghcr.io/portolan-dev/agents-controller, file: image.spdx.json}
  - {image: ghcr.io/portolan-dev/agents-controller, file: image.cdx.json}
END
  documents_are_valid agents
  expect_text 'the link' 'DocumentRef-' documents/agents-0.1.0.spdx.json
  documents_are_valid agents --merge
}

# Both documents of a release as syft reads them, and written again in the other form.
case_documents_of_a_release_are_read_and_converted() {
  need syft cosign3
  local document form name
  key_pair publisher
  agents_chart lamp
  start_registry distribution
  portolan release lamp --to "oci://$address/charts" --plain-http --sign-key publisher.key --output json > report.json
  released=$address/charts/agents@$(json report.json charts 0 digest)
  for document in dist/*.spdx.json dist/*.cdx.json; do
    for form in syft-json spdx-json@2.3 cyclonedx-json@1.6; do
      syft convert "$document" -o "$form=converted.json"
      [ -s converted.json ] || fail "$document as $form is empty"
    done
  done
  syft convert dist/*.spdx.json -o syft-json=read.json
  for name in agents ghcr.io/portolan-dev/agents-controller; do
    grep -q "\"name\": *\"[^\"]*${name##*/}" read.json || fail "syft read no $name"
  done
}
