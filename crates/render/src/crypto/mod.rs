//! Keys and certificates as Go's `crypto` makes them, with randomness from a seed.
//!
//! Nothing here hides its timing: keys are made and printed on the user's own machine, and never used to talk to
//! others.

mod address;
mod certificate;
mod certificate_read;
mod curve;
mod der;
mod der_read;
mod dsa;
mod ecdsa;
mod montgomery;
mod name;
mod oid;
mod pem;
mod prime;
mod private_key;
mod private_key_read;
mod problem;
mod rsa;

pub(crate) use address::parse_address;
pub(crate) use certificate::{Request, sign};
pub(crate) use certificate_read::{Parent, read as read_certificate};
pub(crate) use pem::{decode as decode_pem, encode as encode_pem};
pub(crate) use private_key::PrivateKey;
pub(crate) use private_key_read::read_pem as read_private_key;
