//! Proven times.

use sigstore_types::{SignatureBytes, TimestampToken, TsaAuthority};
use sigstore_verify::tsa;

use crate::proven::{SignedAt, TimeSource};
use crate::refusal::{Part, Refusal, shown};
use crate::trust::TrustedRoot;

/// How far another clock may be ahead of ours, in seconds.
const CLOCK_SKEW: i64 = 300;

/// The times of all timestamps, each verified; `None` if there are some and no authority is trusted.
pub(super) fn times(
    timestamps: &[Vec<u8>],
    signature: &[u8],
    root: &TrustedRoot,
) -> Result<Option<Vec<SignedAt>>, Refusal> {
    let authorities = root.document().map(|document| document.tsa_authorities()).unwrap_or_default();
    if timestamps.is_empty() || authorities.is_empty() {
        return Ok(timestamps.is_empty().then(Vec::new));
    }
    let signature = SignatureBytes::new(signature.to_vec());
    let times = timestamps.iter().map(|timestamp| time(timestamp, &signature, &authorities));
    times.collect::<Result<Vec<_>, _>>().map(Some)
}

fn time(timestamp: &[u8], signature: &SignatureBytes, authorities: &[TsaAuthority]) -> Result<SignedAt, Refusal> {
    let token = TimestampToken::new(timestamp.to_vec());
    let mut last = String::new();
    for authority in authorities {
        match tsa::verify_timestamp_for_authority(&token, signature, authority) {
            Ok(time) => return Ok(SignedAt { time: time.as_second(), source: TimeSource::TimestampAuthority }),
            Err(error) => last = error.to_string(),
        }
    }
    Err(Refusal::new(Part::Timestamp, shown(&last), "a timestamp over this signature by a trusted authority"))
}

/// Refuses times that have not come yet.
pub(super) fn not_in_the_future(times: &[SignedAt], now: i64) -> Result<(), Refusal> {
    match times.iter().find(|at| at.time > now.saturating_add(CLOCK_SKEW)) {
        Some(at) => {
            let found = format!("{} seconds ahead of now", at.time.saturating_sub(now));
            Err(Refusal::new(Part::Timestamp, found, "a time in the past").hint("is this machine's clock right?"))
        }
        None => Ok(()),
    }
}
