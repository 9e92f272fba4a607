# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# Publishers who sign the same digest at the same moment, where the registry has no referrers API and keeps the last write.

# writers_at_once COUNT ROUNDS: COUNT processes with a key each, a new version each round; nothing of anybody may be lost.
writers_at_once() {
  local count=$1 rounds=$2 round writer
  start_registry distribution
  for ((writer = 0; writer < count; writer++)); do key_pair "writer-$writer"; done
  for ((round = 1; round <= rounds; round++)); do
    rm -rf chart
    releasable_chart chart lamp "1.0.$round"
    write_at_once "$count"
    python "$INTEROP/python/all_listed.py" "$address" charts/lamp reports/*.json > listed.txt
  done
  note "$rounds rounds of $count writers, $(cat listed.txt) referrers each"
}

# write_at_once COUNT: a round.
write_at_once() {
  local writer processes=()
  rm -rf reports
  mkdir -p reports
  for ((writer = 0; writer < $1; writer++)); do
    write_as "writer-$writer" &
    processes+=("$!")
  done
  for writer in "${processes[@]}"; do
    wait "$writer" || { cat reports/*.log >&2; fail 'a writer failed'; }
  done
}

write_as() {
  portolan release chart --to "oci://$address/charts" --plain-http --output json --sign-key "$1.key" --dist "dist-$1" \
    > "reports/$1.json" 2> "reports/$1.log"
}
