//! Step 7, first half: how and from what the chart was built (SLSA provenance 1).

use serde::Serialize;
use serde_json::Value;
use signing::Proven;
use signing::statement::predicate;

use super::claims::{Claim, Claims};
use super::judged::Judged;
use super::request::{Request, Requirement, Source};

const WHAT: &str = "SLSA provenance";

/// Where a chart comes from, as attested.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Origin {
    /// Repositories' addresses.
    pub repositories: Vec<String>,
    /// Commits.
    pub commits: Vec<String>,
    /// Who built it.
    pub builder: Option<String>,
    /// The run that built it.
    pub invocation: Option<String>,
    /// What was done.
    pub build_type: Option<String>,
    /// Whether files differed from the commit.
    pub changed: bool,
}

impl Origin {
    fn of(statement: &Value) -> Self {
        let text = |pointer: &str| statement.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let dependencies = statement.pointer("/predicate/buildDefinition/resolvedDependencies");
        let dependencies: Vec<&Value> = dependencies.and_then(Value::as_array).into_iter().flatten().collect();
        let sources = || {
            dependencies.iter().filter(|one| ["gitCommit", "sha1"].iter().any(|name| !one["digest"][name].is_null()))
        };
        let commit = |one: &&&Value| {
            let digest = &one["digest"];
            digest["gitCommit"].as_str().or_else(|| digest["sha1"].as_str()).map(str::to_owned)
        };
        let named = text("/predicate/buildDefinition/externalParameters/source/repository")
            .or_else(|| text("/predicate/buildDefinition/externalParameters/workflow/repository"));
        let uris = sources().filter_map(|one| one["uri"].as_str().map(str::to_owned)).chain(named);
        let mut repositories: Vec<String> = uris.map(|uri| plain(&uri).to_owned()).collect();
        repositories.sort();
        repositories.dedup();
        Self {
            repositories,
            commits: sources().filter_map(|one| commit(&one)).collect(),
            builder: text("/predicate/runDetails/builder/id"),
            invocation: text("/predicate/runDetails/metadata/invocationId"),
            build_type: text("/predicate/buildDefinition/buildType"),
            changed: sources().any(|one| one["annotations"]["changed"] == true),
        }
    }

    /// What differs from what is asked for.
    fn differs(&self, source: &Source) -> Option<String> {
        let list = |found: &[String]| if found.is_empty() { "none".to_owned() } else { found.join(", ") };
        if let Some(uri) = &source.uri
            && !self.repositories.iter().any(|found| found == plain(uri))
        {
            return Some(format!("the source repository is {}; expected {}", list(&self.repositories), plain(uri)));
        }
        if let Some(commit) = &source.commit
            && !self.commits.iter().any(|found| found.eq_ignore_ascii_case(commit))
        {
            return Some(format!("the source commit is {}; expected {commit}", list(&self.commits)));
        }
        (source.is_asked_for() && self.changed)
            .then(|| "files differed from the commit; expected what the commit holds".to_owned())
    }

    fn told(&self) -> String {
        let or_unknown = |found: &[String]| if found.is_empty() { "not told".to_owned() } else { found.join(", ") };
        let changed = if self.changed { " with changes that it does not hold" } else { "" };
        format!(
            "source {}, commit {}{changed}, builder {}",
            or_unknown(&self.repositories),
            or_unknown(&self.commits),
            self.builder.as_deref().unwrap_or("not told")
        )
    }
}

/// An address without what says how it is fetched, and without a version.
fn plain(uri: &str) -> &str {
    let uri = uri.strip_prefix("git+").unwrap_or(uri);
    let after_host = uri.find("://").map_or(0, |at| at + 3);
    let end = uri[after_host..].rfind('@').map(|at| after_host + at).filter(|at| uri[after_host..*at].contains('/'));
    let uri = end.map_or(uri, |at| &uri[..at]);
    let uri = uri.trim_end_matches('/');
    uri.strip_suffix(".git").unwrap_or(uri)
}

