//! Which commit a chart's folder comes from, for the provenance of a release.

use std::path::Path;

use release::attest::slsa::Commit;

use super::{GitFacts, git};

/// Hosts whose repositories have the same path over SSH and HTTPS.
const SAME_PATH: [&str; 4] = ["github.com", "gitlab.com", "bitbucket.org", "codeberg.org"];

/// The commit, and the folder's path in its repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Path with `/`, without one at its end; `.` for the root.
    pub folder: String,
    /// The commit.
    pub commit: Commit,
}

/// Where `folder` comes from, if a commit holds it. `facts` is what git said of it.
pub fn place(folder: &Path, facts: &GitFacts) -> Option<Place> {
    let (hash, changed) = match facts {
        GitFacts::Commit { full, changed, .. } => (full.clone(), *changed),
        // A cut history: what is checked out holds the folder, whoever changed it last.
        GitFacts::Shallow => (git(folder, &["rev-parse", "HEAD"]).ok()?, is_changed(folder)),
        _ => return None,
    };
    let prefix = git(folder, &["rev-parse", "--show-prefix"]).ok()?;
    let path = prefix.trim_end_matches('/');
    let repository = git(folder, &["config", "--get", "remote.origin.url"]).ok().and_then(|url| address(&url));
    let folder = if path.is_empty() { "." } else { path }.to_owned();
    Some(Place { folder, commit: Commit { repository, hash, changed } })
}

fn is_changed(folder: &Path) -> bool {
    git(folder, &["status", "--porcelain", "--", "."]).is_ok_and(|answer| !answer.is_empty())
}

/// A repository's address as others can use it: without user and password, without `.git`. A folder of this machine is
/// none.
fn address(url: &str) -> Option<String> {
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) if matches!(scheme, "http" | "https" | "ssh" | "git") => (scheme, rest.to_owned()),
        Some(_) => return None,
        // git's short form of SSH, host:path
        None => {
            let (host, path) = url.split_once(':').filter(|(host, _)| host.len() > 1 && !host.contains('/'))?;
            ("ssh", format!("{host}/{}", path.trim_start_matches('/')))
        }
    };
    let (authority, path) = rest.split_once('/')?;
    let host = authority.rsplit('@').next().unwrap_or_default();
    let path = path.trim_matches('/').trim_end_matches(".git");
    let is_plain =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !"?#@%\\\"<>".contains(c));
    if !is_plain(host) || !is_plain(path) {
        return None;
    }
    let scheme = if SAME_PATH.contains(&host) { "https" } else { scheme };
    Some(format!("{scheme}://{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses_hold_no_secret_and_are_the_same_for_every_clone() {
        let same = "https://github.com/org/charts";
        for url in [
            "https://github.com/org/charts.git",
            "https://x-access-token:ghs_secret@github.com/org/charts",
            "git@github.com:org/charts.git",
            "ssh://git@github.com/org/charts/",
        ] {
            assert_eq!(address(url).as_deref(), Some(same), "{url}");
        }
        assert_eq!(address("git@code.example:team/charts.git").as_deref(), Some("ssh://code.example/team/charts"));
        assert_eq!(address("https://code.example:8443/charts").as_deref(), Some("https://code.example:8443/charts"));
    }

    #[test]
    fn folders_of_this_machine_are_no_addresses() {
        for url in ["/home/somebody/charts", "../charts", "file:///home/somebody/charts", "C:\\charts", "https://host"]
        {
            assert_eq!(address(url), None, "{url}");
        }
        assert_eq!(address("https://host/a?token=secret"), None);
    }
}
