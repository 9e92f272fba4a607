# shellcheck shell=bash disable=SC2154 # what `signatures.sh` and the servers leave behind
# The snippets of `portolan policy emit`: commands run as they are printed, manifests as an API server reads them, and what
# they say about signatures by Flux's own functions.

# released_by_key: by `publisher`; `whose` holds the options that name the key.
released_by_key() {
  key_pair publisher
  released_to distribution --sign-key publisher.key "$@"
  whose=(--key publisher.pub)
}

# released_by_identity SIGNING_CONFIG: of the sigstore world on loopback, with its trusted root here.
released_by_identity() {
  start_sigstore_world
  cp "$world/trusted_root.json" .
  released_to distribution --keyless --identity-token "$world/token" --signing-config "$world/$1" --trusted-root trusted_root.json
  whose=(--certificate-identity "$WORLD_IDENTITY" --certificate-oidc-issuer "$WORLD_ISSUER" --trusted-root trusted_root.json)
}

# emitted CONSUMER FILE
emitted() { portolan policy emit "$1" --plain-http --offline "oci://$released" "${whose[@]}" > "$2"; }

# --- commands --------------------------------------------------------------------------------------------------------

# cosign_snippet_runs COSIGN: the shell commands, with that program under cosign's name.
cosign_snippet_runs() {
  need "$1"
  emitted cosign snippet.sh
  rm -rf named snippet
  mkdir named snippet
  ln -s "$(type -P "$1")" named/cosign
  cp trusted_root.json snippet 2> /dev/null || true
  (cd snippet && PATH="$PWD/../named:$PATH" in_time bash -eu ../snippet.sh > ../snippet.out)
  expect_equal 'what was verified' "$(grep -c '^cosign verify' snippet.sh)" 5
}

# With another key in its place, no command may go well.
stranger_is_refused() {
  key_pair stranger
  (cd snippet && cp ../stranger.pub cosign.pub && sed '1,/^EOF/d' ../snippet.sh | grep -v '^cosign' > head.sh)
  grep '^cosign' snippet.sh | while read -r line; do
    (cd snippet && PATH="$PWD/../named:$PATH" refused in_time bash -eu -c "$(cat head.sh)"$'\n'"$line" < /dev/null)
  done
}

cosign_snippet_by_key() {
  released_by_key
  cosign_snippet_runs "$1"
  expect_same_file 'the key' snippet/cosign.pub publisher.pub
  stranger_is_refused
}

case_the_cosign_snippet_runs_with_cosign_3() { cosign_snippet_by_key cosign3; }
case_the_cosign_snippet_runs_with_cosign_2() { cosign_snippet_by_key cosign2; }

cosign_snippet_by_identity() {
  local program
  released_by_identity "$1"
  for program in cosign3 cosign2; do cosign_snippet_runs "$program"; done
}

case_the_cosign_snippet_of_an_identity_runs_with_both_cosigns() { cosign_snippet_by_identity signing_config_v1.json; }
case_the_cosign_snippet_of_an_identity_in_a_log_2_runs_with_both_cosigns() { cosign_snippet_by_identity signing_config.json; }

