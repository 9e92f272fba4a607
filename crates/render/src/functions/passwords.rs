//! Hashed, derived and encrypted passwords (sprig's `crypto.go`).

use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt as _, BlockCipherEncrypt as _, KeyInit as _};
use gostd::base64;
use gotemplate::{Call, Error, Function, Param, Str, Value};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use super::fixed;
use super::limits::count_secret;
use super::random::with_random;
use crate::host::Host;
use crate::random::Random;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("bcrypt", &[Param::String], |call| Ok(Value::from(bcrypt(call, &call.string(0))?))),
    fixed("htpasswd", &[Param::String, Param::String], htpasswd),
    fixed("derivePassword", &[Param::Uint32, Param::String, Param::String, Param::String, Param::String], derive),
    fixed("encryptAES", &[Param::String, Param::String], encrypt_aes),
    fixed("decryptAES", &[Param::String, Param::String], decrypt_aes),
];

/// `bcrypt.DefaultCost`
const BCRYPT_COST: u32 = 10;

/// bcrypt uses no more bytes of a password.
const BCRYPT_MAX: usize = 72;

fn bcrypt(call: &Call<'_>, password: &Str) -> Result<String, Error> {
    if password.len() > BCRYPT_MAX {
        let problem = "bcrypt: password length exceeds 72 bytes";
        return Ok(format!("failed to encrypt string with bcrypt: {problem}"));
    }
    count_secret(call)?;
    let salt = with_random(call, Random::bytes)?;
    let keys = call.host::<Host>().map(|host| host.keys.clone()).unwrap_or_default();
    Ok(keys.hash(password.as_bytes(), salt, || match bcrypt::hash_with_salt(password.as_bytes(), BCRYPT_COST, salt) {
        Ok(hash) => hash.format_for_version(bcrypt::Version::TwoA),
        Err(error) => format!("failed to encrypt string with bcrypt: {error}"),
    }))
}

/// A line of an htpasswd file.
fn htpasswd(call: &mut Call<'_>) -> Result<Value, Error> {
    let (user, password) = (call.string(0), call.string(1));
    let user = user.as_bytes();
    if user.contains(&b':') {
        return Ok(Value::from([b"invalid username: ", user].concat()));
    }
    let hash = bcrypt(call, &password)?;
    Ok(Value::from([user, b":", hash.as_bytes()].concat()))
}

/// What the Master Password algorithm hashes with everything.
const SCOPE: &[u8] = b"com.lyndir.masterpassword";

/// The templates of each type; each letter stands for a set of characters.
const TEMPLATES: [(&str, &[&str]); 6] = [
    ("maximum", &["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"]),
    (
        "long",
        &[
            "CvcvnoCvcvCvcv",
            "CvcvCvcvnoCvcv",
            "CvcvCvcvCvcvno",
            "CvccnoCvcvCvcv",
            "CvccCvcvnoCvcv",
            "CvccCvcvCvcvno",
            "CvcvnoCvccCvcv",
            "CvcvCvccnoCvcv",
            "CvcvCvccCvcvno",
            "CvcvnoCvcvCvcc",
            "CvcvCvcvnoCvcc",
            "CvcvCvcvCvccno",
            "CvccnoCvccCvcv",
            "CvccCvccnoCvcv",
            "CvccCvccCvcvno",
            "CvcvnoCvccCvcc",
            "CvcvCvccnoCvcc",
            "CvcvCvccCvccno",
            "CvccnoCvcvCvcc",
            "CvccCvcvnoCvcc",
            "CvccCvcvCvccno",
        ],
    ),
    ("medium", &["CvcnoCvc", "CvcCvcno"]),
    ("short", &["Cvcn"]),
    ("basic", &["aaanaaan", "aannaaan", "aaannaaa"]),
    ("pin", &["nnnn"]),
];

/// The characters that a letter of a template stands for.
fn characters(letter: u8) -> &'static [u8] {
    match letter {
        b'V' => b"AEIOU",
        b'C' => b"BCDFGHJKLMNPQRSTVWXYZ",
        b'v' => b"aeiou",
        b'c' => b"bcdfghjklmnpqrstvwxyz",
        b'a' => b"AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        b'n' => b"0123456789",
        b'o' => b"@&%?,=[]_:-+*$#!'^~;()/.",
        _ => b"AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    }
}

