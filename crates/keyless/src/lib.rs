//! Sigstore's services: identities from OIDC, certificates from Fulcio, entries of Rekor, timestamps.
//!
//! Everything that signing asks a network for is here, so that `signing` and with it every verification needs none.
