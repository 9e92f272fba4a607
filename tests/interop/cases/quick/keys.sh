# shellcheck shell=bash disable=SC2154 # what `signatures.sh` leaves behind
# Keys from everywhere: what OpenSSL and cosign make signs and is verified by others, or is refused with a reason.

# openssl_key NAME KIND [OPTION...]: NAME.pem in PKCS#8, readable by its owner.
openssl_key() {
  local name=$1 kind=$2
  shift 2
  openssl genpkey -algorithm "$kind" ${@/#/-pkeyopt } -out "$name.pem" 2> said.err
  chmod 600 "$name.pem"
}

# public_of FILE...: what `key public` says of a key, and what it refuses with is in said.err.
public_of() { portolan key public --key "$1"; }

case_keys_of_openssl_sign_what_cosign_and_flux_verify() {
  need openssl cosign2 cosign3 flux-verify
  local name bits
  openssl_key p256 EC ec_paramgen_curve:P-256
  openssl ec -in p256.pem -out sec1.pem 2> said.err
  for bits in 2048 3072 4096; do openssl_key "rsa$bits" RSA "rsa_keygen_bits:$bits"; done
  openssl rsa -in rsa2048.pem -traditional -out pkcs1.pem 2> said.err
  chmod 600 sec1.pem pkcs1.pem
  for name in p256 sec1 rsa2048 rsa3072 rsa4096 pkcs1; do
    public_of "$name.pem" > "$name.pub"
    openssl pkey -in "$name.pem" -pubout > expected.pub
    expect_same_file "$name" "$name.pub" expected.pub
  done
  for name in p256 rsa2048 rsa4096; do
    start_registry distribution
    rm -rf lamp
    releasable_chart lamp lamp 1.0.0
    release_lamp --sign-key "$name.pem"
    cosign3 verify --key "$name.pub" --insecure-ignore-tlog "$released" > verified.json
    cosign2 verify --key "$name.pub" --insecure-ignore-tlog "$released" > verified.json
    flux_verify -key "$name.pub" "$released"
    portolan verify "oci://$released" --plain-http --key "$name.pub" > verified.txt
  done
}

# cosign signs with these and does not verify it; we sign with none of them.
case_keys_that_readers_do_not_verify_are_refused() {
  need openssl
  local name
  openssl_key p384 EC ec_paramgen_curve:P-384
  openssl_key p521 EC ec_paramgen_curve:P-521
  openssl_key ed25519 ED25519
  openssl_key rsa1024 RSA rsa_keygen_bits:1024
  openssl_key x25519 X25519
  for name in p384 p521 ed25519 rsa1024 x25519; do
    expect_exit 2 public_of "$name.pem"
    expect_text "$name" "error: $name.pem: it" said.err
  done
  expect_exit 2 public_of p384.pem
  expect_text 'who does not verify it' 'Flux' said.err
}

case_keys_that_cosign_imports() {
  need openssl cosign3 cosign2
  local program reference
  start_registry distribution
  releasable_chart lamp lamp 1.0.0
  openssl_key mine EC ec_paramgen_curve:P-256
  for program in cosign2 cosign3; do
    "$program" import-key-pair --key mine.pem --output-key-prefix "$program" > said.out 2>&1
    public_of "$program.key" > ours.pub
    expect_same_file "the key of $program" ours.pub "$program.pub"
  done
  SIGNING_KEY=$(cat cosign3.key)
  export SIGNING_KEY
  for reference in cosign2.key env://SIGNING_KEY env:SIGNING_KEY; do release_lamp --sign-key "$reference"; done
  release_lamp --sign-key - < cosign3.key
  cosign3 verify --key cosign3.pub --insecure-ignore-tlog "$released" > verified.json
  ! grep -q '"reused": false' report.json || fail 'the same key signed again'
}

# Editors, variables and shells change files; a key is never repeated.
case_what_happens_to_key_files() {
  need openssl
  local name secret
  openssl_key good EC ec_paramgen_curve:P-256
  secret=$(sed -n 2p good.pem)
  public_of good.pem > good.pub
  sed 's/$/\r/' good.pem > crlf.pem
  { printf '\357\273\277'; cat good.pem; } > bom.pem
  sed 's/^/    /' good.pem > indented.pem
  chmod 600 ./*.pem
  for name in crlf bom indented; do
    public_of "$name.pem" > "$name.pub" 2> said.err
    expect_same_file "$name" "$name.pub" good.pub
    [ ! -s said.err ] || fail "$name: $(cat said.err)"
  done
  tr -d '\n' < good.pem > line.pem
  sed 's/$/\\n/' good.pem | tr -d '\n' > escaped.pem
  { printf '\377\376'; iconv -f UTF-8 -t UTF-16LE good.pem; } > utf16.pem
  openssl pkey -in good.pem -outform DER -out der.pem
  : > empty.pem
  for name in line escaped utf16 der empty; do
    expect_exit 2 public_of "$name.pem"
    ! grep -qF "$secret" said.out said.err || fail "$name: the key is shown"
  done
  expect_exit 2 public_of line.pem
  expect_text 'the reason' 'line.pem: its PEM has lost its line breaks' said.err
  expect_exit 2 public_of utf16.pem
  expect_text 'the reason' 'UTF-16' said.err
  expect_exit 2 public_of "$(sed -n '2,3p' good.pem | tr -d '\n')"
  ! grep -qF "$secret" said.out said.err || fail 'the key is shown'
  chmod 644 good.pem
  public_of good.pem > said.out 2> said.err
  expect_text 'the warning' 'good.pem: everybody on this machine can read this private key' said.err
}

case_passwords_that_are_wrong_or_missing() {
  key_pair signer
  COSIGN_PASSWORD=other expect_exit 2 public_of signer.key
  expect_text 'the reason' 'signer.key: wrong password or damaged key' said.err
  unset COSIGN_PASSWORD
  expect_exit 2 public_of signer.key
  expect_text 'the reason' 'COSIGN_PASSWORD is not set, and the password from stdin is empty' said.err
  printf 'open sesame' | public_of signer.key > said.out
  expect_same_file 'the password from stdin' said.out signer.pub
  expect_exit 2 public_of - < signer.key
  expect_text 'the reason' 'it is encrypted and there is no password' said.err
}
