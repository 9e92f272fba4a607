# shellcheck shell=bash disable=SC2154 # what `signatures.sh` and the servers leave behind
# Releases in which one thing was changed afterwards: `portolan verify`, which knows only what is public, says no to each.

# stranger: the command that judges; LAYOUT in it becomes the folder of a changed copy.
stranger() { printf '%s\n' env -i PATH=/usr/bin HOME="$PWD/nowhere" TZ=UTC "$PORTOLAN_BINARY" verify "$@"; }

# mutations KIND PLACE... -- OPTION...: every change of a kind is refused.
mutations() {
  local place=() command
  while [ "$1" != -- ]; do
    place+=("$1")
    shift
  done
  shift
  mapfile -t command < <(stranger "$@")
  timeout --foreground --kill-after=5 280 "$PYTHON" "$INTEROP/python/mutations.py" "${place[@]}" "${command[@]}" > said.out || {
    cat said.out >&2
    fail 'a changed release was accepted'
  }
  note "$(tail -n 1 said.out), ${place[0]}"
}

# Every field of bundles and classic signature of an identity: certificate, log entry, inclusion proof, timestamp.
an_identity_in_every_field() {
  start_sigstore_world
  releasable_chart lamp lamp 1.0.0
  portolan release lamp --to oci-layout:out --keyless --identity-token "$world/token" \
    --signing-config "$world/$1" --trusted-root "$world/trusted_root.json" > said.out
  local options=(--offline --trusted-root "$world/trusted_root.json" --certificate-identity "$WORLD_IDENTITY"
    --certificate-oidc-issuer "$WORLD_ISSUER")
  portolan verify oci-layout:out/lamp:1.0.0 "${options[@]}" > said.out
  mutations bundles out/lamp -- "${options[@]}" oci-layout:LAYOUT:1.0.0
}

case_an_identity_with_the_log_of_today_in_every_field() { an_identity_in_every_field signing_config.json; }
case_an_identity_with_the_log_of_yesterday_in_every_field() { an_identity_in_every_field signing_config_v1.json; }

# A key whose signatures are logged, judged by a policy that asks for no log: the record tells that there was one.
case_a_logged_key_in_every_field() {
  start_sigstore_world
  key_pair publisher
  releasable_chart lamp lamp 1.0.0
  portolan release lamp --to oci-layout:out --sign-key publisher.key --log \
    --signing-config "$world/signing_config_v1.json" --trusted-root "$world/trusted_root.json" > said.out
  mutations bundles out/lamp -- --offline --trusted-root "$world/trusted_root.json" --key publisher.pub oci-layout:LAYOUT:1.0.0
}

# Every blob and manifest on the disk of a registry that has no referrers API, and every field of its fallback index.
case_a_disk_of_distribution_that_rots() {
  key_pair publisher
  released_to distribution --sign-key publisher.key
  local data=(docker-registry.*/data)
  mutations disk "${data[0]}" -- --plain-http --key publisher.pub "oci://$address/charts/lamp:1.0.0"
}

case_the_fallback_index_in_every_field() {
  key_pair publisher
  released_to distribution --sign-key publisher.key
  mutations index "http://$address/v2/charts/lamp/manifests" "${digest/:/-}" -- \
    --plain-http --key publisher.pub "oci://$address/charts/lamp:1.0.0"
}