/// Lines about SLSA provenance, and what it tells. A holder may have attested more than one build of the same bytes: one
/// that is right will do, and the others are told.
pub(super) fn judge(claims: &Claims, request: &Request<'_>) -> (Vec<Judged>, Option<Origin>) {
    let found: Vec<One<'_>> =
        claims.of(predicate::SLSA_PROVENANCE).map(|claim| One::new(claim, request.source)).collect();
    let right = found.iter().find(|one| one.fault.is_none());
    let mut told: Vec<Judged> = found.iter().map(|one| one.judged(right.is_some())).collect();
    let proven = found.iter().any(|one| one.claim.proven.is_some());
    if request.requires(Requirement::Slsa) && !proven {
        let detail = "none is attested by the holder; expected one, because it or a source is required";
        told.push(Judged::failed(WHAT, None, detail));
    } else if found.is_empty() {
        told.push(Judged::absent(WHAT, "none is attached"));
    }
    let origin = right.or(found.first()).map(|one| one.origin.clone());
    (told, origin)
}

/// One statement.
struct One<'a> {
    claim: &'a Claim,
    origin: Origin,
    /// What is wrong with it, and how to mend that.
    fault: Option<(String, &'static str)>,
}

impl<'a> One<'a> {
    fn new(claim: &'a Claim, source: &Source) -> Self {
        let origin = Origin::of(&claim.statement);
        let differs =
            origin.differs(source).map(|found| (found, "it was built from something else: do not install it"));
        let contradicts = || claim.proven.as_ref().and_then(|proven| contradiction(&origin, proven));
        let fault = differs.or_else(|| contradicts().map(|found| (found, WRONG_REMOTE)));
        Self { claim, origin, fault }
    }

    fn judged(&self, another_is_right: bool) -> Judged {
        let digest = Some(self.claim.digest());
        match &self.fault {
            None => self.claim.judged(WHAT, self.origin.told()),
            Some((difference, _)) if another_is_right => {
                Judged::warning(WHAT, digest, format!("{difference}; another statement of the holder is right"))
            }
            Some((difference, hint)) => Judged::failed(WHAT, digest, difference).hint(Some(*hint)),
        }
    }
}

/// What the publisher can do about it.
const WRONG_REMOTE: &str =
    "a publisher whose remote `origin` was wrong sets it right and releases again; anybody else does not install it";

/// The certificate of a workflow names the repository that it ran for, and no workflow can choose that. The commit may
/// differ: a chart's folder was last changed by an older one.
fn contradiction(origin: &Origin, proven: &Proven) -> Option<String> {
    let certified =
        |name: &str| proven.claims.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
    let repository = certified("source repository URI").map(plain)?;
    if !origin.repositories.is_empty() && !origin.repositories.iter().any(|found| is_same(found, repository)) {
        let found = origin.repositories.join(", ");
        return Some(format!("the source repository is {found}; expected {repository}, which the certificate names"));
    }
    None
}

/// Whether two addresses are of one repository: names at GitHub do not depend on case.
fn is_same(left: &str, right: &str) -> bool {
    left == right || (left.starts_with("https://github.com/") && left.eq_ignore_ascii_case(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_github_do_not_depend_on_case() {
        assert!(is_same("https://github.com/Example/Charts", "https://github.com/example/charts"));
        assert!(!is_same("https://git.example/Example/Charts", "https://git.example/example/charts"));
        assert!(!is_same("https://github.com/example/charts", "https://github.com/example/charts2"));
    }

    #[test]
    fn addresses_are_compared_without_how_they_are_fetched() {
        for (uri, expected) in [
            ("git+https://github.com/o/r.git", "https://github.com/o/r"),
            ("git+https://github.com/o/r@refs/heads/main", "https://github.com/o/r"),
            ("https://github.com/o/r/", "https://github.com/o/r"),
            ("ssh://git@host/o/r", "ssh://git@host/o/r"),
        ] {
            assert_eq!(plain(uri), expected);
        }
    }
}
