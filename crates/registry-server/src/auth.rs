//! Basic authentication against an [`Htpasswd`].

use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use hyper::header::HeaderValue;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::htpasswd::Htpasswd;
use crate::problem::{Code, Problem};

/// bcrypt is slow on purpose: this many checks run at the same time.
const CHECKS: usize = 4;
/// Credentials that are remembered; more users than this only log in more slowly.
const REMEMBERED: usize = 256;

/// Lets the right requests through.
pub(crate) struct Gate {
    users: Htpasswd,
    /// SHA-256 of `Authorization` values that were right.
    admitted: Mutex<Vec<[u8; 32]>>,
    checks: Semaphore,
}

impl Gate {
    pub(crate) fn new(users: Htpasswd) -> Self {
        Self { users, admitted: Mutex::default(), checks: Semaphore::new(CHECKS) }
    }

    /// Nothing for good credentials, 401 with the challenge for everything else.
    pub(crate) async fn admit(&self, authorization: Option<&HeaderValue>) -> Result<(), Problem> {
        let Some(value) = authorization else { return Err(challenge("authentication required")) };
        let key: [u8; 32] = Sha256::digest(value.as_bytes()).into();
        if self.admitted().iter().fold(false, |found, known| found | same(known, &key)) {
            return Ok(());
        }
        let Some((user, password)) = credentials(value) else {
            return Err(challenge("the Authorization header is not Basic authentication"));
        };
        if !self.check(&user, password).await {
            return Err(challenge("wrong user or password"));
        }
        self.remember(key);
        Ok(())
    }

    async fn check(&self, user: &str, password: Vec<u8>) -> bool {
        let Some((hash, known)) = self.users.hash_for(user) else { return false };
        let Ok(_turn) = self.checks.acquire().await else { return false };
        let verified = spawn_blocking(move || bcrypt::verify(password, &hash).unwrap_or(false)).await;
        verified.unwrap_or(false) && known
    }

    fn remember(&self, key: [u8; 32]) {
        let mut admitted = self.admitted();
        if admitted.len() >= REMEMBERED {
            admitted.remove(0);
        }
        admitted.push(key);
    }

    fn admitted(&self) -> MutexGuard<'_, Vec<[u8; 32]>> {
        self.admitted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Compares without stopping at the first difference.
fn same(left: &[u8; 32], right: &[u8; 32]) -> bool {
    left.iter().zip(right).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

/// User and password of a Basic `Authorization` value (RFC 7617).
fn credentials(value: &HeaderValue) -> Option<(String, Vec<u8>)> {
    let (scheme, encoded) = value.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = STANDARD.decode(encoded.trim()).ok()?;
    let colon = decoded.iter().position(|byte| *byte == b':')?;
    let (user, rest) = decoded.split_at_checked(colon)?;
    let password = rest.get(1..)?.to_vec();
    Some((String::from_utf8(user.to_vec()).ok()?, password))
}

fn challenge(message: &str) -> Problem {
    let problem = Problem::new(StatusCode::UNAUTHORIZED, Code::Unauthorized, message);
    problem.header("www-authenticate", "Basic realm=\"portolan\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basic(pair: &str) -> HeaderValue {
        HeaderValue::from_str(&format!("bAsIc {}", STANDARD.encode(pair))).unwrap()
    }

    #[tokio::test]
    async fn the_right_password_is_checked_once() {
        let hash = bcrypt::hash("sea:chart", 4).unwrap();
        let gate = Gate::new(Htpasswd::parse(&format!("ann:{hash}")).unwrap());
        assert!(gate.admit(None).await.is_err());
        for wrong in [basic("ann:sea"), basic("eve:sea:chart"), basic("ann"), HeaderValue::from_static("Bearer x")] {
            assert!(gate.admit(Some(&wrong)).await.is_err(), "{wrong:?}");
        }
        assert_eq!(gate.admitted().len(), 0);
        for _ in 0..3 {
            assert!(gate.admit(Some(&basic("ann:sea:chart"))).await.is_ok());
        }
        assert_eq!(gate.admitted().len(), 1);
    }
}
