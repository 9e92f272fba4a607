//! Private keys in DER.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use zeroize::Zeroizing;

use super::{Algorithm, rsa_size};

/// The lengths of RSA keys that cosign takes (sigstore, `cryptoutils/goodkey`).
const RSA_BITS: [usize; 3] = [2048, 3072, 4096];

const UNREADABLE: &str =
    "its content is damaged or of another kind: expected ECDSA on P-256, or RSA of 2048, 3072 or 4096 bits";

/// A private key. The library wipes its memory.
pub(super) enum Secret {
    Ecdsa(Algorithm, EcdsaKeyPair),
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// How the DER of a private key is wrapped.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// PKCS#8: any algorithm.
    Pkcs8,
    /// SEC 1: elliptic curves.
    Sec1,
    /// PKCS#1: RSA.
    Pkcs1,
}

const CURVES: [(Algorithm, &EcdsaSigningAlgorithm); 3] = [
    (Algorithm::EcdsaP256, &ECDSA_P256_SHA256_ASN1_SIGNING),
    (Algorithm::EcdsaP384, &ECDSA_P384_SHA384_ASN1_SIGNING),
    (Algorithm::EcdsaP521, &ECDSA_P521_SHA512_ASN1_SIGNING),
];

impl Secret {
    /// A new key on P-256.
    pub(super) fn generate() -> Result<Self, Unspecified> {
        Ok(Self::Ecdsa(Algorithm::EcdsaP256, EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)?))
    }

    /// The key in `der`, or what is wrong with it; never with a piece of it.
    pub(super) fn read(form: Form, der: &[u8]) -> Result<Self, String> {
        match form {
            Form::Pkcs8 => ecdsa(|curve| EcdsaKeyPair::from_pkcs8(curve, der).ok())
                .or_else(|| RsaKeyPair::from_pkcs8(der).ok().map(Self::Rsa))
                .or_else(|| Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok().map(Self::Ed25519)),
            Form::Sec1 => ecdsa(|curve| EcdsaKeyPair::from_private_key_der(curve, der).ok()),
            Form::Pkcs1 => RsaKeyPair::from_der(der).ok().map(Self::Rsa),
        }
        .ok_or_else(|| {
            let bits = rsa_size::of_private(form, der).filter(|bits| !RSA_BITS.contains(bits));
            bits.map_or_else(|| UNREADABLE.to_owned(), wrong_size)
        })
        .and_then(Self::checked)
    }

    fn checked(self) -> Result<Self, String> {
        match self.algorithm() {
            Algorithm::Rsa { bits } if !RSA_BITS.contains(&bits) => Err(wrong_size(bits)),
            _ => Ok(self),
        }
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ecdsa(algorithm, _) => *algorithm,
            Self::Rsa(pair) => Algorithm::Rsa { bits: pair.public_modulus_len() * 8 },
            Self::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    /// The SubjectPublicKeyInfo.
    pub(super) fn public(&self) -> Result<Vec<u8>, Unspecified> {
        let der: PublicKeyX509Der<'_> = match self {
            Self::Ecdsa(_, pair) => pair.public_key().as_der()?,
            Self::Rsa(pair) => pair.public_key().as_der()?,
            Self::Ed25519(pair) => pair.public_key().as_der()?,
        };
        Ok(der.as_ref().to_vec())
    }

    /// PKCS#8, version 1, which Go reads.
    pub(super) fn pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, Unspecified> {
        let bytes = match self {
            Self::Ecdsa(_, pair) => pair.to_pkcs8v1()?.as_ref().to_vec(),
            Self::Rsa(pair) => AsDer::<Pkcs8V1Der<'_>>::as_der(pair)?.as_ref().to_vec(),
            Self::Ed25519(pair) => pair.to_pkcs8v1()?.as_ref().to_vec(),
        };
        Ok(Zeroizing::new(bytes))
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Unspecified> {
        let random = SystemRandom::new();
        match self {
            Self::Ecdsa(_, pair) => Ok(pair.sign(&random, message)?.as_ref().to_vec()),
            Self::Rsa(pair) => rsa_signature(pair, &random, message),
            Self::Ed25519(pair) => Ok(pair.try_sign(message)?.as_ref().to_vec()),
        }
    }
}

fn wrong_size(bits: usize) -> String {
    let judged = if bits < 2048 { ", which is too small to be safe" } else { "" };
    format!("it is RSA of {bits} bits{judged}: cosign takes 2048, 3072 and 4096")
}

fn ecdsa(read: impl Fn(&'static EcdsaSigningAlgorithm) -> Option<EcdsaKeyPair>) -> Option<Secret> {
    CURVES.into_iter().find_map(|(algorithm, curve)| Some(Secret::Ecdsa(algorithm, read(curve)?)))
}

fn rsa_signature(pair: &rsa::KeyPair, random: &SystemRandom, message: &[u8]) -> Result<Vec<u8>, Unspecified> {
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, random, message, &mut signature)?;
    Ok(signature)
}
