//! Waiting for a version, and telling "not yet" from "refused".

use std::time::{Duration, Instant};

use crate::{Client, HubError, Listed};

/// What is waited for.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Artifact Hub's address.
    pub hub: String,
    /// The repository's name in Artifact Hub.
    pub repository: String,
    /// The package's name.
    pub chart: String,
    /// The version, as Artifact Hub normalises it.
    pub version: String,
    /// Whether the chart's annotation calls it a prerelease, if that is known.
    pub prerelease: Option<bool>,
    /// How long to wait.
    pub timeout: Duration,
    /// Pause between questions.
    pub interval: Duration,
}

/// How waiting ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Indexing {
    /// The version is listed.
    Listed(Box<Listed>),
    /// Artifact Hub has read the current list of versions and did not list this one: its errors.
    Refused(String),
    /// The version is listed, but not as it was published: what differs.
    Different(Vec<String>),
    /// The time is over.
    NotInTime,
}

/// Asks until the version is listed, refused, or the time is over. `digest` is the SHA-256 (hex) of the repository's
/// list of versions; `talk` is told each time why it goes on waiting.
///
/// # Errors
/// [`HubError::Address`]. Being unreachable, or answering what the API does not say, is only a reason to ask again.
pub async fn wait(waiting: &Waiting, url: &str, digest: &str, talk: &dyn Fn(&str)) -> Result<Indexing, HubError> {
    let client = Client::new(&waiting.hub)?;
    let begun = Instant::now();
    loop {
        match look(&client, waiting, url, digest).await {
            Ok(Look::Listed(listed)) => {
                let differences = differences(&listed, waiting, url);
                return Ok(if differences.is_empty() {
                    Indexing::Listed(listed)
                } else {
                    Indexing::Different(differences)
                });
            }
            Ok(Look::Refused(reason)) => return Ok(Indexing::Refused(reason)),
            Ok(Look::NotYet(reason)) => talk(&format!("not listed yet: {reason}")),
            Err(error @ (HubError::Unreachable { .. } | HubError::Answer { .. })) => {
                talk(&format!("asking again: {error}"))
            }
            Err(error) => return Err(error),
        }
        if begun.elapsed() + waiting.interval > waiting.timeout {
            return Ok(Indexing::NotInTime);
        }
        tokio::time::sleep(waiting.interval).await;
    }
}

/// What Artifact Hub shows otherwise than it was published.
fn differences(listed: &Listed, waiting: &Waiting, url: &str) -> Vec<String> {
    let mut differences = Vec::new();
    if listed.version != waiting.version {
        differences.push(format!("version is {:?}, expected {:?}", listed.version, waiting.version));
    }
    if let Some(found) = listed.content_url.as_ref().filter(|found| !found.starts_with(&format!("{url}:"))) {
        differences.push(format!("content_url is {found:?}, expected one below {url}"));
    }
    if let Some(expected) = waiting.prerelease.filter(|expected| *expected != listed.prerelease) {
        differences.push(format!("prerelease is {}, expected {expected}", listed.prerelease));
    }
    differences
}

enum Look {
    Listed(Box<Listed>),
    Refused(String),
    NotYet(&'static str),
}

async fn look(client: &Client, waiting: &Waiting, url: &str, digest: &str) -> Result<Look, HubError> {
    if let Some(listed) = client.version(&waiting.repository, &waiting.chart, &waiting.version).await? {
        return Ok(Look::Listed(Box::new(listed)));
    }
    let Some(repository) = client.repository(url).await? else {
        return Ok(Look::NotYet("no repository with this address is registered at Artifact Hub"));
    };
    if repository.digest.as_deref() != Some(digest) {
        return Ok(Look::NotYet("the tracker has not read the new list of versions"));
    }
    // The version may have been listed between the two questions.
    if let Some(listed) = client.version(&waiting.repository, &waiting.chart, &waiting.version).await? {
        return Ok(Look::Listed(Box::new(listed)));
    }
    let errors = repository.last_tracking_errors.filter(|errors| !errors.is_empty());
    Ok(Look::Refused(errors.unwrap_or_else(|| {
        "no tracking error is shown: the version is ignored by artifacthub-repo.yml, or the tracker crashed on it"
            .to_owned()
    })))
}
