//! Why a version is not listed.

use goyaml::Position;

use crate::multierror;

/// At which step it falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The tag is no version, so nobody looks at it.
    NotAVersion,
    /// The chart can't be loaded.
    Load,
    /// Portolan can't read the chart, within its limits or by the rules of Helm 4; what Artifact Hub would say of it is
    /// not known.
    Unread,
    /// Annotations are not as they must be.
    Annotations,
    /// A rule of `artifacthub-repo.yml` covers it.
    Ignored,
    /// The database, or what stands before it, does not take it.
    Registration,
    /// The tracker stumbles: the version is missing and no error says so.
    Panic,
    /// The tracker stumbles over the whole repository, at every run, and no error says so.
    RepositoryPanic,
}

impl RefusalKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotAVersion => "notAVersion",
            Self::Load => "load",
            Self::Unread => "unread",
            Self::Annotations => "annotations",
            Self::Ignored => "ignored",
            Self::Registration => "registration",
            Self::Panic => "panic",
            Self::RepositoryPanic => "repositoryPanic",
        }
    }
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Artifact Hub's text; of a panic what it stumbles over.
    pub message: String,
    /// The annotation that is to blame.
    pub annotation: Option<String>,
    /// The file that is to blame, relative to the chart.
    pub file: Option<String>,
    /// Where in that file, if that is known.
    pub position: Option<Position>,
    /// What Artifact Hub knows and does not say.
    pub detail: Option<String>,
}

impl Cause {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), annotation: None, file: None, position: None, detail: None }
    }

    /// The place that an error of loading names.
    pub(super) fn place(&mut self, error: &chart::LoadError) {
        let place = error.place();
        self.position = place.as_ref().and_then(|place| place.position);
        self.file = place.map(|place| place.file);
    }

    pub(super) fn of_annotation(message: impl Into<String>, key: &str, position: Option<Position>) -> Self {
        let file = Some("Chart.yaml".to_owned());
        Self { message: message.into(), annotation: Some(key.to_owned()), file, position, detail: None }
    }
}

/// Why a version is not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// At which step.
    pub kind: RefusalKind,
    /// What `last_tracking_errors` says of it, exactly; nothing if Artifact Hub is silent, or not asked.
    pub tracking_error: Option<String>,
    /// Each reason.
    pub causes: Vec<Cause>,
}

impl Refusal {
    /// A refusal of which nobody is told.
    pub(super) fn silent(kind: RefusalKind, cause: Cause) -> Self {
        Self { kind, tracking_error: None, causes: vec![cause] }
    }

    /// A version that can't be prepared. Package and version are those of the tag, not of the chart.
    pub(super) fn preparing(kind: RefusalKind, reason: &str, causes: Vec<Cause>, who: &Who<'_>) -> Self {
        let error = format!("error preparing package: {reason} (package: {} version: {})", who.package, who.tag);
        Self { kind, tracking_error: Some(error), causes }
    }

    /// Annotations that are not as they must be.
    pub(super) fn annotations(causes: Vec<Cause>, who: &Who<'_>) -> Self {
        let errors = multierror::text(causes.iter().map(|cause| cause.message.as_str()));
        let reason = format!("error enriching package from annotations: {errors}");
        Self::preparing(RefusalKind::Annotations, &reason, causes, who)
    }

    /// A package that can't be registered.
    pub(super) fn registration(cause: Cause, who: &Who<'_>) -> Self {
        let (name, version) = (who.package, who.version);
        let error = format!("error registering package {name} version {version}: {}", cause.message);
        Self { kind: RefusalKind::Registration, tracking_error: Some(error), causes: vec![cause] }
    }
}

/// The version that errors name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Who<'a> {
    /// The package: the last part of the repository's URL.
    pub(super) package: &'a str,
    /// The tag with its first `_` as `+`.
    pub(super) tag: &'a str,
    /// The version as it is stored.
    pub(super) version: &'a str,
}
