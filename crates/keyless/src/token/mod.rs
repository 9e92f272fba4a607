//! Identity tokens: where they come from, and what can be said about them before they are sent anywhere.
//!
//! Sources are asked in cosign's order, and the first that is there decides; a source that is there but fails is an
//! error, never a reason to sign as somebody else:
//!
//! 1. what the user gives explicitly,
//! 2. GitHub Actions (`ACTIONS_ID_TOKEN_REQUEST_URL`, audience `sigstore`),
//! 3. `SIGSTORE_ID_TOKEN`, which GitLab's `id_tokens` set,
//! 4. the file `/var/run/sigstore/cosign/oidc-token`, which Kubernetes projects,
//! 5. a browser, where somebody sits in front of it.
//!
//! Buildkite's agent, cloud metadata and SPIFFE sockets, which cosign also asks, are not: their tokens can be given
//! explicitly.

mod browser;
mod callback;
mod claims;
mod github;

use std::fmt;
use std::sync::Arc;

use signing::{Identity, SignerError};

use crate::http::Http;
use crate::scrub::Secrets;
use crate::{Secret, Services};
use claims::Claims;

pub use browser::Person;

/// The audience that Fulcio expects.
pub const AUDIENCE: &str = "sigstore";

/// Everything tokens may come from, read by the caller. All empty: there is no token.
#[derive(Clone, Default)]
pub struct TokenSources {
    /// What the user gave, and how (`--identity-token`, a file's name).
    pub given: Option<FoundToken>,
    /// GitHub's service, from `ACTIONS_ID_TOKEN_REQUEST_URL` and `…_TOKEN`.
    pub github: Option<GithubService>,
    /// `SIGSTORE_ID_TOKEN`.
    pub environment: Option<FoundToken>,
    /// `/var/run/sigstore/cosign/oidc-token`.
    pub file: Option<FoundToken>,
    /// Somebody who can use a browser; never in CI.
    pub person: Option<Arc<dyn Person>>,
    /// What runs this, for the advice when there is no token.
    pub surroundings: Surroundings,
}

impl TokenSources {
    /// Checks that there is a source at all, without asking it.
    ///
    /// # Errors
    /// With the advice that fits to where this runs.
    pub fn is_any(&self, services: &Services) -> Result<(), SignerError> {
        let found = self.given.is_some() || self.github.is_some() || self.environment.is_some() || self.file.is_some();
        if found || (self.person.is_some() && services.issuer().is_some()) {
            return Ok(());
        }
        Err(nothing(self.surroundings))
    }
}

/// A token with its source, for messages.
#[derive(Clone, Debug)]
pub struct FoundToken {
    /// The token.
    pub token: Secret,
    /// Where it was found.
    pub source: String,
}

/// GitHub's service for tokens of a job.
#[derive(Clone, Debug)]
pub struct GithubService {
    /// `ACTIONS_ID_TOKEN_REQUEST_URL`.
    pub url: String,
    /// `ACTIONS_ID_TOKEN_REQUEST_TOKEN`, sent to that URL only.
    pub bearer: Secret,
}

/// What runs this program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Surroundings {
    /// Somebody's terminal, or nothing known.
    #[default]
    Unknown,
    /// GitHub Actions (`GITHUB_ACTIONS`).
    Github,
    /// GitLab CI (`GITLAB_CI`).
    Gitlab,
    /// Buildkite (`BUILDKITE`).
    Buildkite,
}

/// A token that has three parts and names its holder. Its signature is Fulcio's to check.
#[derive(Clone)]
pub struct IdentityToken {
    text: Secret,
    claims: Claims,
    source: String,
}

impl IdentityToken {
    /// Reads a token from `source`.
    ///
    /// # Errors
    /// When it is no token, without repeating any of it.
    pub fn parse(token: &Secret, source: &str) -> Result<Self, SignerError> {
        let text = token.reveal().trim();
        let claims = Claims::parse(text).map_err(|detail| {
            let error = SignerError::configuration(source, format!("not an OIDC identity token: {detail}"));
            error.with_hint("give the token as its issuer made it: three parts in base64url with dots between them")
        })?;
        Ok(Self { text: Secret::new(text), claims, source: source.to_owned() })
    }

    /// Checks what Fulcio would refuse anyway: audience, time, holder.
    ///
    /// # Errors
    /// With the claim that is wrong.
    pub fn check(&self, now: i64) -> Result<(), SignerError> {
        self.claims
            .check(now)
            .map_err(|(detail, hint)| SignerError::configuration(&self.source, detail).with_hint(hint))
    }

    /// The identity as Fulcio will write it into the certificate, as far as that is known from the token: workflows of
    /// GitHub and GitLab, e-mail addresses, workloads of Kubernetes, else the subject (Fulcio's `docs/oidc.md`).
    pub fn identity(&self) -> Identity {
        self.claims.identity()
    }

    /// Where the token came from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What the proof of possession is made over: the e-mail address, else the subject.
    pub(crate) fn challenge(&self) -> &str {
        self.claims.challenge()
    }

    /// The token itself, for Fulcio.
    pub(crate) fn secret(&self) -> &Secret {
        &self.text
    }

    /// What no message may repeat.
    pub(crate) fn secrets(&self) -> Secrets {
        Secrets::of(&self.text)
    }
}

impl fmt::Debug for IdentityToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("IdentityToken").field("source", &self.source).finish_non_exhaustive()
    }
}

/// The token of the first source that is there, checked.
///
/// # Errors
/// When there is no source, or the first one gives no usable token.
pub async fn find(
    sources: &TokenSources,
    services: &Services,
    http: &Http,
    now: i64,
) -> Result<IdentityToken, SignerError> {
    let token = if let Some(found) = &sources.given {
        IdentityToken::parse(&found.token, &found.source)?
    } else if let Some(service) = &sources.github {
        github::token(service, http).await?
    } else if let Some(found) = sources.environment.as_ref().or(sources.file.as_ref()) {
        IdentityToken::parse(&found.token, &found.source)?
    } else if let (Some(person), Some(issuer)) = (&sources.person, services.issuer()) {
        browser::token(issuer, person, http).await?
    } else {
        return Err(nothing(sources.surroundings));
    };
    token.check(now)?;
    Ok(token)
}

fn nothing(surroundings: Surroundings) -> SignerError {
    let hint = match surroundings {
        Surroundings::Github => "give the job `permissions: id-token: write`",
        Surroundings::Gitlab => "give the job `id_tokens: {SIGSTORE_ID_TOKEN: {aud: sigstore}}`",
        Surroundings::Buildkite => {
            "set SIGSTORE_ID_TOKEN to what `buildkite-agent oidc request-token --audience sigstore` prints"
        }
        Surroundings::Unknown => {
            "give a token for the audience sigstore with --identity-token or SIGSTORE_ID_TOKEN, or sign with a key"
        }
    };
    SignerError::configuration("keyless signing", "there is no OIDC identity token here").with_hint(hint)
}
