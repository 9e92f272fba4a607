# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# Helm and GnuPG verify our provenance files. The keys are GnuPG's, made for each case.

# openpgp_home: GnuPG in a folder of its own.
openpgp_home() {
  need helm gpg
  export GNUPGHOME=$PWD/gnupg
  mkdir -m 700 "$GNUPGHOME"
  # Keys are older than the source time of all cases.
  born=20240101T000000!
}

gpg() {
  in_time gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase "${passphrase:-}" "$@" 2> gpg.log && return
  cat gpg.log >&2
  return 1
}

# openpgp_key MAIL ALGORITHM [USE [EXPIRES]]: makes a key and exports it as MAIL.secret and MAIL.public.
openpgp_key() {
  gpg --faked-system-time "$born" --quick-generate-key "Somebody <$1>" "$2" "${3:-cert,sign}" "${4:-never}"
  export_key "$1"
}

export_key() {
  gpg --export-secret-keys "$1" > "$1.secret"
  gpg --export "$1" > "$1.public"
}

fingerprint() { gpg --list-keys --with-colons "$1" | awk -F: '$1 == "fpr" { print $10; exit }'; }

# judged KEYRING PACKAGE: by Helm, by GnuPG, and the text by Helm's form.
judged() {
  helm verify --keyring "$1" "$2" > verified.out
  expect_text 'what Helm verified' "Chart Hash Verified: sha256:$(sha256_of "$2")" verified.out
  gpg --status-fd 1 --verify "$2.prov" > status.out
  expect_text 'what GnuPG says' '[GNUPG:] GOODSIG' status.out
}

# signs_with MAIL ALGORITHM: Helm and GnuPG take it, and it is the same twice.
signs_with() {
  openpgp_home
  openpgp_key "$1" "$2"
  releasable_chart lamp lamp 1.0.0+build.5
  portolan package lamp --sign --keyring "$1.secret" --key "$1" --destination one > said.out
  portolan package lamp --sign --provenance-key "$1.secret" --destination two > said.out
  expect_same_file 'the provenance' one/lamp-1.0.0+build.5.tgz.prov two/lamp-1.0.0+build.5.tgz.prov
  judged "$1.public" one/lamp-1.0.0+build.5.tgz
  gpg --armor --export "$1" > keyring.asc
  helm verify --keyring keyring.asc one/lamp-1.0.0+build.5.tgz > verified.out
  helm verify --keyring gnupg/pubring.kbx one/lamp-1.0.0+build.5.tgz > verified.out
}

case_i03_rsa_3072_is_verified_by_helm_and_gnupg() { signs_with rsa3072@charts.example rsa3072; }

case_i03_rsa_4096_is_verified_by_helm_and_gnupg() { signs_with rsa4096@charts.example rsa4096; }

case_i03_eddsa_is_verified_by_helm_and_gnupg() { signs_with eddsa@charts.example ed25519; }

case_i03_ecdsa_is_verified_by_helm_and_gnupg() { signs_with ecdsa@charts.example nistp256; }

# The primary key only certifies: Helm writes a file that nobody takes, ours is signed by the subkey.
case_a_signing_subkey_is_verified_by_helm_and_gnupg() {
  openpgp_home
  openpgp_key sub@charts.example ed25519 cert
  gpg --faked-system-time "$born" --quick-add-key "$(fingerprint sub@charts.example)" rsa3072 sign never
  export_key sub@charts.example
  gpg --export-secret-subkeys sub@charts.example > only-subkeys.secret
  releasable_chart lamp lamp 1.0.0
  portolan package lamp --sign --keyring sub@charts.example.secret --destination ours > said.out
  judged sub@charts.example.public ours/lamp-1.0.0.tgz
  portolan package lamp --sign --keyring only-subkeys.secret --destination stub > said.out
  expect_same_file 'without the primary secret' ours/lamp-1.0.0.tgz.prov stub/lamp-1.0.0.tgz.prov
}

# The text before the signature is Helm's, byte for byte.
case_the_text_is_helms() {
  openpgp_home
  openpgp_key text@charts.example ed25519
  chart_with_rich_metadata rich
  helm package rich --sign --key text@charts.example --keyring text@charts.example.secret --destination theirs > said.out
  portolan package rich --sign --keyring text@charts.example.secret --destination ours > said.out
  judged text@charts.example.public "$(ls ours/*.tgz)"
  sed '/^-----BEGIN PGP SIGNATURE/,$d; s/sha256:.*/sha256:/' theirs/*.prov > theirs.txt
  sed '/^-----BEGIN PGP SIGNATURE/,$d; s/sha256:.*/sha256:/' ours/*.prov > ours.txt
  expect_same_file 'the signed text' ours.txt theirs.txt
}

# helm_pulls REGISTRY: what we packaged and signed travels, and Helm verifies what it pulls.
helm_pulls() {
  openpgp_home
  openpgp_key pull@charts.example rsa3072
  releasable_chart lamp lamp 1.0.0
  portolan package lamp --sign --keyring pull@charts.example.secret --destination ours > said.out
  start_registry "$1"
  helm push ours/lamp-1.0.0.tgz "oci://$address/charts" --plain-http > pushed.out 2>&1
  helm pull "oci://$address/charts/lamp" --version 1.0.0 --plain-http --verify --keyring pull@charts.example.public > pulled.out
  expect_text 'what Helm verified' 'Chart Hash Verified: sha256:' pulled.out
  expect_same_file 'the provenance' lamp-1.0.0.tgz.prov ours/lamp-1.0.0.tgz.prov
}

