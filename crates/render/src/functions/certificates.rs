//! Keys and certificates (sprig's `crypto.go`).

use std::sync::Arc;

use gostd::base64;
use gostd::time::Duration;
use gotemplate::format::write_value;
use gotemplate::{Call, Error, Function, Param, Value};

use super::fixed;
use super::limits::count_secret;
use super::random::with_random;
use crate::crypto::{
    self, Parent, PrivateKey, Request, decode_pem, encode_pem, parse_address, read_certificate, read_private_key,
};
use crate::host::Host;
use crate::keys::KeyKind;
use crate::objects::{Certificate, certificate_at, certificate_value};

const AUTHORITY: Param = Param::Object("sprig.certificate");

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("genPrivateKey", &[Param::String], gen_private_key),
    fixed("buildCustomCert", &[Param::String, Param::String], build_custom_cert),
    fixed("genCA", &[Param::String, Param::Int], |call| authority(call, new_key(call)?)),
    fixed("genCAWithKey", &[Param::String, Param::Int, Param::String], |call| authority(call, given_key(call, 2)?)),
    fixed("genSelfSignedCert", &[Param::String, Param::List, Param::List, Param::Int], |call| {
        self_signed(call, new_key)
    }),
    fixed("genSelfSignedCertWithKey", &[Param::String, Param::List, Param::List, Param::Int, Param::String], |call| {
        self_signed(call, |call| given_key(call, 4))
    }),
    fixed("genSignedCert", &[Param::String, Param::List, Param::List, Param::Int, AUTHORITY], |call| {
        signed(call, new_key)
    }),
    fixed(
        "genSignedCertWithKey",
        &[Param::String, Param::List, Param::List, Param::Int, AUTHORITY, Param::String],
        |call| signed(call, |call| given_key(call, 5)),
    ),
];

/// Bits of the keys of certificates.
const CERTIFICATE_BITS: u64 = 2048;

/// Bits of `genPrivateKey "rsa"`.
const KEY_BITS: u64 = 4096;

fn gen_private_key(call: &mut Call<'_>) -> Result<Value, Error> {
    count_secret(call)?;
    let kind = call.string(0);
    let wanted = match kind.as_bytes() {
        b"" | b"rsa" => KeyKind::Rsa(KEY_BITS),
        b"dsa" => KeyKind::Dsa,
        b"ecdsa" => KeyKind::Ecdsa,
        b"ed25519" => KeyKind::Ed25519,
        _ => return Ok(Value::from([b"Unknown type ", kind.as_bytes()].concat())),
    };
    Ok(Value::from(make(call, wanted)?.to_pem()))
}

/// A certificate and its key from base64.
fn build_custom_cert(call: &mut Call<'_>) -> Result<Value, Error> {
    count_secret(call)?;
    let decoded = |index: usize, what: &str| {
        base64::decode(call.string(index).as_bytes()).map_err(|_| Error::new(format!("unable to decode base64 {what}")))
    };
    let (cert, key) = (decoded(0, "certificate")?, decoded(1, "private key")?);
    parent(&cert, "decodedCert")?;
    read_private_key(&key).map_err(|error| Error::new(format!("error parsing private key: {error}")))?;
    Ok(certificate_value(Certificate { cert: cert.into(), key: key.into() }))
}

/// The certificate in a PEM text.
fn parent(pem: &[u8], variable: &str) -> Result<Parent, Error> {
    let block = decode_pem(pem).ok_or_else(|| Error::new("unable to decode certificate"))?;
    let wrong = |error| Error::new(format!("error parsing certificate: {variable}.Bytes: {error}"));
    read_certificate(&block.bytes).map_err(wrong)
}

fn new_key(call: &Call<'_>) -> Result<Arc<PrivateKey>, Error> {
    count_secret(call)?;
    make(call, KeyKind::Rsa(CERTIFICATE_BITS))
}

