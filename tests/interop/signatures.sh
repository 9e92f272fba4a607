# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# Signed releases and the judges of signatures. Strangers see the digest, never the tag: it is what was signed.

release_record=https://portolan.dev/release-record/v1
export COSIGN_PASSWORD='open sesame'

flux_verify() { in_time flux-verify "$@"; }
policy_copy() { in_time policy-copy "$@"; }
sigstore_python() { in_time sigstore-python "$@"; }
verify_bundle() { in_time sigstore-node "$INTEROP/node/verify_bundle.mjs" "$@"; }

# refused COMMAND...: a judge says no, with an exit code of its own choice, and not because it took too long.
refused() {
  local status=0
  "$@" > said.out 2> said.err || status=$?
  case $status in
    0 | 124 | 137) cat said.out said.err >&2; fail "exit $status, no refusal: $*" ;;
  esac
}

# key_pair NAME: NAME.key and NAME.pub.
key_pair() { portolan key generate --output-key-prefix "$1" 2> said.err; }

# without_services: a signing config and a trusted root that name nobody.
without_services() {
  file none.json <<< '{"mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json"}'
  file nobody.json <<< '{"mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1"}'
}

# released_to KIND [OPTION...]: the chart `lamp` goes to an empty registry; `released` is its digest there.
released_to() {
  start_registry "$1"
  shift
  [ -d lamp ] || releasable_chart lamp lamp 1.0.0
  release_lamp "$@"
}

# release_lamp [OPTION...]: to the registry that runs, with its report in report.json.
release_lamp() {
  portolan release lamp --to "oci://$address/charts" --plain-http --output json "$@" > report.json
  digest=$(json report.json charts 0 digest)
  released=$address/charts/lamp@$digest
}

# attached [KIND [TYPE]]: digests of what the last release attached.
attached() { python "$INTEROP/python/attached.py" report.json "$@"; }

# bundles_of_release: fetched into bundles/, one file each.
bundles_of_release() {
  local one
  rm -rf bundles
  mkdir bundles
  for one in $(attached bundle); do
    manifest_bytes "$address" charts/lamp "$one" > manifest.json
    blob_bytes "$address" charts/lamp "$(json manifest.json layers 0 digest)" > "bundles/${one#*:}.json"
  done
}

# attests TYPE FILE: what cosign printed in FILE holds a predicate of that type, and of SBOMs ours.
attests() {
  python "$INTEROP/python/predicate.py" "$@" > predicate.json
  case $1 in
    */Document) expect_same_json 'the SBOM' predicate.json dist/lamp-1.0.0.spdx.json ;;
    */bom) expect_same_json 'the SBOM' predicate.json dist/lamp-1.0.0.cdx.json ;;
  esac
}

expect_same_json() {
  local side
  for side in "$2" "$3"; do
    python -c 'import json, sys; print(json.dumps(json.load(open(sys.argv[1])), sort_keys=True, indent=1))' "$side" > "$side.sorted"
  done
  expect_same_file "$1" "$2.sorted" "$3.sorted"
}

# podman_policy FILE REQUIREMENT: a policy that lets in only what that sigstoreSigned requirement accepts.
podman_policy() {
  file "$1" <<END
{"default": [{"type": "reject"}], "transports": {"docker": {"": [
 {"type": "sigstoreSigned", $2, "signedIdentity": {"type": "matchRepository"}}]}}}
END
  file registries.d/all.yaml <<< $'default-docker:\n  use-sigstore-attachments: true'
}
