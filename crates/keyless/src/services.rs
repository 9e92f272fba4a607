//! Which services sign, log and timestamp.
//!
//! From a signing config (version 0.2), sigstore's public services where nothing is said, or addresses given by name.

use reqwest::Url;
use signing::{SignerError, Witnesses};
use sigstore_trust_root::{SIGSTORE_PRODUCTION_SIGNING_CONFIG, SigningConfig};
use web::printable;

use crate::address::Address;
use crate::selection::{Chosen, choose};

const LIMIT: usize = 1 << 20;

/// The API of a transparency log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogVersion {
    /// Rekor 1: entries carry a signed time.
    V1,
    /// Rekor 2: entries carry none, so that a timestamp is needed.
    V2,
}

/// A transparency log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Log {
    pub address: Address,
    pub version: LogVersion,
}

/// The services of one release, chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services {
    pub(crate) fulcio: Option<Address>,
    /// Where attestations are logged.
    pub(crate) logs: Vec<Log>,
    /// Where cosign's classic signatures are logged: Rekor 1 only, whose signed time that form can carry.
    pub(crate) classic_logs: Vec<Log>,
    pub(crate) timestamps: Vec<Address>,
    issuer: Option<Address>,
}

/// Addresses that the user names one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceUrls {
    /// `--fulcio-url`.
    pub fulcio: Option<String>,
    /// `--rekor-url`, with the API that answers there.
    pub rekor: Option<(String, LogVersion)>,
    /// `--timestamp-url`, the whole URL.
    pub timestamp: Option<String>,
    /// HTTP without TLS is accepted from everywhere, not from this machine only.
    pub plain_http: bool,
}

impl Services {
    /// Reads a signing config and chooses among the services that are valid at `now` (Unix seconds): of each operator
    /// the newest API that we speak, then as many as the config's selector says.
    ///
    /// # Errors
    /// When it can't be read, lists no service that we can use, or asks for more than there are.
    pub fn read_config(json: &[u8], what: &str, now: i64, plain_http: bool) -> Result<Self, SignerError> {
        let unusable = |detail: String| {
            let error = SignerError::configuration(what, format!("not a signing config: {}", printable(&detail)));
            error.with_hint("expected application/vnd.dev.sigstore.signingconfig.v0.2+json")
        };
        if json.len() > LIMIT {
            return Err(unusable(format!("it is longer than {LIMIT} bytes")));
        }
        let text = std::str::from_utf8(json).map_err(|error| unusable(error.to_string()))?;
        let config = SigningConfig::from_json(text).map_err(|error| unusable(error.to_string()))?;
        chosen(&config, what, now, plain_http)
    }

    /// Sigstore's public services, as they were when this program was made.
    ///
    /// # Errors
    /// When they are all out of date.
    pub fn public_good(now: i64) -> Result<Self, SignerError> {
        let json = SIGSTORE_PRODUCTION_SIGNING_CONFIG.as_bytes();
        Self::read_config(json, "the built-in signing config", now, false)
    }

    /// The same services with those replaced that the user names.
    ///
    /// # Errors
    /// For addresses that can't be used.
    pub fn with(mut self, urls: &ServiceUrls) -> Result<Self, SignerError> {
        if let Some(url) = &urls.fulcio {
            self.fulcio = Some(Address::parse(url, "--fulcio-url", urls.plain_http)?);
        }
        if let Some((url, version)) = &urls.rekor {
            let log = Log { address: Address::parse(url, "--rekor-url", urls.plain_http)?, version: *version };
            self.classic_logs = if *version == LogVersion::V1 { vec![log.clone()] } else { Vec::new() };
            self.logs = vec![log];
        }
        if let Some(url) = &urls.timestamp {
            self.timestamps = vec![Address::parse(url, "--timestamp-url", urls.plain_http)?];
        }
        Ok(self)
    }

    /// Whether cosign's classic signatures get a log entry. Where they don't, a keyless classic signature can't be
    /// verified by cosign without weakening it, and is better left out.
    pub fn logs_classic_signatures(&self) -> bool {
        !self.classic_logs.is_empty()
    }

    /// How many of them testify about each statement; a classic signature has room for one log entry.
    pub(crate) fn witnesses(&self) -> Witnesses {
        Witnesses {
            log_entries: self.logs.len(),
            timestamps: self.timestamps.len(),
            classic_log_entries: self.classic_logs.len().min(1),
        }
    }

    /// The log that entries go to first, for messages.
    pub fn log_url(&self) -> Option<&str> {
        self.logs.first().map(|log| log.address.url().as_str())
    }

    /// Where people log in.
    pub(crate) fn issuer(&self) -> Option<&Url> {
        self.issuer.as_ref().map(Address::url)
    }

    /// Checks that they can certify somebody and prove when.
    ///
    /// # Errors
    /// With what is missing.
    pub fn can_certify(&self) -> Result<(), SignerError> {
        if self.fulcio.is_none() {
            let error = SignerError::configuration("the signing services", "there is no certificate authority");
            return Err(error.with_hint("give --fulcio-url, or a signing config with caUrls"));
        }
        self.prove_a_time()
    }

    /// Checks that what these services prove can be verified: a certificate lives for minutes, so that a time is
    /// needed, which Rekor 1 and timestamp authorities prove.
    pub(crate) fn prove_a_time(&self) -> Result<(), SignerError> {
        let dated = self.logs.iter().any(|log| log.version == LogVersion::V1);
        if dated || !self.timestamps.is_empty() {
            return Ok(());
        }
        let (detail, hint) = match self.logs.is_empty() {
            true => ("there is neither a log nor a timestamp authority", "give --rekor-url or --timestamp-url"),
            false => ("entries of Rekor 2 hold no time, and there is no timestamp authority", "give --timestamp-url"),
        };
        Err(SignerError::configuration("the signing services", detail).with_hint(hint))
    }
}

fn chosen(config: &SigningConfig, what: &str, now: i64, plain_http: bool) -> Result<Services, SignerError> {
    let address = |chosen: &Chosen<'_>| Address::parse(chosen.url, what, plain_http);
    let one = |found: Vec<Chosen<'_>>| found.first().map(address).transpose();
    let wrong = |detail: String| SignerError::configuration(what, detail);
    let all = |found: Vec<Chosen<'_>>| found.iter().map(address).collect::<Result<Vec<_>, _>>();
    let log = |chosen: &Chosen<'_>| {
        let version = if chosen.version == 2 { LogVersion::V2 } else { LogVersion::V1 };
        Ok(Log { address: address(chosen)?, version })
    };
    let logs = |versions: &[u32]| {
        let found = choose(&config.rekor_tlog_urls, versions, Some(&config.rekor_tlog_config), now);
        found.map_err(|detail| wrong(format!("rekorTlogUrls: {detail}")))
    };
    // A log of the older API is a kindness to the classic form; that there are too few of them is no error.
    let classic = logs(&[1]).unwrap_or_default();
    let timestamps = choose(&config.tsa_urls, &[1], Some(&config.tsa_config), now);
    Ok(Services {
        fulcio: one(choose(&config.ca_urls, &[1], None, now).map_err(&wrong)?)?,
        logs: logs(&[2, 1])?.iter().map(log).collect::<Result<_, SignerError>>()?,
        classic_logs: classic.iter().map(log).collect::<Result<_, SignerError>>()?,
        timestamps: all(timestamps.map_err(|detail| wrong(format!("tsaUrls: {detail}")))?)?,
        issuer: one(choose(&config.oidc_urls, &[1], None, now).map_err(&wrong)?)?,
    })
}
