//! From rendered files to manifests and hooks: splitting, reading heads, sorting
//! (Helm: `pkg/release/v1/util`).

mod head;
mod kinds;
mod split;

pub use head::{Head, HeadError};
pub use split::split;

use gostd::slog;

/// One document of a rendered file.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The file it stands in: `chart/templates/x.yaml`.
    pub path: String,
    /// The text.
    pub content: Vec<u8>,
    /// What Helm reads of it.
    pub head: Head,
}

/// A document that Helm runs at an event instead of installing it.
#[derive(Clone, Debug)]
pub struct Hook {
    /// The document.
    pub manifest: Manifest,
    /// The events.
    pub events: Vec<Event>,
}

impl Hook {
    /// Whether it runs at `helm test`.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.events.contains(&Event::Test)
    }
}

/// When a hook runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// `pre-install`
    PreInstall,
    /// `post-install`
    PostInstall,
    /// `pre-delete`
    PreDelete,
    /// `post-delete`
    PostDelete,
    /// `pre-upgrade`
    PreUpgrade,
    /// `post-upgrade`
    PostUpgrade,
    /// `pre-rollback`
    PreRollback,
    /// `post-rollback`
    PostRollback,
    /// `test`, `test-success`
    Test,
}

impl Event {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "pre-install" => Self::PreInstall,
            "post-install" => Self::PostInstall,
            "pre-delete" => Self::PreDelete,
            "post-delete" => Self::PostDelete,
            "pre-upgrade" => Self::PreUpgrade,
            "post-upgrade" => Self::PostUpgrade,
            "pre-rollback" => Self::PreRollback,
            "post-rollback" => Self::PostRollback,
            "test" | "test-success" => Self::Test,
            _ => return None,
        })
    }
}

/// All documents of a render, in the order in which Helm prints and installs them.
#[derive(Clone, Debug, Default)]
pub struct Manifests {
    /// What is installed.
    pub manifests: Vec<Manifest>,
    /// What runs at events.
    pub hooks: Vec<Hook>,
}

/// A document that Helm cannot read.
#[derive(Clone, Debug, thiserror::Error)]
#[error("YAML parse error on {path}: {error}")]
pub struct ManifestError {
    /// The file it stands in.
    pub path: String,
    /// What is wrong.
    pub error: HeadError,
    /// The document as it was rendered.
    pub content: Box<[u8]>,
}

/// A document of either kind.
#[derive(Clone, Debug)]
pub enum Document {
    /// To be installed.
    Manifest(Manifest),
    /// To be run at events.
    Hook(Hook),
}

/// Reads one document of a rendered file; `None` for a hook at unknown events, which Helm drops. What Helm would log is
/// added to `log`.
///
/// # Errors
/// The document is no YAML map, or its head has values of the wrong type.
pub fn read(path: &str, content: Vec<u8>, log: &mut Vec<String>) -> Result<Option<Document>, ManifestError> {
    let head = match head::read(&content) {
        Ok(head) => head,
        Err(error) => return Err(ManifestError { path: path.to_owned(), error, content: content.into() }),
    };
    let manifest = Manifest { path: path.to_owned(), content, head };
    let Some(names) = manifest.head.annotations.get("helm.sh/hook") else {
        return Ok(Some(Document::Manifest(manifest)));
    };
    let events = events(names);
    if events.is_none() {
        log.push(slog::line("INFO", "skipping unknown hooks", &[("hookTypes", names)]));
    }
    Ok(events.map(|events| Document::Hook(Hook { manifest, events })))
}

/// The events of a hook; `None` if one is unknown.
fn events(names: &str) -> Option<Vec<Event>> {
    names.split(',').map(|name| Event::parse(&name.trim().to_lowercase())).collect()
}

/// Sorts documents by kind; those of one kind keep the order in which they are given, by path and place.
#[must_use]
pub fn sorted(documents: impl IntoIterator<Item = Document>) -> Manifests {
    let mut all = Manifests::default();
    for document in documents {
        match document {
            Document::Manifest(manifest) => all.manifests.push(manifest),
            Document::Hook(hook) => all.hooks.push(hook),
        }
    }
    all.manifests.sort_by(|a, b| kinds::compare(&a.head.kind, &b.head.kind));
    all.hooks.sort_by(|a, b| kinds::compare(&a.manifest.head.kind, &b.manifest.head.kind));
    all
}