fn make(call: &Call<'_>, kind: KeyKind) -> Result<Arc<PrivateKey>, Error> {
    let host = call.host::<Host>().ok_or_else(|| Error::new("no source of randomness"))?;
    let before = host.made.get();
    host.made.set(before.saturating_add(1));
    Ok(host.keys.make(kind, host.random.borrow().seed(), before))
}

fn given_key(call: &Call<'_>, index: usize) -> Result<Arc<PrivateKey>, Error> {
    count_secret(call)?;
    let key = read_private_key(call.string(index).as_bytes());
    key.map(Arc::new).map_err(|error| Error::new(format!("parsing private key: {error}")))
}

fn authority(call: &Call<'_>, key: Arc<PrivateKey>) -> Result<Value, Error> {
    let request = Request { is_authority: true, ..request(call, 1)? };
    certificate(call, &request, &key, None, &key)
}

fn self_signed(call: &Call<'_>, key: fn(&Call<'_>) -> Result<Arc<PrivateKey>, Error>) -> Result<Value, Error> {
    let key = key(call)?;
    let request = Request { addresses: addresses(call, 1)?, names: names(call, 2)?, ..request(call, 3)? };
    certificate(call, &request, &key, None, &key)
}

fn signed(call: &Call<'_>, key: fn(&Call<'_>) -> Result<Arc<PrivateKey>, Error>) -> Result<Value, Error> {
    let key = key(call)?;
    let authority = certificate_at(call, 4)?;
    let parent = parent(authority.cert.as_bytes(), "decodedSignerCert")?;
    let signer = read_private_key(authority.key.as_bytes())
        .map_err(|error| Error::new(format!("error parsing private key: {error}")))?;
    let request = Request { addresses: addresses(call, 1)?, names: names(call, 2)?, ..request(call, 3)? };
    certificate(call, &request, &key, Some(&parent), &signer)
}

/// A request by the first argument and the days at a place.
fn request(call: &Call<'_>, days: usize) -> Result<Request, Error> {
    let now = call.host::<Host>().map(Host::now).ok_or_else(|| Error::new("no clock"))?;
    // Go's spans wrap around after 292 years.
    let span = Duration(Duration::HOUR.0.wrapping_mul(24).wrapping_mul(call.integer(days)));
    let end = now.add(span);
    Ok(Request {
        common_name: call.string(0).as_bytes().to_vec(),
        names: Vec::new(),
        addresses: Vec::new(),
        validity: (now, end),
        is_authority: false,
    })
}

fn addresses(call: &Call<'_>, index: usize) -> Result<Vec<Vec<u8>>, Error> {
    let address = |value: &Value| match value {
        Value::String(text) => {
            parse_address(text.as_bytes()).ok_or_else(|| Error::new(format!("error parsing ip: {}", text.to_str())))
        }
        other => Err(Error::new(format!("error parsing ip: {} is not a string", shown(other)))),
    };
    call.list(index).items().iter().map(address).collect()
}

fn names(call: &Call<'_>, index: usize) -> Result<Vec<Vec<u8>>, Error> {
    let name = |value: &Value| match value {
        Value::String(text) => Ok(text.as_bytes().to_vec()),
        other => Err(Error::new(format!("error processing alternate dns name: {} is not a string", shown(other)))),
    };
    call.list(index).items().iter().map(name).collect()
}

/// `%v`
fn shown(value: &Value) -> String {
    let mut out = Vec::new();
    write_value(&mut out, value);
    String::from_utf8_lossy(&out).into_owned()
}

fn certificate(
    call: &Call<'_>,
    request: &Request,
    key: &PrivateKey,
    parent: Option<&Parent>,
    signer: &PrivateKey,
) -> Result<Value, Error> {
    let der = with_random(call, |random| crypto::sign(request, key, parent, signer, random))?;
    let der = der.map_err(|error| Error::new(format!("error creating certificate: {error}")))?;
    let cert = encode_pem("CERTIFICATE", &der).into();
    Ok(certificate_value(Certificate { cert, key: key.to_pem().into() }))
}
