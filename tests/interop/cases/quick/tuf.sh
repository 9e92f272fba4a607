# shellcheck shell=bash disable=SC2154 # what the servers and `signatures.sh` leave behind
# The trusted root of a sigstore of one's own, published by The Update Framework: what python-tuf wrote is read as
# python-tuf and cosign read it, and what they refuse is refused.

tuf_python() { in_time tuf-python "$@"; }

# start_tuf: repositories over the services of the keyless world; `mirrors` is the address of all of them.
start_tuf() {
  need tuf-python
  start_sigstore_world
  tuf_python "$INTEROP/python/tuf_repository.py" tuf "$world/trusted_root.json" "$world/signing_config.json"
  free_address
  launch tuf "$PYTHON" "$INTEROP/python/tuf_server.py" "$address" tuf
  mirrors=http://$address tuf_server=$server
  root=(--tuf-root tuf/root.json)
  ours=(--certificate-identity "$WORLD_IDENTITY" --certificate-oidc-issuer "$WORLD_ISSUER")
}

# lamp_by_tuf [OPTION...]: a release by an identity, and where the services are only the repository says.
lamp_by_tuf() { released_to distribution --keyless --identity-token "$world/token" "${root[@]}" "$@"; }

verified_by_tuf() { portolan verify "oci://$released" --plain-http "${ours[@]}" "${root[@]}" "$@" > verified.txt; }

# remembered NAME: the files of that name that were kept of the repositories.
remembered() { find "${XDG_CACHE_HOME:-$HOME/.cache}/portolan/sigstore" -name "$1"; }

case_a_repository_of_one_s_own_says_whom_to_ask_and_whom_to_trust() {
  need cosign3
  start_tuf
  lamp_by_tuf --tuf-mirror "$mirrors/good"
  verified_by_tuf --tuf-mirror "$mirrors/good/"
  refused portolan verify "oci://$released" --plain-http "${ours[@]}" --offline
  for name in trusted_root.json signing_config.v0.2.json; do
    tuf_python "$INTEROP/python/tuf_client.py" "$mirrors/good" tuf/root.json theirs
    expect_same_file "$name" "$(remembered "$name")" "theirs/targets/$name"
  done
  expect_same_file 'the newest root' "$(remembered root.json)" tuf/good/3.root.json
  cosign3 initialize --mirror "$mirrors/good" --root tuf/root.json > initialized.txt 2>&1
  expect_same_file 'what cosign fetched' "$(remembered trusted_root.json)" "$HOME/.sigstore/root/targets/trusted_root.json"
  cosign3 verify "${ours[@]}" --use-signed-timestamps "$released" > verified.json
}

case_portolan_yaml_names_the_repository() {
  start_tuf
  file portolan.yaml <<END
apiVersion: portolan.dev/v1alpha1
signing: {cosign: {keyless: true, identityToken: "$world/token", tufMirror: "$mirrors/good", tufRoot: tuf/root.json}}
END
  unset PORTOLAN_SIGN_KEY
  released_to distribution --config portolan.yaml
  verified_by_tuf --tuf-mirror "$mirrors/good"
  expect_exit 2 portolan verify "oci://$released" --plain-http "${ours[@]}" --tuf-mirror "$mirrors/good"
  expect_text 'what is missing' '--tuf-mirror needs --tuf-root' said.err
  expect_exit 2 verified_by_tuf --tuf-mirror "$mirrors/good" --trusted-root "$world/trusted_root.json"
  expect_text 'both ways' 'exclude each other' said.err
  printf '{}' > no-root.json
  expect_exit 2 portolan verify "oci://$released" --plain-http "${ours[@]}" --tuf-mirror "$mirrors/good" --tuf-root no-root.json
  expect_text 'the file' 'no-root.json: not the root metadata of a TUF repository' said.err
}

# What was fetched once serves without the network, but not when it was changed.
case_what_is_remembered_is_verified_anew() {
  start_tuf
  lamp_by_tuf --tuf-mirror "$mirrors/good"
  kill "$tuf_server"
  verified_by_tuf --tuf-mirror "$mirrors/good" --offline
  expect_exit 5 verified_by_tuf --tuf-mirror "$mirrors/newer" --offline
  expect_text 'the reason' "$mirrors/newer, as remembered in" said.err
  printf ' ' >> "$(remembered trusted_root.json)"
  expect_exit 5 verified_by_tuf --tuf-mirror "$mirrors/good" --offline
  printf ' ' >> "$(remembered timestamp.json)"
  sed -i 's/"version":2/"version":3/; s/"version": 2/"version": 3/' "$(remembered timestamp.json)"
  expect_exit 5 verified_by_tuf --tuf-mirror "$mirrors/good" --offline
}

