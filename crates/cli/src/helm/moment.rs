//! Time and chance of this machine, for renders that are not asked to be repeatable.

use render::Moment;

use super::error::{HelmError, Result};
use crate::now;

/// Now, and a fresh seed.
pub fn here() -> Result<Moment> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| HelmError::new(format!("no randomness: {error}")))?;
    Ok(Moment { now: now::unix_nanoseconds(), zone: ("UTC".to_owned(), 0), seed })
}