/// A password for a site from a master password (masterpassword.app).
fn derive(call: &mut Call<'_>) -> Result<Value, Error> {
    let (kind, password, user, site) = (call.text(1), call.string(2), call.string(3), call.string(4));
    let Some((_, templates)) = TEMPLATES.iter().find(|(name, _)| *name == kind) else {
        return Ok(Value::from(format!("cannot find password template {kind}")));
    };
    count_secret(call)?;
    let Some(key) = master_key(password.as_bytes(), user.as_bytes()) else {
        return Ok(Value::from("failed to derive password"));
    };
    // Go's uint32 keeps the low bits.
    let counter = call.integer(0) as u32;
    let message = [SCOPE, &length(&site), site.as_bytes(), &counter.to_be_bytes()].concat();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|error| Error::new(error.to_string()))?;
    mac.update(&message);
    let seed = mac.finalize().into_bytes();
    let mut seed = seed.iter().map(|byte| usize::from(*byte));
    let template = templates.get(seed.next().unwrap_or(0) % templates.len()).copied().unwrap_or_default();
    let pick = |(letter, number): (u8, usize)| {
        let characters = characters(letter);
        characters.get(number % characters.len()).copied()
    };
    Ok(Value::from(template.bytes().zip(seed).filter_map(pick).collect::<Vec<u8>>()))
}

fn length(text: &Str) -> [u8; 4] {
    (text.len() as u32).to_be_bytes()
}

fn master_key(password: &[u8], user: &[u8]) -> Option<[u8; 64]> {
    let salt = [SCOPE, &(user.len() as u32).to_be_bytes(), user].concat();
    // 2¹⁵ rounds, blocks of 8, two in parallel.
    let parameters = scrypt::Params::new(15, 8, 2, 64).ok()?;
    let mut key = [0; 64];
    scrypt::scrypt(password, &salt, &parameters, &mut key).ok()?;
    Some(key)
}

/// Bytes of a block of AES.
const BLOCK: usize = 16;

/// A password as a key: cut, or filled with zeros.
fn cipher(password: &Str) -> Aes256 {
    let mut key = [0; 32];
    for (byte, given) in key.iter_mut().zip(password.as_bytes()) {
        *byte = *given;
    }
    Aes256::new(&key.into())
}

/// AES-256-CBC with PKCS #7 padding, the initial vector in front, as base64.
fn encrypt_aes(call: &mut Call<'_>) -> Result<Value, Error> {
    let (cipher, text) = (cipher(&call.string(0)), call.string(1));
    if text.is_empty() {
        return Ok(Value::from(""));
    }
    let padding = BLOCK - text.len() % BLOCK;
    let mut padded = text.as_bytes().to_vec();
    padded.extend(std::iter::repeat_n(padding as u8, padding));
    let mut last: [u8; BLOCK] = with_random(call, Random::bytes)?;
    let mut out = last.to_vec();
    for plain in padded.chunks(BLOCK) {
        let mut block = exclusive_or(&last, plain).into();
        cipher.encrypt_block(&mut block);
        last = block.into();
        out.extend(last);
    }
    Ok(Value::from(base64::encode(&out)))
}

fn decrypt_aes(call: &mut Call<'_>) -> Result<Value, Error> {
    let (cipher, text) = (cipher(&call.string(0)), call.string(1));
    if text.is_empty() {
        return Ok(Value::from(""));
    }
    let bytes = base64::decode(text.as_bytes()).map_err(|error| Error::new(error.to_string()))?;
    let Some((vector, blocks)) = bytes.split_at_checked(BLOCK) else {
        let capacity = text.len() / 4 * 3;
        return Err(Error::new(match capacity {
            // Go looks at the capacity of the slice, which the text's length gives.
            BLOCK.. => format!("runtime error: slice bounds out of range [{BLOCK}:{}]", bytes.len()),
            _ => format!("runtime error: slice bounds out of range [:{BLOCK}] with capacity {capacity}"),
        }));
    };
    if !blocks.len().is_multiple_of(BLOCK) {
        return Err(Error::new("crypto/cipher: input not full blocks"));
    }
    let mut last = vector;
    let mut out = Vec::with_capacity(blocks.len());
    for chunk in blocks.chunks(BLOCK) {
        let mut block = exclusive_or(&[0; BLOCK], chunk).into();
        cipher.decrypt_block(&mut block);
        out.extend(exclusive_or(&block.into(), last));
        last = chunk;
    }
    let Some(padding) = out.last().copied() else {
        return Err(Error::new("runtime error: index out of range [-1]"));
    };
    let length = out.len();
    let kept = length.checked_sub(usize::from(padding)).ok_or_else(|| {
        let negative = length as i64 - i64::from(padding);
        Error::new(format!("runtime error: slice bounds out of range [:{negative}]"))
    })?;
    out.truncate(kept);
    Ok(Value::from(out))
}

/// Both, byte by byte; what is missing counts as zero.
fn exclusive_or(left: &[u8; BLOCK], right: &[u8]) -> [u8; BLOCK] {
    let mut out = *left;
    for (byte, other) in out.iter_mut().zip(right) {
        *byte ^= other;
    }
    out
}
