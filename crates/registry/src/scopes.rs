//! Token scopes: which rights on which resources (distribution, "Token Scope Documentation").

use std::collections::{BTreeMap, BTreeSet};

use oci::RepositoryName;

/// Scopes taken over from one challenge.
const MOST: usize = 8;

/// Rights per resource; equal sets compare and hash as equal, whatever order they were given in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Scopes(BTreeMap<String, BTreeSet<String>>);

impl Scopes {
    /// Reading one repository.
    pub(crate) fn pull(name: &RepositoryName) -> Self {
        Self::default().with(&format!("repository:{name}:pull"))
    }

    /// Reading and writing one repository.
    pub(crate) fn push(name: &RepositoryName) -> Self {
        Self::default().with(&format!("repository:{name}:pull,push"))
    }

    /// Deleting in one repository.
    pub(crate) fn delete(name: &RepositoryName) -> Self {
        Self::default().with(&format!("repository:{name}:delete,pull,push"))
    }

    /// Listing the repositories.
    pub(crate) fn catalog() -> Self {
        Self::default().with("registry:catalog:*")
    }

    /// These and `others` together.
    pub(crate) fn and(mut self, others: &Self) -> Self {
        for (resource, actions) in &others.0 {
            self.0.entry(resource.clone()).or_default().extend(actions.iter().cloned());
        }
        self
    }

    /// These and what a challenge asks for, separated by spaces.
    pub(crate) fn with(mut self, challenge: &str) -> Self {
        for scope in challenge.split_ascii_whitespace().take(MOST) {
            // The name may hold a colon (a host with a port), the actions can't.
            if let Some((resource, actions)) = scope.rsplit_once(':') {
                let actions = actions.split(',').filter(|action| !action.is_empty()).map(str::to_owned);
                self.0.entry(resource.to_owned()).or_default().extend(actions);
            }
        }
        self
    }

    /// Whether they hold more than the right to read.
    pub(crate) fn writes(&self) -> bool {
        self.0.values().flatten().any(|action| action == "push" || action == "delete")
    }

    /// One `scope` parameter per resource, actions sorted.
    pub(crate) fn lines(&self) -> Vec<String> {
        let line = |(resource, actions): (&String, &BTreeSet<String>)| {
            let actions: Vec<&str> =
                if actions.contains("*") { vec!["*"] } else { actions.iter().map(String::as_str).collect() };
            format!("{resource}:{}", actions.join(","))
        };
        self.0.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i28_wanted_and_challenged_scopes_merge() {
        let name = RepositoryName::parse("org/charts/demo").unwrap();
        let merged = Scopes::pull(&name).with("repository:org/charts/demo:push,pull repository:other:pull");
        assert_eq!(merged.lines(), ["repository:org/charts/demo:pull,push", "repository:other:pull"]);
        assert_eq!(Scopes::catalog().lines(), ["registry:catalog:*"]);
    }

    #[test]
    fn a_mount_asks_for_both_repositories() {
        let target = RepositoryName::parse("a/target").unwrap();
        let source = RepositoryName::parse("a/source").unwrap();
        let scopes = Scopes::push(&target).and(&Scopes::pull(&source));
        assert_eq!(scopes.lines(), ["repository:a/source:pull", "repository:a/target:pull,push"]);
    }
}
