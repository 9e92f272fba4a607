//! Which workflow and run this is, for the provenance of a release (documentation of GitHub Actions, "Default environment
//! variables").

use release::attest::slsa::{LOCAL_BUILDER, Run};

/// The builder of this run: the workflow where GitHub names one, else somebody's machine.
pub fn run(started: i64, finished: i64) -> Run {
    let here = super::is_here();
    let named = |name: &str| std::env::var(name).ok().filter(|value| here && is_plain(value));
    let server = named("GITHUB_SERVER_URL");
    let of = |path: Option<String>| Some(format!("{}/{}", server.as_ref()?, path?));
    let invocation = match (named("GITHUB_REPOSITORY"), named("GITHUB_RUN_ID"), named("GITHUB_RUN_ATTEMPT")) {
        (Some(repository), Some(id), Some(attempt)) => {
            of(Some(format!("{repository}/actions/runs/{id}/attempts/{attempt}")))
        }
        _ => None,
    };
    let builder = of(named("GITHUB_WORKFLOW_REF")).unwrap_or_else(|| LOCAL_BUILDER.to_owned());
    Run { builder, invocation, started, finished }
}

fn is_plain(value: &str) -> bool {
    !value.is_empty() && value.len() < 1000 && value.chars().all(|c| c.is_ascii_graphic())
}