# refused_mirror NAME TEXT...: exit 5 with all of these texts, where python-tuf refuses, too.
refused_mirror() {
  local name=$1
  shift
  rm -rf fresh theirs
  XDG_CACHE_HOME=$PWD/fresh expect_exit 5 verified_by_tuf --tuf-mirror "$mirrors/$name"
  for text; do expect_text "$name" "$text" said.err; done
}

case_what_is_wrong_with_a_repository_is_named_with_its_role() {
  local name
  start_tuf
  lamp_by_tuf --tuf-mirror "$mirrors/good"
  for name in expired-timestamp expired-snapshot expired-targets wrong-threshold wrong-target-hash wrong-target-length \
    wrong-snapshot-key wrong-snapshot-length wrong-old-key gone endless broken; do
    refused tuf_python "$INTEROP/python/tuf_client.py" "$mirrors/$name" tuf/root.json "theirs-$name"
  done
  refused_mirror expired-timestamp "$mirrors/expired-timestamp/timestamp.json: " 'timestamp metadata expired at 2024-01-02'
  refused_mirror expired-snapshot "$mirrors/expired-snapshot/2.snapshot.json: " 'snapshot metadata expired at 2024-01-02'
  refused_mirror expired-targets "$mirrors/expired-targets/2.targets.json: " 'targets metadata expired at 2024-01-02'
  refused_mirror wrong-threshold "$mirrors/wrong-threshold/3.root.json: " 'role root: 1/2 valid signatures'
  refused_mirror wrong-target-hash "$mirrors/wrong-target-hash/targets/" 'trusted_root.json: sha256 mismatch'
  refused_mirror wrong-target-length "$mirrors/wrong-target-length/targets/" 'the target trusted_root.json: ' 'longer than'
  refused_mirror wrong-snapshot-key "$mirrors/wrong-snapshot-key/2.snapshot.json: " 'role snapshot: 0/1 valid signatures'
  refused_mirror wrong-snapshot-length "$mirrors/wrong-snapshot-length/2.snapshot.json: " 'snapshot.json: length'
  refused_mirror wrong-old-key "$mirrors/wrong-old-key/timestamp.json: " 'role timestamp: 0/1 valid signatures'
  refused_mirror gone "$mirrors/gone/2.snapshot.json: " 'the role snapshot: HTTP status 404'
  refused_mirror endless "$mirrors/endless/timestamp.json: " 'the role timestamp: the answer is longer than 16384 bytes'
  refused_mirror elsewhere "$mirrors/elsewhere/timestamp.json: " 'the role timestamp: it redirects to http://localhost:'
  refused_mirror broken "$mirrors/broken/timestamp.json: " 'the role timestamp: HTTP status 503'
  refused_mirror nothing/of/it "$mirrors/nothing/of/it/timestamp.json: " 'the role timestamp: HTTP status 404'
}

# Who has seen newer metadata takes no older.
case_a_repository_does_not_go_back() {
  start_tuf
  ln -s newer tuf/current
  lamp_by_tuf --tuf-mirror "$mirrors/current"
  ln -sfn good tuf/current
  expect_exit 5 verified_by_tuf --tuf-mirror "$mirrors/current"
  expect_text 'the reason' "$mirrors/current/timestamp.json: no trusted root by TUF: rollback detected for timestamp" said.err
  ln -sfn newer tuf/current
  verified_by_tuf --tuf-mirror "$mirrors/current"
}

# Older repositories name nobody to ask: verifying works, signing wants services.
case_a_repository_without_a_signing_config() {
  start_tuf
  lamp_by_tuf --tuf-mirror "$mirrors/no-config" --signing-config "$world/signing_config.json"
  verified_by_tuf --tuf-mirror "$mirrors/no-config"
  local registry=${released%%/*}
  expect_exit 2 portolan release lamp --to "oci://$registry/charts" --plain-http --keyless --identity-token "$world/token" \
    "${root[@]}" --tuf-mirror "$mirrors/no-config"
  expect_text 'the reason' "$mirrors/no-config: signing_config.v0.2.json is not there" said.err
}
