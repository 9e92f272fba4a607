//! Reading private keys (sprig's `parsePrivateKeyPEM`, Go's `crypto/x509`).

use num_bigint::BigUint;

use super::curve::CURVES;
use super::der_read::Reader;
use super::private_key::PrivateKey;
use super::problem::problem;
use super::{dsa, ecdsa, oid, pem, rsa};

/// Reads a key from PEM.
///
/// # Errors
/// In sprig's words.
pub(crate) fn read_pem(text: &[u8]) -> Result<PrivateKey, String> {
    let block = pem::decode(text).ok_or("no PEM data in input")?;
    let kind = String::from_utf8_lossy(&block.kind).into_owned();
    if kind == "PRIVATE KEY" {
        return read_pkcs8(&block.bytes).map_err(|error| format!("decoding PEM as PKCS#8: {error}"));
    }
    let Some(name) = kind.strip_suffix(" PRIVATE KEY") else {
        return Err(format!("no private key data in PEM block of type {kind}"));
    };
    let key = match name {
        "RSA" => read_pkcs1(&block.bytes),
        "EC" => read_sec1(&block.bytes, None),
        "DSA" => dsa_key(&block.bytes).ok_or_else(|| problem(&block.bytes, "DSAKeyFormat")),
        _ => return Err(format!("invalid private key type {kind}")),
    };
    key.map_err(|error| format!("parsing {name} private key from PEM: {error}"))
}

/// What another function of the package would read.
fn other_format(name: &str) -> String {
    format!("x509: failed to parse private key (use {name} instead for this key format)")
}

/// The numbers of PKCS #1's `RSAPrivateKey`, the version first.
fn pkcs1_numbers(der: &[u8]) -> Option<Vec<BigUint>> {
    let mut reader = Reader(der).sequence()?;
    (0..9).map(|_| reader.integer()).collect()
}

/// Version, secret and curve of a SEC 1 key.
type Sec1<'d> = (BigUint, &'d [u8], Option<&'d [u8]>);

/// Version, secret, curve and nothing else of SEC 1's `ECPrivateKey`.
fn sec1_parts(der: &[u8]) -> Option<Sec1<'_>> {
    let mut reader = Reader(der).sequence()?;
    let (version, secret) = (reader.integer()?, reader.tagged(4)?);
    let curve = reader.tagged(0xa0).and_then(|curve| Reader(curve).tagged(6));
    Some((version, secret, curve))
}

/// Algorithm, its parameters and the key of PKCS #8's `PrivateKeyInfo`.
fn pkcs8_parts(der: &[u8]) -> Option<(&[u8], Reader<'_>, &[u8])> {
    let mut reader = Reader(der).sequence()?;
    reader.integer()?;
    let mut algorithm = reader.sequence()?;
    Some((algorithm.tagged(6)?, algorithm, reader.tagged(4)?))
}

fn read_pkcs8(der: &[u8]) -> Result<PrivateKey, String> {
    let Some((algorithm, mut parameters, key)) = pkcs8_parts(der) else {
        return Err(match () {
            () if sec1_parts(der).is_some() => other_format("ParseECPrivateKey"),
            () if pkcs1_numbers(der).is_some() => other_format("ParsePKCS1PrivateKey"),
            () => problem(der, "pkcs8"),
        });
    };
    match algorithm {
        oid::RSA => read_pkcs1(key)
            .map_err(|error| format!("x509: failed to parse RSA private key embedded in PKCS#8: {error}")),
        oid::ECDSA => read_sec1(key, parameters.tagged(6))
            .map_err(|error| format!("x509: failed to parse EC private key embedded in PKCS#8: {error}")),
        oid::ED25519 if !parameters.is_empty() => Err("x509: invalid Ed25519 private key parameters".to_owned()),
        oid::ED25519 => {
            let seed = Reader(key)
                .tagged(4)
                .ok_or_else(|| format!("x509: invalid Ed25519 private key: {}", problem(key, "")))?;
            let length = || format!("x509: invalid Ed25519 private key length: {}", seed.len());
            seed.try_into().map(PrivateKey::Ed25519).map_err(|_| length())
        }
        other => {
            Err(format!("x509: PKCS#8 wrapping contained private key with unknown algorithm: {}", oid::dotted(other)))
        }
    }
}

fn read_pkcs1(der: &[u8]) -> Result<PrivateKey, String> {
    let Some(numbers) = pkcs1_numbers(der) else {
        return Err(match () {
            () if sec1_parts(der).is_some() => other_format("ParseECPrivateKey"),
            () if pkcs8_parts(der).is_some() => other_format("ParsePKCS8PrivateKey"),
            () => problem(der, "pkcs1PrivateKey"),
        });
    };
    let [version, modulus, exponent, secret, first, second, ..] = numbers.as_slice() else {
        return Err(problem(der, "pkcs1PrivateKey"));
    };
    if *version > BigUint::from(1_u8) {
        return Err("x509: unsupported private key version".to_owned());
    }
    if numbers.iter().skip(1).any(|number| *number == BigUint::ZERO) {
        return Err("x509: private key contains zero or negative value".to_owned());
    }
    let primes = [first.clone(), second.clone()];
    rsa::Key::from_parts(modulus.clone(), exponent.clone(), secret.clone(), primes)
        .map(PrivateKey::Rsa)
        .ok_or_else(|| "crypto/rsa: invalid private key".to_owned())
}

fn read_sec1(der: &[u8], curve: Option<&[u8]>) -> Result<PrivateKey, String> {
    let Some((version, secret, own_curve)) = sec1_parts(der) else {
        return Err(match () {
            () if pkcs8_parts(der).is_some() => other_format("ParsePKCS8PrivateKey"),
            () if pkcs1_numbers(der).is_some() => other_format("ParsePKCS1PrivateKey"),
            () => format!("x509: failed to parse EC private key: {}", problem(der, "ecPrivateKey")),
        });
    };
    if version != BigUint::from(1_u8) {
        return Err(format!("x509: unknown EC private key version {version}"));
    }
    let name = curve.or(own_curve);
    let curve = CURVES.iter().find(|curve| Some(curve.oid) == name).ok_or("x509: unknown elliptic curve")?;
    let secret = BigUint::from_bytes_be(secret);
    if secret.bits() > 8 * curve.size() as u64 {
        return Err("x509: invalid private key length".to_owned());
    }
    let key = ecdsa::Key::from_secret(curve, secret);
    key.map(PrivateKey::Ecdsa).ok_or_else(|| "ecdsa: private key scalar is zero or out of range".to_owned())
}

fn dsa_key(der: &[u8]) -> Option<PrivateKey> {
    let mut reader = Reader(der).sequence()?;
    reader.integer()?;
    let numbers: Vec<BigUint> = (0..5).map(|_| reader.integer()).collect::<Option<_>>()?;
    Some(PrivateKey::Dsa(dsa::Key { numbers: numbers.try_into().ok()? }))
}
