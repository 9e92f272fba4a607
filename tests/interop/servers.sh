# shellcheck shell=bash
# Servers on free loopback ports. Each `start_…` returns when its server answers and leaves `address` (host:port),
# `server` (its process) and `server_log` behind; all of them end with the case. Their data lies in the case's folder.

servers=()
server=
server_log=
address=
world=

# start_registry KIND [SETTING...]: an empty registry; without settings over plain HTTP, and anybody may write to it.
start_registry() {
  local kind=$1
  shift
  case $kind in
    portolan) start_portolan "$(mktemp -d served.XXXXXX)" "$@" ;;
    distribution) start_distribution "$@" ;;
    distribution3) start_distribution3 "$@" ;;
    zot) start_zot ;;
    referrers) start_referrers ;;
    *) fail "no registry of kind $kind" ;;
  esac
}

# start_portolan FOLDER [FLAG...]: our own server over that tree of layouts.
start_portolan() {
  free_address
  launch portolan "$PORTOLAN_BINARY" serve --listen "$address" "$@"
}

# start_distribution [NAME=VALUE...]: CNCF distribution 2.8, its settings as environment variables.
start_distribution() {
  need docker-registry
  launch_distribution docker-registry "$@"
}

start_distribution3() {
  need registry3
  launch_distribution registry3 OTEL_TRACES_EXPORTER=none "$@"
}

launch_distribution() {
  local program=$1 folder
  shift
  folder=$(mktemp -d "$program.XXXXXX")
  free_address
  cat > "$folder/config.yml" <<END
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $PWD/$folder/data}, delete: {enabled: true}}
http: {addr: $address}
END
  launch "$program" env "$@" "$program" serve "$folder/config.yml"
}

start_zot() {
  local folder
  need zot
  folder=$(mktemp -d zot.XXXXXX)
  free_address
  cat > "$folder/config.json" <<END
{"distSpecVersion": "1.1.1", "storage": {"rootDirectory": "$PWD/$folder/data"}, "log": {"level": "error"},
 "http": {"address": "${address%:*}", "port": "${address#*:}", "compat": ["docker2s2"]}}
END
  launch zot zot serve "$folder/config.json"
}

# A registry of strangers with the referrers API, for machines that cannot have zot.
start_referrers() {
  need referrers-registry
  free_address
  launch referrers referrers-registry "$address"
}

# start_folder FOLDER: the files of a folder over HTTP, as a classic chart repository has them.
start_folder() {
  free_address
  launch folder "$PYTHON" -m http.server --bind "${address%:*}" --directory "$1" "${address#*:}"
}

free_address() { address=127.0.0.1:$(python "$INTEROP/python/free_port.py"); }

# start_sigstore_world: keyless signing on loopback (see node/sigstore_world.mjs). Leaves `world`, its folder, and what the
# folder's file `env` sets.
start_sigstore_world() {
  local tries
  need sigstore-node fulcio tesseract rekor-tiles openssl
  world=$PWD/$(mktemp -d world.XXXXXX)
  server_log=$world.log
  sigstore-node "$INTEROP/node/sigstore_world.mjs" "$world" > "$server_log" 2>&1 &
  server=$!
  servers+=("$server")
  for ((tries = 0; tries < 600; tries++)); do
    if grep -qx ready "$server_log"; then
      # shellcheck source=/dev/null
      . "$world/env"
      return
    fi
    kill -0 "$server" 2> /dev/null || break
    sleep 0.1
  done
  cat "$server_log" >&2
  fail 'the sigstore world is not ready'
}

# launch NAME COMMAND...: in the background; ready as soon as the address takes a connection.
launch() {
  local tries
  server_log=$(mktemp "$1.XXXXXX.log")
  shift
  "$@" > "$server_log" 2>&1 &
  server=$!
  servers+=("$server")
  for ((tries = 0; tries < 200; tries++)); do
    if (: < "/dev/tcp/${address%:*}/${address#*:}") 2> /dev/null; then return; fi
    kill -0 "$server" 2> /dev/null || break
    sleep 0.1
  done
  cat "$server_log" >&2
  fail "no server at $address: $*"
}

stop_servers() {
  local process tries
  for process in ${servers[@]+"${servers[@]}"}; do
    kill "$process" 2> /dev/null || continue
    for ((tries = 0; tries < 50; tries++)); do
      kill -0 "$process" 2> /dev/null || break
      sleep 0.1
    done
    kill -9 "$process" 2> /dev/null || true
  done
}
