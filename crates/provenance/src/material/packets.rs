//! OpenPGP packets, one by one, within limits.
//!
//! Lengths must be given: a key's packets have definite lengths (RFC 9580 §4.2). What can't be understood but belongs
//! to a key (an unknown subkey, a photo) stays as a boundary, so that its signatures are not taken for another's.

use std::io::BufRead;

use pgp::packet::{Packet, PacketHeader, PublicKey, PublicSubkey, SecretKey, SecretSubkey, Signature, UserId};
use pgp::types::{PacketHeaderVersion, PacketLength, Tag};

use super::{MaterialError, Stub, stub};

/// Most packets that are read of one keyring.
pub const MAX_PACKETS: usize = 10_000;

/// A packet that matters in keys.
pub(crate) enum Piece {
    Primary(PublicKey, Option<Secret<SecretKey>>),
    Subkey(PublicSubkey, Option<Secret<SecretSubkey>>),
    User(UserId),
    Signature(Signature),
    /// A key that can't be read: what follows belongs to it.
    UnknownPrimary,
    /// A subkey, photo or other part that can't be read: the signatures that follow belong to it.
    UnknownPart,
}

/// What a secret key packet holds besides the public key.
#[derive(Clone)]
pub(crate) enum Secret<K> {
    Key(Box<K>),
    Stub(Stub),
}

/// A packet as it lies in the bytes.
struct Framed<'b> {
    header: PacketHeader,
    body: &'b [u8],
    offset: usize,
}

/// The packets that matter of a key file.
///
/// # Errors
/// [`MaterialError`].
pub(crate) fn pieces(bytes: &[u8]) -> Result<Vec<Piece>, MaterialError> {
    framed(bytes)?.into_iter().filter_map(|packet| piece(&packet).transpose()).collect()
}

/// The signatures of a signature block, and nothing else in it.
///
/// # Errors
/// [`MaterialError`]; a packet that is no signature is one.
pub(crate) fn signatures(bytes: &[u8]) -> Result<Vec<Signature>, MaterialError> {
    let signature = |packet: &Framed<'_>| match packet.header.tag() {
        Tag::Signature => match parse(packet) {
            Ok(Packet::Signature(signature)) => Ok(Some(signature)),
            _ => Err(failed(packet, "the signature can't be read")),
        },
        Tag::Marker | Tag::Padding => Ok(None),
        tag => Err(failed(packet, &format!("a signature was expected, not {tag:?}"))),
    };
    framed(bytes)?.iter().filter_map(|packet| signature(packet).transpose()).collect()
}

fn framed(bytes: &[u8]) -> Result<Vec<Framed<'_>>, MaterialError> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let offset = bytes.len().saturating_sub(rest.len());
        let broken = |detail: &str| MaterialError::Packet { offset, detail: detail.to_owned() };
        let header = PacketHeader::try_from_reader(&mut rest).map_err(|_| broken("it has no packet header"))?;
        let PacketLength::Fixed(length) = header.packet_length() else {
            return Err(broken("its length is not given (partial or indeterminate): keys have no such packets"));
        };
        let length = usize::try_from(length).map_err(|_| broken("it is too long"))?;
        let body = rest.get(..length).ok_or_else(|| broken("it is cut off"))?;
        rest.consume(length);
        found.push(Framed { header, body, offset });
        if found.len() > MAX_PACKETS {
            return Err(MaterialError::TooManyPackets);
        }
    }
    Ok(found)
}

fn piece(packet: &Framed<'_>) -> Result<Option<Piece>, MaterialError> {
    let piece = match packet.header.tag() {
        Tag::Marker | Tag::Trust | Tag::Padding | Tag::Experimental(_) | Tag::UnassignedNonCritical(_) => {
            return Ok(None);
        }
        // GnuPG 1 wrote comments as packets of type 16.
        Tag::Invalid(_) => return Ok(None),
        Tag::PublicKey | Tag::SecretKey => primary(packet).unwrap_or(Piece::UnknownPrimary),
        Tag::PublicSubkey | Tag::SecretSubkey => subkey(packet).unwrap_or(Piece::UnknownPart),
        Tag::UserId => match parse(packet) {
            Ok(Packet::UserId(user)) => Piece::User(user),
            _ => Piece::UnknownPart,
        },
        Tag::UserAttribute => Piece::UnknownPart,
        // A signature that can't be read proves nothing, and takes nothing away.
        Tag::Signature => match parse(packet) {
            Ok(Packet::Signature(signature)) => Piece::Signature(signature),
            _ => return Ok(None),
        },
        tag => return Err(failed(packet, &format!("{tag:?} is no part of a key"))),
    };
    Ok(Some(piece))
}

fn primary(packet: &Framed<'_>) -> Option<Piece> {
    if let Some(stub) = stubbed(packet) {
        let (public, stub) = (public_part(packet, stub.0, Tag::PublicKey)?, stub.1);
        let Packet::PublicKey(key) = public else { return None };
        return Some(Piece::Primary(key, Some(Secret::Stub(stub))));
    }
    match parse(packet).ok()? {
        Packet::PublicKey(key) => Some(Piece::Primary(key, None)),
        Packet::SecretKey(key) => Some(Piece::Primary(key.public_key().clone(), Some(Secret::Key(Box::new(key))))),
        _ => None,
    }
}

fn subkey(packet: &Framed<'_>) -> Option<Piece> {
    if let Some(stub) = stubbed(packet) {
        let (public, stub) = (public_part(packet, stub.0, Tag::PublicSubkey)?, stub.1);
        let Packet::PublicSubkey(key) = public else { return None };
        return Some(Piece::Subkey(key, Some(Secret::Stub(stub))));
    }
    match parse(packet).ok()? {
        Packet::PublicSubkey(key) => Some(Piece::Subkey(key, None)),
        Packet::SecretSubkey(key) => Some(Piece::Subkey(key.public_key().clone(), Some(Secret::Key(Box::new(key))))),
        _ => None,
    }
}

fn stubbed(packet: &Framed<'_>) -> Option<(usize, Stub)> {
    let secret = matches!(packet.header.tag(), Tag::SecretKey | Tag::SecretSubkey);
    secret.then(|| stub::find(packet.body)).flatten()
}

/// The public key at the start of a secret key packet.
fn public_part(packet: &Framed<'_>, end: usize, tag: Tag) -> Option<Packet> {
    let body = packet.body.get(..end)?;
    let length = PacketLength::Fixed(u32::try_from(body.len()).ok()?);
    let header = PacketHeader::from_parts(PacketHeaderVersion::New, tag, length).ok()?;
    parse(&Framed { header, body, offset: packet.offset }).ok()
}

fn parse(packet: &Framed<'_>) -> pgp::errors::Result<Packet> {
    Packet::from_reader(packet.header, packet.body)
}

fn failed(packet: &Framed<'_>, detail: &str) -> MaterialError {
    MaterialError::Packet { offset: packet.offset, detail: detail.to_owned() }
}
