# shellcheck shell=bash disable=SC2154 # `address` and its like are set by whatever starts a server
# Our server as a process: what it says, how it ends, what it leaves.

case_says_where_it_listens_and_ends_on_a_signal() {
  start_registry portolan
  expect_text 'what it says' "listening on http://$address" "$server_log"
  kill -TERM "$server"
  local status=0
  wait "$server" || status=$?
  expect_equal 'its exit code after SIGTERM' 0 "$status"
}

# What Helm pushed outlives the server, as an ordinary layout.
case_keeps_what_helm_pushed() {
  need helm
  local digest
  mkdir tree
  start_portolan tree
  releasable_chart lamp lamp 1.0.0
  helm package lamp
  helm push lamp-1.0.0.tgz "oci://$address/charts" --plain-http
  digest=$(manifest_digest "$address" charts/lamp 1.0.0)
  kill -TERM "$server"
  wait "$server" || true
  [ -f tree/charts/lamp/oci-layout ] || fail 'there is no layout at tree/charts/lamp'
  portolan verify oci-layout:tree/charts/lamp:1.0.0
  start_portolan tree
  expect_equal 'the digest after a restart' "$(manifest_digest "$address" charts/lamp 1.0.0)" "$digest"
  mkdir pulled
  helm pull "oci://$address/charts/lamp" --version 1.0.0 --plain-http --destination pulled
  expect_same_file 'the package' pulled/lamp-1.0.0.tgz lamp-1.0.0.tgz
}
