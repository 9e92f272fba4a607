//! Credential helpers: programs that keep secrets (docker-credential-helpers, `client` and `credentials`).
//!
//! `docker-credential-<name> get` reads the server's name and answers with JSON. Helpers are the user's own programs,
//! but their names stand in a file: no path, no shell, a time limit and an output limit.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::Secret;
use crate::answers::clean;

/// How long a helper may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Bytes of output that are read.
const OUTPUT_LIMIT: u64 = 64 << 10;

/// What helpers print, with a failing exit code, when they have nothing.
const NOTHING: &str = "credentials not found in native keychain";

/// What a helper knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelperAnswer {
    /// User name; `<token>` marks the secret as an identity token.
    pub username: String,
    /// Password or token.
    pub secret: Secret,
}

/// A helper could not be asked, or did not answer as helpers do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HelperError {
    /// The name could lead somewhere else than to a program in `PATH`.
    #[error("helper name {0:?} is refused: only letters, digits, '.', '_' and '-' are allowed")]
    Name(String),
    /// There is no such program.
    #[error("docker-credential-{0} is not in PATH")]
    Missing(String),
    /// The system did not start it.
    #[error("docker-credential-{helper}: {source}")]
    Start {
        /// The helper.
        helper: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// It took longer than 30 seconds.
    #[error("docker-credential-{0} did not answer within 30 s")]
    TimedOut(String),
    /// It printed more than 64 KiB.
    #[error("docker-credential-{0} printed more than 64 KiB")]
    TooLong(String),
    /// It failed for a reason of its own.
    #[error("docker-credential-{helper} failed: {message}")]
    Failed {
        /// The helper.
        helper: String,
        /// What it printed, cleaned and cut.
        message: String,
    },
    /// It succeeded with something else than the JSON of the protocol.
    #[error("docker-credential-{0} answered with something else than JSON with Username and Secret")]
    Answer(String),
}

/// Asks credential helpers.
pub trait HelperRunner: Send + Sync {
    /// Asks `docker-credential-<helper>` for the credentials of `server`; `None` when it has none. Blocks.
    ///
    /// # Errors
    /// [`HelperError`] for everything but "not found": a broken helper must not look like an anonymous user.
    fn get(&self, helper: &str, server: &str) -> Result<Option<HelperAnswer>, HelperError>;
}

/// Runs helpers as processes with the parent's environment.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProcessHelpers;

impl HelperRunner for ProcessHelpers {
    fn get(&self, helper: &str, server: &str) -> Result<Option<HelperAnswer>, HelperError> {
        if !is_name(helper) {
            return Err(HelperError::Name(helper.chars().take(100).collect()));
        }
        let program = in_path(helper).ok_or_else(|| HelperError::Missing(helper.to_owned()))?;
        let (succeeded, output) = run(&program, helper, server, TIME_LIMIT)?;
        understand(helper, succeeded, &output)
    }
}

fn is_name(helper: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !helper.is_empty() && helper.bytes().all(allowed)
}

/// The program in an absolute folder of `PATH`: never in the current folder.
fn in_path(helper: &str) -> Option<PathBuf> {
    let file = format!("docker-credential-{helper}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH")?;
    let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
    folders.map(|folder| folder.join(&file)).find(|program| program.is_file())
}

fn run(program: &Path, helper: &str, server: &str, patience: Duration) -> Result<(bool, Vec<u8>), HelperError> {
    let deadline = Instant::now() + patience;
    let failed = |source| HelperError::Start { helper: helper.to_owned(), source };
    let mut command = Command::new(program);
    // What it says on stderr may hold the secret and is nobody's business.
    command.arg("get").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(failed)?;
    if let Some(mut input) = child.stdin.take() {
        // A helper that doesn't read its input answers for itself.
        let _ = writeln!(input, "{server}");
    }
    let output = match collect(&mut child, deadline) {
        Some(output) if output.len() as u64 <= OUTPUT_LIMIT => output,
        Some(_) => {
            stop(&mut child);
            return Err(HelperError::TooLong(helper.to_owned()));
        }
        None => {
            stop(&mut child);
            return Err(HelperError::TimedOut(helper.to_owned()));
        }
    };
    loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            return Ok((status.success(), output));
        }
        if Instant::now() >= deadline {
            stop(&mut child);
            return Err(HelperError::TimedOut(helper.to_owned()));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Everything printed until the end of the output, one byte over the limit at most; nothing when time runs out.
fn collect(child: &mut Child, deadline: Instant) -> Option<Vec<u8>> {
    let output = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // An error ends the output as its end does.
        let _ = output.take(OUTPUT_LIMIT + 1).read_to_end(&mut bytes);
        let _ = sender.send(bytes);
    });
    receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok()
}

