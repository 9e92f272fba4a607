//! What others testify about signatures: when they were there, and that the public can see them.

use futures_util::future::try_join_all;
use signing::{Message, SignerError};
use sigstore_types::{SignatureBytes, TransparencyLogEntry};

use crate::http::Http;
use crate::rekor::{Entry, Verifier, log};
use crate::services::{Log, Services};
use crate::timestamp::timestamp;

/// Most log entries that are made side by side.
const SIDE_BY_SIDE: usize = 16;

/// Testimonies about one signature.
#[derive(Clone, Debug, Default)]
pub(crate) struct Testimony {
    pub log_entries: Vec<TransparencyLogEntry>,
    pub timestamps: Vec<Vec<u8>>,
}

/// Timestamps the signatures, then logs them; of each kind, all side by side. In this order, because an entry of a
/// public log can't be taken back when a timestamp fails.
pub(crate) async fn testify(
    http: &Http,
    services: &Services,
    signed: &[(Message<'_>, SignatureBytes)],
    verifier: &Verifier,
) -> Result<Vec<Testimony>, SignerError> {
    let mut all = Vec::with_capacity(signed.len());
    for group in signed.chunks(SIDE_BY_SIDE) {
        let timestamps = try_join_all(group.iter().map(|(_, signature)| timestamps(http, services, signature))).await?;
        let entries = group.iter().map(|(message, signature)| {
            let entry = Entry { message: *message, signature, verifier };
            entries(http, services, entry)
        });
        let entries = try_join_all(entries).await?;
        let pairs = entries.into_iter().zip(timestamps);
        all.extend(pairs.map(|(log_entries, timestamps)| Testimony { log_entries, timestamps }));
    }
    Ok(all)
}

async fn timestamps(http: &Http, services: &Services, signature: &SignatureBytes) -> Result<Vec<Vec<u8>>, SignerError> {
    let asked = services.timestamps.iter().map(|authority| timestamp(http, authority, signature.as_bytes()));
    try_join_all(asked).await
}

async fn entries(http: &Http, services: &Services, entry: Entry<'_>) -> Result<Vec<TransparencyLogEntry>, SignerError> {
    let logs: &[Log] = match entry.message {
        Message::Statement(_) => &services.logs,
        Message::Simple(_) => &services.classic_logs,
    };
    try_join_all(logs.iter().map(|place| log(http, place, entry))).await
}
