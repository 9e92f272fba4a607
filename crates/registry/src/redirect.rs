//! Where an answer sends a reader (RFC 9110, section 15.4).
//!
//! Only GET and HEAD are redirected. Who may be sent where is [`crate::safety`]'s business.

use oci::StoreError;
use reqwest::header::LOCATION;
use reqwest::{Method, Url};

use crate::wire::{Answer, Exchange};

/// Redirects followed for one request.
pub(crate) const MOST: usize = 5;

/// The URL to ask instead, or nothing when the answer is the answer.
pub(crate) fn target(answer: &Answer, asked: &Exchange) -> Result<Option<Url>, StoreError> {
    let reading = asked.method == Method::GET || asked.method == Method::HEAD;
    if !reading || !matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = answer.text(LOCATION).ok_or_else(|| refused(answer, "a redirect without Location".to_owned()))?;
    let target = asked.url.join(location).map_err(|error| refused(answer, format!("a redirect to no URL: {error}")))?;
    Ok(Some(target))
}

fn refused(answer: &Answer, detail: String) -> StoreError {
    StoreError::Refused { location: answer.location.clone(), status: answer.status.as_u16(), detail }
}
