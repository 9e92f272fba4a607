//! cosign's encryption of private keys: JSON with scrypt's parameters and a secretbox of NaCl.
//!
//! Source: securesystemslib, `encrypted/encrypted.go`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crypto_secretbox::aead::{Aead as _, KeyInit as _};
use crypto_secretbox::{Nonce, XSalsa20Poly1305};
use scrypt::Params;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const KDF: &str = "scrypt";
const CIPHER: &str = "nacl/secretbox";
const SALT_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// The costs that readers take, as powers of two: N of 32768, 65536 and 131072. It bounds the memory that a hostile file
/// can ask for (128 MiB).
const COSTS: [u8; 3] = [15, 16, 17];
/// The cost that cosign writes.
const COST: u8 = 16;
const BLOCK_SIZE: u32 = 8;
const PARALLEL: u32 = 1;

/// The document, its fields in Go's order.
#[derive(Serialize, Deserialize)]
struct Document {
    kdf: Kdf,
    cipher: Cipher,
    ciphertext: String,
}

#[derive(Serialize, Deserialize)]
struct Kdf {
    name: String,
    params: Costs,
    salt: String,
}

#[derive(Serialize, Deserialize)]
struct Costs {
    #[serde(rename = "N")]
    n: u64,
    r: u64,
    p: u64,
}

#[derive(Serialize, Deserialize)]
struct Cipher {
    name: String,
    nonce: String,
}

/// Why a key was not decrypted.
pub(super) enum Failure {
    /// The document is not what cosign writes.
    Unusable(String),
    /// The cipher does not open: another password, or other bytes.
    Password,
}

/// Decrypts a document. Nothing is computed or allocated before all its parameters are known to be small.
pub(super) fn decrypt(document: &[u8], password: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let document: Document = serde_json::from_slice(document)
        .map_err(|error| Failure::Unusable(format!("the JSON within is not cosign's: {error}")))?;
    let cost = document.kdf.cost().map_err(Failure::Unusable)?;
    let salt = decoded("salt", &document.kdf.salt).map_err(Failure::Unusable)?;
    if salt.len() != SALT_BYTES {
        return Err(Failure::Unusable(format!("the salt has {} bytes, expected {SALT_BYTES}", salt.len())));
    }
    if document.cipher.name != CIPHER {
        return Err(Failure::Unusable(format!(
            "the cipher is {:?}, expected {CIPHER:?}",
            shown(&document.cipher.name)
        )));
    }
    let nonce = decoded("nonce", &document.cipher.nonce).map_err(Failure::Unusable)?;
    let nonce: [u8; NONCE_BYTES] = nonce
        .as_slice()
        .try_into()
        .map_err(|_| Failure::Unusable(format!("the nonce has {} bytes, expected {NONCE_BYTES}", nonce.len())))?;
    let ciphertext = decoded("ciphertext", &document.ciphertext).map_err(Failure::Unusable)?;
    let cipher = cipher(password, &salt, cost).map_err(Failure::Unusable)?;
    let plain = cipher.decrypt(&Nonce::from(nonce), ciphertext.as_slice()).map_err(|_| Failure::Password)?;
    Ok(Zeroizing::new(plain))
}

/// Encrypts as cosign does by default, with a salt and a nonce that are given because they must never repeat.
pub(super) fn encrypt(plain: &[u8], password: &[u8], random: &Random) -> Result<String, String> {
    let cipher = cipher(password, &random.salt, COST)?;
    let ciphertext =
        cipher.encrypt(&Nonce::from(random.nonce), plain).map_err(|_| "it could not be encrypted".to_owned())?;
    let document = Document {
        kdf: Kdf {
            name: KDF.to_owned(),
            params: Costs { n: 1 << COST, r: BLOCK_SIZE.into(), p: PARALLEL.into() },
            salt: STANDARD.encode(random.salt),
        },
        cipher: Cipher { name: CIPHER.to_owned(), nonce: STANDARD.encode(random.nonce) },
        ciphertext: STANDARD.encode(ciphertext),
    };
    serde_json::to_string(&document).map_err(|error| error.to_string())
}

/// What must be new for every encryption.
pub(super) struct Random {
    salt: [u8; SALT_BYTES],
    nonce: [u8; NONCE_BYTES],
}

impl Random {
    /// From the randomness of the cryptographic library.
    pub(super) fn new() -> Result<Self, String> {
        let mut random = Self { salt: [0; SALT_BYTES], nonce: [0; NONCE_BYTES] };
        let filled = aws_lc_rs::rand::fill(&mut random.salt).and_then(|()| aws_lc_rs::rand::fill(&mut random.nonce));
        filled.map_err(|_| "the system gives no randomness".to_owned())?;
        Ok(random)
    }
}

impl Kdf {
    /// The cost as a power of two, when all parameters are among those that readers take.
    fn cost(&self) -> Result<u8, String> {
        if self.name != KDF {
            return Err(format!("the key derivation is {:?}, expected {KDF:?}", shown(&self.name)));
        }
        let Costs { n, r, p } = self.params;
        let cost = COSTS.into_iter().find(|cost| n == 1 << cost);
        cost.filter(|_| r == u64::from(BLOCK_SIZE) && p == u64::from(PARALLEL)).ok_or_else(|| {
            format!("unsupported scrypt parameters N={n}, r={r}, p={p}: expected N=32768, 65536 or 131072, r=8, p=1")
        })
    }
}

fn cipher(password: &[u8], salt: &[u8], cost: u8) -> Result<XSalsa20Poly1305, String> {
    let mut key = Zeroizing::new([0; 32]);
    let params = Params::new(cost, BLOCK_SIZE, PARALLEL, key.len()).map_err(|error| error.to_string())?;
    scrypt::scrypt(password, salt, &params, &mut *key).map_err(|error| error.to_string())?;
    XSalsa20Poly1305::new_from_slice(&*key).map_err(|error| error.to_string())
}

fn decoded(what: &str, text: &str) -> Result<Vec<u8>, String> {
    STANDARD.decode(text).map_err(|_| format!("the {what} is not base64"))
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
