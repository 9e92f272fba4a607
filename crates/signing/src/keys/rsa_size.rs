//! How large an RSA key is that the library does not take: its modulus, found in the DER (RFC 8017, appendix A.1).

use super::private::Form;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const BITS: u8 = 0x03;
/// `rsaEncryption`, 1.2.840.113549.1.1.1, as an element.
const RSA: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/// The bits of a private key's modulus; `None` for a key of another kind, or none at all.
pub(super) fn of_private(form: Form, der: &[u8]) -> Option<usize> {
    let key = match form {
        Form::Pkcs1 => der,
        Form::Pkcs8 => {
            let (_version, rest) = element(INTEGER, inside(SEQUENCE, der)?)?;
            element(OCTETS, algorithm(rest)?)?.0
        }
        Form::Sec1 => return None,
    };
    let (_version, rest) = element(INTEGER, inside(SEQUENCE, key)?)?;
    modulus(rest)
}

/// The same of a public key.
pub(super) fn of_public(der: &[u8]) -> Option<usize> {
    let (key, _) = element(BITS, algorithm(inside(SEQUENCE, der)?)?)?;
    // The first byte says how many bits of the last one are unused.
    modulus(inside(SEQUENCE, key.get(1..)?)?)
}

/// What follows the algorithm, if that is RSA.
fn algorithm(bytes: &[u8]) -> Option<&[u8]> {
    let (algorithm, rest) = element(SEQUENCE, bytes)?;
    algorithm.starts_with(&RSA).then_some(rest)
}

fn modulus(bytes: &[u8]) -> Option<usize> {
    let (number, _) = element(INTEGER, bytes)?;
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let number = number.get(zeros..)?;
    let spare = usize::try_from(number.first()?.leading_zeros()).ok()?;
    Some(number.len() * 8 - spare)
}

fn inside(tag: u8, bytes: &[u8]) -> Option<&[u8]> {
    Some(element(tag, bytes)?.0)
}

/// The content of an element that has this tag, and what follows the element.
fn element(tag: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (found, rest) = bytes.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, rest) = match length.checked_sub(0x80) {
        None => (usize::from(*length), rest),
        Some(count @ 1..=3) => {
            let (digits, rest) = rest.split_at_checked(usize::from(count))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        Some(_) => return None,
    };
    (*found == tag).then_some(())?;
    rest.split_at_checked(length)
}
