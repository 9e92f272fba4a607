# shellcheck shell=bash disable=SC2154 # what `signatures.sh` and the servers leave behind
# The snippets of `portolan policy emit`, run as they are printed.

# snippet_runs COSIGN: the shell commands, with that program under cosign's name.
snippet_runs() {
  need "$1"
  key_pair publisher
  released_to distribution --sign-key publisher.key
  portolan policy emit cosign --plain-http --offline "oci://$released" --key publisher.pub > snippet.sh
  mkdir -p named snippet
  ln -sf "$(type -P "$1")" named/cosign
  (cd snippet && PATH="$PWD/../named:$PATH" in_time bash -eu ../snippet.sh > ../snippet.out)
  expect_same_file 'the key' snippet/cosign.pub publisher.pub
}

case_the_cosign_snippet_runs_with_cosign_3() { snippet_runs cosign3; }
