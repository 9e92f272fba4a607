# shellcheck shell=bash disable=SC2154 # `address` is set by whatever starts a server
# TLS with an authority of its own, and with client certificates: our client against distribution, Helm against our server.

# certificates: a new authority and, signed by it, one certificate for the server and one for the client.
certificates() {
  need openssl
  local who
  cat > openssl.cnf <<'END'
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = IP:127.0.0.1, DNS:localhost
[client]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
END
  for who in authority server client; do
    openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$who.key"
    openssl req -new -config openssl.cnf -key "$who.key" -subj "/CN=harbour $who" -out "$who.csr"
  done
  openssl x509 -req -in authority.csr -signkey authority.key -days 2 -extfile openssl.cnf -extensions authority \
    -out authority.crt
  for who in server client; do
    openssl x509 -req -in "$who.csr" -CA authority.crt -CAkey authority.key -set_serial "0x$RANDOM" -days 2 \
      -extfile openssl.cnf -extensions "$who" -out "$who.crt"
  done
}

start_distribution_with_tls() {
  certificates
  start_registry distribution REGISTRY_HTTP_TLS_CERTIFICATE="$PWD/server.crt" REGISTRY_HTTP_TLS_KEY="$PWD/server.key" "$@"
  releasable_chart lamp lamp 1.0.0
}

release_lamp() { portolan release lamp --to "oci://$address/charts" "$@"; }

case_own_authority_with_distribution() {
  need helm
  start_distribution_with_tls
  release_lamp --ca-file authority.crt
  helm pull "oci://$address/charts/lamp" --version 1.0.0 --ca-file authority.crt
  portolan verify "oci://$address/charts/lamp:1.0.0" --ca-file authority.crt
}

case_unknown_authority_is_refused() {
  start_distribution_with_tls
  local status=0
  release_lamp > said 2>&1 || status=$?
  [ "$status" -ne 0 ] || fail 'a certificate of an unknown authority was accepted'
  [ "$status" -ne 70 ] || fail "exit 70: $(cat said)"
  expect_text 'the refusal' certificate said
  release_lamp --insecure-skip-tls-verify
}

case_client_certificate_for_distribution() {
  need helm
  start_distribution_with_tls REGISTRY_HTTP_TLS_CLIENTCAS="[$PWD/authority.crt]"
  local status=0
  release_lamp --ca-file authority.crt > said 2>&1 || status=$?
  [ "$status" -ne 0 ] || fail 'no client certificate was asked for'
  release_lamp --ca-file authority.crt --cert-file client.crt --key-file client.key
  helm pull "oci://$address/charts/lamp" --version 1.0.0 \
    --ca-file authority.crt --cert-file client.crt --key-file client.key
}

case_helm_with_portolan_serve() {
  need helm
  certificates
  start_registry portolan --tls-cert server.crt --tls-key server.key
  releasable_chart lamp lamp 1.0.0
  release_lamp --ca-file authority.crt
  helm pull "oci://$address/charts/lamp" --version 1.0.0 --ca-file authority.crt
  helm package lamp --version 1.1.0
  helm push lamp-1.1.0.tgz "oci://$address/charts" --ca-file authority.crt
  helm show chart "oci://$address/charts/lamp" --ca-file authority.crt > chosen.yaml
  expect_text 'the latest' 'version: 1.1.0' chosen.yaml
  expect_exit 1 helm pull "oci://$address/charts/lamp" --version 1.0.0
}
