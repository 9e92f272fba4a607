//! The outside world of a release: where to, who signs, who watches.

use std::sync::Arc;

use async_trait::async_trait;
use oci::{RepositoryName, Store};

use crate::sign::Signatory;

/// A target or mirror: a tree of layouts, a registry namespace, a registry in memory.
#[async_trait]
pub trait Place: Send + Sync {
    /// The place in messages: `oci-layout:dist/oci` or `oci://ghcr.io/org/charts`.
    fn location(&self) -> String;

    /// The full name of a chart's repository at this place.
    ///
    /// # Errors
    /// When place and chart name make no valid repository name.
    fn repository(&self, chart: &str) -> oci::Result<RepositoryName>;

    /// The repository as container tools name it, without tag: `ghcr.io/org/charts/agents`. Signatures name it.
    fn image_name(&self, repository: &RepositoryName) -> String;

    /// Opens a repository for reading and writing.
    ///
    /// # Errors
    /// When the place can't be used as configured.
    async fn open(&self, repository: &RepositoryName) -> oci::Result<Arc<dyn Store>>;

    /// Opens a repository as somebody who has nothing but its name would: a fresh store, without credentials where
    /// the place is declared public.
    ///
    /// # Errors
    /// When the place can't be used as configured.
    async fn open_as_stranger(&self, repository: &RepositoryName) -> oci::Result<Arc<dyn Store>>;

    /// Whether everybody must be able to read what is published here.
    fn is_public(&self) -> bool;
}

/// The steps that a person watching is told about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Looking at the target.
    Look,
    /// Uploading.
    Stage,
    /// Signing and attaching.
    Sign,
    /// Verifying as a stranger.
    Verify,
    /// Writing Artifact Hub's repository metadata.
    HubMetadata,
    /// Setting the version tag.
    Commit,
    /// Copying to a mirror.
    Mirror,
}

/// Watches a release.
pub trait Progress: Send + Sync {
    /// A step of one chart has begun; `subject` is its reference.
    fn step(&self, step: Step, subject: &str);
}

/// Nobody watches.
pub struct Silent;

impl Progress for Silent {
    fn step(&self, _step: Step, _subject: &str) {}
}

/// Everything outside that a release may touch.
pub struct Ports<'a> {
    /// Where the charts go.
    pub target: &'a dyn Place,
    /// Where copies go afterwards.
    pub mirrors: Vec<&'a dyn Place>,
    /// Who signs each digest before it becomes visible; nobody: releases are not signed.
    pub signatory: Option<&'a dyn Signatory>,
    /// Who watches.
    pub progress: &'a dyn Progress,
}
