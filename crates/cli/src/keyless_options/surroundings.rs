//! Where identity tokens may be found: what the user says, the CI system, files, a person.

use std::env;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use keyless::token::{FoundToken, GithubService, Person, Surroundings};
use keyless::{Secret, TokenSources};

use super::KeylessOptions;
use super::person::Terminal;
use crate::disk;
use crate::failure::{Failure, Result};

const LIMIT: u64 = 64 << 10;
const VARIABLE: &str = "SIGSTORE_ID_TOKEN";
/// Where Kubernetes projects a token for cosign and for us.
const FILE: &str = "/var/run/sigstore/cosign/oidc-token";

/// Reads them all, so that the first one that is there can be used.
pub(super) fn token_sources(options: &KeylessOptions) -> Result<TokenSources> {
    let environment = variable(VARIABLE).map(|token| found(token, VARIABLE));
    Ok(TokenSources {
        given: options.identity_token.as_deref().map(given).transpose()?,
        github: github(),
        environment,
        file: projected()?,
        person: person(),
        surroundings: surroundings(),
    })
}

fn found(token: String, source: &str) -> FoundToken {
    FoundToken { token: Secret::new(token), source: source.to_owned() }
}

/// `--identity-token`: a file, or `env:NAME`; never the token itself.
fn given(text: &str) -> Result<FoundToken> {
    if let Some(name) = text.strip_prefix("env:") {
        let missing = || Failure::usage(format!("--identity-token: the variable {name} is not set"));
        return variable(name).map(|token| found(token, text)).ok_or_else(missing);
    }
    if is_token(text) {
        let failure =
            Failure::usage("--identity-token: a token on the command line is seen by everybody on this machine");
        return Err(failure.hint("give a file that holds it, or env:NAME for a variable that does"));
    }
    let bytes = disk::read(Path::new(text), LIMIT).map_err(|failure| Failure::usage(failure.message))?;
    let token = String::from_utf8(bytes).map_err(|_| Failure::usage(format!("{text}: not an OIDC identity token")))?;
    Ok(found(token, text))
}

/// Whether what should be the place of a token is a token itself: a JWT.
pub fn is_token(text: &str) -> bool {
    text.len() > 100 && text.starts_with("ey") && text.split('.').count() == 3
}

fn github() -> Option<GithubService> {
    let url = variable("ACTIONS_ID_TOKEN_REQUEST_URL")?;
    let bearer = Secret::new(variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN")?);
    Some(GithubService { url, bearer })
}

fn projected() -> Result<Option<FoundToken>> {
    let read = disk::read_if_there(Path::new(FILE), LIMIT).map_err(|failure| Failure::usage(failure.message))?;
    Ok(read.and_then(|bytes| String::from_utf8(bytes).ok()).map(|token| found(token, FILE)))
}

/// Somebody who sees what is said and can answer. In CI nobody does, whatever stdin looks like.
fn person() -> Option<Arc<dyn Person>> {
    let automatic = variable("CI").is_some_and(|value| value != "false") || surroundings() != Surroundings::Unknown;
    let there = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if there && !automatic { Some(Arc::new(Terminal)) } else { None }
}

fn surroundings() -> Surroundings {
    let is = |name: &str| variable(name).is_some_and(|value| value == "true");
    if is("GITHUB_ACTIONS") {
        Surroundings::Github
    } else if is("GITLAB_CI") {
        Surroundings::Gitlab
    } else if is("BUILDKITE") {
        Surroundings::Buildkite
    } else {
        Surroundings::Unknown
    }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_on_the_command_line_are_refused_and_not_repeated() {
        let token = format!("eyJhbGciOiJub25lIn0.{}.c2ln", "eyJzdWIiOiJtZSJ9".repeat(10));
        let failure = given(&token).unwrap_err();
        assert!(
            !failure.message.contains("eyJ") && failure.message.contains("seen by everybody"),
            "{}",
            failure.message
        );
    }

    #[test]
    fn files_and_variables_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        std::fs::write(&file, "a.b.c\n").unwrap();
        let found = given(file.to_str().unwrap()).unwrap();
        assert_eq!((found.token.reveal(), found.source.as_str()), ("a.b.c\n", file.to_str().unwrap()));
        assert!(given("env:PORTOLAN_TEST_NOT_SET").unwrap_err().message.contains("PORTOLAN_TEST_NOT_SET is not set"));
        assert!(given("/nowhere/token").unwrap_err().message.starts_with("/nowhere/token: "));
    }
}