fn stop(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

#[derive(Deserialize)]
struct Answered {
    #[serde(rename = "Username", default)]
    username: String,
    #[serde(rename = "Secret", default)]
    secret: String,
}

fn understand(helper: &str, succeeded: bool, output: &[u8]) -> Result<Option<HelperAnswer>, HelperError> {
    if !succeeded {
        let message = clean(&String::from_utf8_lossy(output), 200);
        if message == NOTHING {
            return Ok(None);
        }
        return Err(HelperError::Failed { helper: helper.to_owned(), message });
    }
    let answered: Answered = serde_json::from_slice(output).map_err(|_| HelperError::Answer(helper.to_owned()))?;
    if answered.username.is_empty() && answered.secret.is_empty() {
        return Ok(None);
    }
    Ok(Some(HelperAnswer { username: answered.username, secret: Secret::new(answered.secret) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r33_names_can_not_leave_path() {
        for name in ["", "../x", "a/b", "a b", "x;y", "é"] {
            assert!(matches!(ProcessHelpers.get(name, "r.example"), Err(HelperError::Name(_))), "{name:?}");
        }
        assert!(is_name("osxkeychain") && is_name("ecr-login") && is_name("gcloud_2.0"));
    }

    #[test]
    fn a_missing_helper_is_an_error() {
        let error = ProcessHelpers.get("portolan-test-that-does-not-exist", "r.example").unwrap_err();
        assert!(matches!(error, HelperError::Missing(_)));
    }

    #[test]
    fn i25_r33_answers_are_understood() {
        let answer =
            understand("x", true, br#"{"ServerURL":"r","Username":"me","Secret":"hunter2"}"#).unwrap().unwrap();
        assert_eq!((answer.username.as_str(), answer.secret.reveal()), ("me", "hunter2"));
        assert_eq!(understand("x", false, b"credentials not found in native keychain\n").unwrap(), None);
        let error = understand("x", false, b"the keychain is \x1b[31mlocked").unwrap_err();
        assert_eq!(error.to_string(), "docker-credential-x failed: the keychain is [31mlocked");
        let error = understand("x", true, b"hunter2").unwrap_err();
        assert!(!error.to_string().contains("hunter2"));
    }
    /// Another process writes the script: were the file open here while another test starts a program, it would be
    /// "busy".
    #[cfg(unix)]
    fn helper(script: &str) -> PathBuf {
        let unique = format!("portolan-helper-{}-{:08x}", std::process::id(), fastrand::u32(..));
        let path = std::env::temp_dir().join(unique);
        let write = "printf '#!/bin/sh\n%s\n' \"$1\" > \"$2\" && chmod 755 \"$2\"";
        let written = Command::new("sh").args(["-c", write, "sh", script]).arg(&path).status();
        assert!(written.unwrap().success());
        path
    }

    /// The secret on its stderr goes nowhere, and a child that it leaves behind is not waited for.
    #[cfg(unix)]
    #[test]
    fn r33_a_helper_that_hangs_or_prints_without_end_is_stopped() {
        for (script, expected) in [
            ("echo hunter2 >&2; exec sleep 600", "docker-credential-x did not answer within 30 s"),
            ("exec >&-; exec sleep 600", "docker-credential-x did not answer within 30 s"),
            ("echo hunter2 >&2; exec yes hunter2", "docker-credential-x printed more than 64 KiB"),
        ] {
            let program = helper(script);
            let begun = Instant::now();
            let error = run(&program, "x", "r.example", Duration::from_millis(500)).unwrap_err();
            std::fs::remove_file(&program).unwrap();
            assert_eq!(error.to_string(), expected);
            assert!(begun.elapsed() < Duration::from_secs(10), "{script}: {:?}", begun.elapsed());
        }
    }
}