case_i02_helm_pulls_and_verifies_from_portolan_serve() { helm_pulls portolan; }

case_i02_helm_pulls_and_verifies_from_distribution() { helm_pulls distribution; }

# helm_verifies_a_release KIND MAIL ALGORITHM: released with its provenance file, pulled and verified by Helm, whose copy of
# the file GnuPG verifies.
helm_verifies_a_release() {
  local reference options
  openpgp_home
  openpgp_key "$2" "$3"
  openpgp_key stranger@charts.example "$3"
  releasable_chart lamp lamp 1.0.0+build.5
  start_registry "$1"
  key_pair publisher
  reference=oci://$address/charts/lamp
  portolan release lamp --to "oci://$address/charts" --plain-http --output json --sign-key publisher.key \
    --provenance-key "$2.secret" > report.json 2> release.err
  expect_text 'the warning about Flux' 'Flux' release.err
  options=(--version 1.0.0+build.5 --plain-http --verify)
  helm pull "$reference" "${options[@]}" --keyring "$2.public" > pulled.out
  expect_text 'what Helm verified' "Chart Hash Verified: sha256:$(sha256_of lamp-1.0.0+build.5.tgz)" pulled.out
  expect_text 'who signed' "Signed by: Somebody <$2>" pulled.out
  expect_same_file 'the package' lamp-1.0.0+build.5.tgz dist/lamp-1.0.0+build.5.tgz
  judged "$2.public" lamp-1.0.0+build.5.tgz
  helm template lamp "$reference" "${options[@]}" --keyring "$2.public" > rendered.yaml
  expect_text 'what Helm rendered' 'kind: Pod' rendered.yaml
  helm install lamp "$reference" "${options[@]}" --keyring "$2.public" --dry-run=client > installed.out
  expect_text 'what Helm would install' 'kind: Pod' installed.out
  expect_exit 1 helm pull "$reference" "${options[@]}" --keyring stranger@charts.example.public --destination elsewhere
  expect_exit 1 helm install lamp "$reference" "${options[@]}" --keyring stranger@charts.example.public --dry-run=client
  portolan verify "$reference:1.0.0_build.5" --plain-http --key publisher.pub --keyring "$2.public" \
    --require signature,provenance,sbom,slsa,record > said.out
}

case_i02_i20_helm_verifies_a_release_from_portolan_serve() { helm_verifies_a_release portolan ours@charts.example rsa3072; }

case_i02_i20_helm_verifies_a_release_from_distribution() { helm_verifies_a_release distribution ours@charts.example ed25519; }

# refused MAIL TEXT: nothing is left behind.
refused() {
  expect_exit 2 portolan package lamp --sign --keyring "$1.secret" --destination ours
  expect_text 'the refusal' "$2" said.err
  expect_text 'the remedy' 'gpg --' said.err
  [ -z "$(ls -A ours 2> /dev/null)" ] || fail "ours holds $(ls -A ours)"
}

case_c26_keys_that_nobody_could_verify_are_refused() {
  openpgp_home
  releasable_chart lamp lamp 1.0.0
  openpgp_key certify@charts.example ed25519 cert
  refused certify@charts.example 'may only certify'
  openpgp_key expired@charts.example ed25519 cert,sign 30d
  refused expired@charts.example 'it expired on 2024-01-31'
  openpgp_key weak@charts.example rsa1024
  refused weak@charts.example 'RSA with 1024 bits'
  gpg --faked-system-time "$born" --cert-digest-algo SHA1 --quick-generate-key 'Old <sha1@charts.example>' rsa2048 cert,sign never
  export_key sha1@charts.example
  refused sha1@charts.example 'only a signature over SHA1 binds it'
  openpgp_key revoked@charts.example ed25519
  sed 's/^:---/---/' "$GNUPGHOME/openpgp-revocs.d/$(fingerprint revoked@charts.example).rev" | gpg --import
  export_key revoked@charts.example
  refused revoked@charts.example 'it was revoked on'
  cp gnupg/pubring.kbx keybox.secret
  refused keybox 'a keybox holds public keys only'
}

case_a_wrong_passphrase_leaves_nothing() {
  openpgp_home
  passphrase='open sesame'
  openpgp_key locked@charts.example ed25519
  releasable_chart lamp lamp 1.0.0
  echo 'planted secret' > wrong
  expect_exit 2 portolan package lamp --sign --keyring locked@charts.example.secret --passphrase-file wrong --destination ours
  expect_text 'the refusal' 'the passphrase does not unlock key' said.err
  ! grep -q 'planted secret' said.out said.err || fail 'the passphrase is shown'
  [ -z "$(ls -A ours 2> /dev/null)" ] || fail "ours holds $(ls -A ours)"
  echo 'open sesame' | portolan package lamp --sign --keyring locked@charts.example.secret --passphrase-file - --destination ours > said.out
  judged locked@charts.example.public ours/lamp-1.0.0.tgz
}

case_a_key_from_the_environment_signs() {
  openpgp_home
  openpgp_key env@charts.example ed25519
  releasable_chart lamp lamp 1.0.0
  HELM_SIGNING_KEY=$(base64 -w 0 env@charts.example.secret)
  export HELM_SIGNING_KEY
  portolan package lamp --sign --provenance-key env:HELM_SIGNING_KEY --destination ours > said.out
  judged env@charts.example.public ours/lamp-1.0.0.tgz
}