# Nothing is installed anywhere: `helm install` only shows what it would do, after it has verified.
case_the_helm_snippet_runs() {
  need helm gpg
  openpgp_keys publisher stranger
  released_by_key --provenance-key publisher.secret
  emitted helm snippet.sh
  expect_text 'the check' '--verify --keyring publisher.gpg' snippet.sh
  sed -i 's/^helm install/helm install --dry-run=client/' snippet.sh
  mkdir snippet
  gpg --batch --export publisher > snippet/publisher.gpg
  (cd snippet && in_time bash -eu ../snippet.sh > ../snippet.out)
  expect_text 'what Helm verified' 'Chart Hash Verified: sha256:' snippet.out
  expect_text 'what Helm would install' 'kind: Pod' snippet.out
  gpg --batch --export stranger > snippet/publisher.gpg
  (cd snippet && refused in_time bash -eu ../snippet.sh)
  released_to distribution --sign-key publisher.key # without a provenance file
  emitted helm snippet.sh
  (cd snippet && rm -f ./*.tgz* && in_time bash -eu ../snippet.sh > ../snippet.out && ls lamp*.tgz)
}

# openpgp_keys NAME...: each with its secret key in NAME.secret.
openpgp_keys() {
  local name
  export GNUPGHOME=$PWD/gnupg
  mkdir -m 700 "$GNUPGHOME"
  for name; do
    in_time gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --faked-system-time 20240101T000000! \
      --quick-generate-key "$name" ed25519 cert,sign never
    in_time gpg --batch --quiet --export-secret-keys "$name" > "$name.secret"
  done
}

# --- manifests -------------------------------------------------------------------------------------------------------

# documents CONSUMER: read strictly; in documents.jsonl.
documents() {
  need policy-judge
  emitted "$1" snippet.yaml
  in_time policy-judge snippet.yaml > documents.jsonl
}

value() { python "$INTEROP/python/document_value.py" documents.jsonl "$@"; }

kinds() { python -c 'import json, sys; print(*(json.loads(line)["kind"] for line in open(sys.argv[1])))' documents.jsonl; }

# pinned: what an OCIRepository takes.
pinned() {
  local url
  url=$(value OCIRepository spec url)
  expect_equal 'what Flux takes' "${url#oci://}@$(value OCIRepository spec ref digest)" "$released"
  expect_equal 'plain HTTP' "$(value OCIRepository spec insecure)" true
}

case_the_flux_snippet_of_a_key_verifies() {
  need flux-verify
  released_by_key
  documents flux
  expect_equal 'what is emitted' "$(kinds)" 'Secret OCIRepository HelmRelease'
  pinned
  expect_equal 'the secret' "$(value OCIRepository spec verify secretRef name)" "$(value Secret metadata name)"
  value Secret stringData cosign.pub > emitted.pub
  flux_verify -key emitted.pub "$released"
}

flux_by_identity() {
  need flux-verify
  released_by_identity "$1"
  documents flux
  expect_equal 'what is emitted' "$(kinds)" 'OCIRepository HelmRelease'
  pinned
  local issuer subject
  issuer=$(value OCIRepository spec verify matchOIDCIdentity 0 issuer)
  subject=$(value OCIRepository spec verify matchOIDCIdentity 0 subject)
  flux_verify -trusted-root trusted_root.json -issuer "$issuer" -subject "$subject" "$released"
  refused flux_verify -trusted-root trusted_root.json -issuer "$issuer" -subject "^x${subject#^}" "$released"
  refused flux_verify -trusted-root trusted_root.json -issuer "$issuer" -subject '^publisher@examplexcom$' "$released"
  expect_equal 'the trusted root' "$(value OCIRepository spec verify trustedRootSecretRef name)" lamp-trusted-root
}

case_the_flux_snippet_of_an_identity_verifies() { flux_by_identity signing_config_v1.json; }
case_the_flux_snippet_of_an_identity_in_a_log_2_verifies() { flux_by_identity signing_config.json; }

all_are_read() {
  documents kyverno
  expect_equal 'for Kyverno' "$(kinds)" ClusterPolicy
  documents argocd
  expect_equal 'for Argo CD' "$(value Application spec source targetRevision)" "$digest"
  documents policy-controller
  expect_equal 'for policy-controller' "$(kinds)" "$1"
}

case_the_manifests_of_a_key_are_read_strictly() {
  released_by_key
  all_are_read ClusterImagePolicy
}

case_the_manifests_of_an_identity_are_read_strictly() {
  released_by_identity signing_config_v1.json
  all_are_read 'TrustRoot ClusterImagePolicy'
}

case_the_judge_of_manifests_refuses_what_is_wrong() {
  released_by_key
  documents kyverno
  sed 's/failureAction: Enforce/failureActions: Enforce/' snippet.yaml > wrong.yaml
  refused in_time policy-judge wrong.yaml
  sed 's/failureAction: Enforce/failureAction: Perhaps/' snippet.yaml > wrong.yaml
  refused in_time policy-judge wrong.yaml
  sed 's/kind: ClusterPolicy/kind: ClusterPolitics/' snippet.yaml > wrong.yaml
  refused in_time policy-judge wrong.yaml
}
