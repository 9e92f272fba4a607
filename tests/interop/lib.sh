# shellcheck shell=bash
# What every case uses: the programs with a time limit, expectations, and the few things read out of a registry.

# in_time COMMAND...: at most a minute.
in_time() {
  command_line=$*
  timeout --foreground --kill-after=5 60 "$@"
}

portolan() { in_time "$PORTOLAN_BINARY" "$@"; }
helm() { in_time helm "$@"; }
helm3() { in_time helm3 "$@"; }
oras() { in_time oras "$@"; }
crane() { in_time crane "$@"; }
cosign2() { in_time cosign2 "$@"; }
cosign3() { in_time cosign3 "$@"; }
skopeo() { in_time skopeo --insecure-policy "$@"; }
python() { in_time "$PYTHON" "$@"; }

# --- the outcome of a case -------------------------------------------------------------------------------------------

fail() {
  printf 'failed: %s\n' "$*" >&2
  exit 1
}

# blame STATUS COMMAND: where an unexpected failure happened, innermost call first.
blame() {
  local depth command=$2
  [ "$BASH_SUBSHELL" -eq 0 ] || return 0
  case $command in 'timeout '*) command=$command_line ;; esac
  printf 'exit %s: %s\n' "$1" "$command" >&2
  for ((depth = 1; depth < ${#FUNCNAME[@]} - 1; depth++)); do
    printf '  at %s:%s\n' "${BASH_SOURCE[depth]##*/}" "${BASH_LINENO[depth - 1]}" >&2
  done
}

# need TOOL...: leaves the case out where a program is not installed.
need() {
  local tool
  for tool; do
    if [ -z "$(type -P "$tool")" ]; then
      printf '%s is not installed\n' "$tool"
      exit 77
    fi
  done
}

# note TEXT: appears behind the case's name when it has passed.
note() { printf 'note: %s\n' "$*"; }

# --- expectations ----------------------------------------------------------------------------------------------------

expect_equal() {
  [ "$2" = "$3" ] || fail "$1: '$2' is not '$3'"
}

expect_same_file() {
  cmp -s "$2" "$3" && return
  diff -u "$2" "$3" | head -n 30 >&2 || true
  fail "$1: $2 and $3 differ"
}

# expect_exit CODE COMMAND...: what the command said stays in said.out and said.err.
expect_exit() {
  local wanted=$1 status=0
  shift
  "$@" > said.out 2> said.err || status=$?
  [ "$status" -eq "$wanted" ] && return
  cat said.out said.err >&2
  fail "exit $status, not $wanted: $*"
}

expect_text() {
  grep -qF -e "$2" "$3" && return
  cat "$3" >&2
  fail "$1: no '$2' in $3"
}

# --- reading ---------------------------------------------------------------------------------------------------------

# json FILE KEY...: one value of a JSON file, by keys and list positions.
json() { python "$INTEROP/python/json_value.py" "$@"; }

# manifest_bytes ADDRESS REPOSITORY REFERENCE, blob_bytes ADDRESS REPOSITORY DIGEST: as the registry sends them.
manifest_bytes() { python "$INTEROP/python/registry_get.py" "http://$1/v2/$2/manifests/$3"; }
blob_bytes() { python "$INTEROP/python/registry_get.py" "http://$1/v2/$2/blobs/$3"; }

sha256_of() { sha256sum "$1" | cut -d ' ' -f 1; }

# manifest_digest ADDRESS REPOSITORY REFERENCE: computed from the bytes, not taken from a header.
manifest_digest() {
  manifest_bytes "$@" > manifest.json
  printf 'sha256:%s\n' "$(sha256_of manifest.json)"
}
