//! Private keys of all kinds.

use ed25519_compact::{KeyPair, Seed};

use super::der::{bit_string, octet_string, oid, sequence, small_integer, tagged};
use super::{dsa, ecdsa, oid, pem, rsa};
use crate::random::Random;

/// A private key that Go's `crypto/x509` can read.
pub(crate) enum PrivateKey {
    /// RSA
    Rsa(rsa::Key),
    /// DSA, which can sign no certificates.
    Dsa(dsa::Key),
    /// One of NIST's curves.
    Ecdsa(ecdsa::Key),
    /// Ed25519, by its seed.
    Ed25519([u8; 32]),
}

/// A public key as certificates hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PublicKey {
    /// `AlgorithmIdentifier`
    pub(super) algorithm: Vec<u8>,
    pub(super) bits: Vec<u8>,
}

impl PublicKey {
    /// `SubjectPublicKeyInfo`
    pub(super) fn to_der(&self) -> Vec<u8> {
        sequence(&[self.algorithm.clone(), bit_string(&self.bits, 0)])
    }
}

impl PrivateKey {
    /// A new RSA key of so many bits.
    pub(crate) fn generate_rsa(random: &mut Random, bits: u64) -> Self {
        Self::Rsa(rsa::Key::generate(random, bits))
    }

    /// A new DSA key.
    pub(crate) fn generate_dsa(random: &mut Random) -> Self {
        Self::Dsa(dsa::Key::generate(random))
    }

    /// A new key on P-256.
    pub(crate) fn generate_ecdsa(random: &mut Random) -> Self {
        Self::Ecdsa(ecdsa::Key::generate(random))
    }

    /// A new Ed25519 key.
    pub(crate) fn generate_ed25519(random: &mut Random) -> Self {
        Self::Ed25519(random.bytes())
    }

    /// PEM in the form that is usual for the kind (sprig's `pemBlockForKey`).
    pub(crate) fn to_pem(&self) -> String {
        match self {
            Self::Rsa(key) => pem::encode("RSA PRIVATE KEY", &key.to_der()),
            Self::Dsa(key) => pem::encode("DSA PRIVATE KEY", &key.to_der()),
            Self::Ecdsa(key) => pem::encode("EC PRIVATE KEY", &key.to_der()),
            Self::Ed25519(seed) => {
                let parts = [small_integer(0), algorithm(oid::ED25519, &[]), octet_string(&octet_string(seed))];
                pem::encode("PRIVATE KEY", &sequence(&parts))
            }
        }
    }

    /// The public key, if certificates can hold it.
    pub(super) fn public(&self) -> Result<PublicKey, String> {
        Ok(match self {
            Self::Rsa(key) => PublicKey { algorithm: algorithm(oid::RSA, &null()), bits: key.public_der() },
            Self::Ecdsa(key) => {
                PublicKey { algorithm: algorithm(oid::ECDSA, &oid(key.curve.oid)), bits: key.public.clone() }
            }
            Self::Ed25519(seed) => {
                let bits = KeyPair::from_seed(Seed::new(*seed)).pk.to_vec();
                PublicKey { algorithm: algorithm(oid::ED25519, &[]), bits }
            }
            Self::Dsa(_) => return Err("x509: unsupported public key type: *dsa.PublicKey".to_owned()),
        })
    }

    /// The `AlgorithmIdentifier` of its signatures.
    pub(super) fn signature_algorithm(&self) -> Result<Vec<u8>, String> {
        Ok(match self {
            Self::Rsa(_) => algorithm(oid::SHA256_WITH_RSA, &null()),
            Self::Ecdsa(key) => {
                let oid = match key.curve.bits {
                    384 => oid::ECDSA_WITH_SHA384,
                    521 => oid::ECDSA_WITH_SHA512,
                    _ => oid::ECDSA_WITH_SHA256,
                };
                algorithm(oid, &[])
            }
            Self::Ed25519(_) => algorithm(oid::ED25519, &[]),
            Self::Dsa(_) => return Err("x509: certificate private key does not implement crypto.Signer".to_owned()),
        })
    }

    /// Signs a message.
    pub(super) fn sign(&self, message: &[u8], random: &mut Random) -> Result<Vec<u8>, String> {
        match self {
            Self::Rsa(key) => match key.modulus.bits() {
                bits if bits < 1024 => Err(format!(
                    "crypto/rsa: {bits}-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)"
                )),
                _ => key.sign(message).ok_or_else(|| "crypto/rsa: message too long for RSA key size".to_owned()),
            },
            Self::Ecdsa(key) => Ok(key.sign(message, random)),
            Self::Ed25519(seed) => Ok(KeyPair::from_seed(Seed::new(*seed)).sk.sign(message, None).to_vec()),
            Self::Dsa(_) => self.signature_algorithm(),
        }
    }
}

/// `AlgorithmIdentifier` with encoded parameters.
fn algorithm(identifier: &[u8], parameters: &[u8]) -> Vec<u8> {
    sequence(&[oid(identifier), parameters.to_vec()])
}

fn null() -> Vec<u8> {
    tagged(5, &[])
}
