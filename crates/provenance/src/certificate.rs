//! Keys as their holders pass them on: a primary key, its names, its subkeys, and the signatures that bind them.
//!
//! RFC 9580 §10.1 gives the order of packets. The same key met twice (in a public and a secret keyring, in two
//! armour blocks) becomes one certificate with everything that either says: a revocation in one of them counts.

use std::collections::BTreeMap;

use pgp::packet::{PublicKey, PublicSubkey, SecretKey, SecretSubkey, Signature, SignatureType, UserId};
use pgp::types::KeyDetails as _;

use crate::material::{Form, MaterialError, Piece, Secret, read};
use crate::signature::hex;

/// A key with all that belongs to it.
#[derive(Clone)]
pub struct Certificate {
    pub(crate) primary: PublicKey,
    pub(crate) secret: Option<Secret<SecretKey>>,
    /// Signatures on the primary key itself, revocations among them.
    pub(crate) direct: Vec<Signature>,
    pub(crate) users: Vec<User>,
    pub(crate) subkeys: Vec<Subkey>,
}

/// A name with the signatures on it.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) id: UserId,
    pub(crate) signatures: Vec<Signature>,
}

/// A subkey with the signatures on it.
#[derive(Clone)]
pub(crate) struct Subkey {
    pub(crate) key: PublicSubkey,
    pub(crate) secret: Option<Secret<SecretSubkey>>,
    pub(crate) signatures: Vec<Signature>,
}

impl Certificate {
    /// The primary key's fingerprint in upper-case hexadecimal.
    pub fn fingerprint(&self) -> String {
        hex(&self.primary.fingerprint())
    }

    /// All names in it, proven or not.
    pub fn names(&self) -> Vec<String> {
        self.users.iter().map(User::name).collect()
    }

    /// The key in messages: its first name and its fingerprint.
    pub fn shown(&self) -> String {
        let name = self.users.first().map(User::name);
        name.map_or_else(|| self.fingerprint(), |name| format!("{name} ({})", self.fingerprint()))
    }

    /// The certificate without its secrets.
    pub(crate) fn public(&self) -> Self {
        let subkeys = self.subkeys.iter().map(|subkey| Subkey { secret: None, ..subkey.clone() }).collect();
        Self { secret: None, subkeys, ..self.clone() }
    }

    fn merge(&mut self, other: Self) {
        keep(&mut self.secret, other.secret);
        extend(&mut self.direct, other.direct);
        for user in other.users {
            match self.users.iter_mut().find(|known| known.id.id() == user.id.id()) {
                Some(known) => extend(&mut known.signatures, user.signatures),
                None => self.users.push(user),
            }
        }
        for subkey in other.subkeys {
            match self.subkeys.iter_mut().find(|known| known.key.fingerprint() == subkey.key.fingerprint()) {
                Some(known) => {
                    keep(&mut known.secret, subkey.secret);
                    extend(&mut known.signatures, subkey.signatures);
                }
                None => self.subkeys.push(subkey),
            }
        }
    }
}

impl User {
    pub(crate) fn name(&self) -> String {
        let printable = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
        String::from_utf8_lossy(self.id.id()).chars().map(printable).collect()
    }
}

/// A secret is better than a stub, a stub better than nothing.
fn keep<K>(known: &mut Option<Secret<K>>, other: Option<Secret<K>>) {
    if !matches!(known, Some(Secret::Key(_))) && other.is_some() {
        *known = other;
    }
}

fn extend(known: &mut Vec<Signature>, others: Vec<Signature>) {
    known.extend(others);
}

/// Reads all keys of a key file or keyring.
///
/// # Errors
/// [`MaterialError`]: unreadable bytes, or no key among them.
pub(crate) fn certificates(bytes: &[u8]) -> Result<(Form, Vec<Certificate>), MaterialError> {
    let (form, pieces) = read(bytes)?;
    let mut found: Vec<Certificate> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for certificate in sort(pieces) {
        match known.get(&certificate.fingerprint()).and_then(|index| found.get_mut(*index)) {
            Some(first) => first.merge(certificate),
            None => {
                known.insert(certificate.fingerprint(), found.len());
                found.push(certificate);
            }
        }
    }
    if found.is_empty() { Err(MaterialError::NoKey) } else { Ok((form, found)) }
}

/// Where a signature that comes next belongs.
enum Place {
    Nowhere,
    Primary,
    User,
    Subkey,
}

fn sort(pieces: Vec<Piece>) -> Vec<Certificate> {
    let mut found: Vec<Certificate> = Vec::new();
    let mut place = Place::Nowhere;
    // After a key that can't be read everything belongs to that key, until the next primary key.
    let mut readable = false;
    for piece in pieces {
        place = match (piece, found.last_mut()) {
            (Piece::Primary(primary, secret), _) => {
                readable = true;
                found.push(Certificate { primary, secret, direct: Vec::new(), users: Vec::new(), subkeys: Vec::new() });
                Place::Primary
            }
            (Piece::UnknownPrimary, _) => {
                readable = false;
                Place::Nowhere
            }
            (Piece::User(id), Some(last)) if readable => {
                last.users.push(User { id, signatures: Vec::new() });
                Place::User
            }
            (Piece::Subkey(key, secret), Some(last)) if readable => {
                last.subkeys.push(Subkey { key, secret, signatures: Vec::new() });
                Place::Subkey
            }
            (Piece::Signature(signature), Some(last)) if readable => {
                bind(last, &place, signature);
                place
            }
            (Piece::UnknownPart | Piece::User(_) | Piece::Subkey(..) | Piece::Signature(_), _) => Place::Nowhere,
        };
    }
    found
}

fn bind(certificate: &mut Certificate, place: &Place, signature: Signature) {
    // Wherever it stands, a revocation of the key is one.
    if signature.typ() == Some(SignatureType::KeyRevocation) {
        certificate.direct.push(signature);
        return;
    }
    match place {
        Place::Nowhere => {}
        Place::Primary => certificate.direct.push(signature),
        Place::User => {
            certificate.users.last_mut().into_iter().for_each(|user| user.signatures.push(signature.clone()))
        }
        Place::Subkey => {
            certificate.subkeys.last_mut().into_iter().for_each(|subkey| subkey.signatures.push(signature.clone()));
        }
    }
}
