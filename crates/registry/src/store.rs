//! One repository of a remote registry as a [`Store`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use async_trait::async_trait;
use bytes::Bytes;
use oci::{Descriptor, Digest, RawManifest, Reference, RepositoryName, Result, Store, Tag, TagRule};
use reqwest::{Method, Url};

use crate::client::Registry;
use crate::known::Known;
use crate::request::{Access, Request};
use crate::scopes::Scopes;

/// A repository in a registry. Made by [`Registry::repository`] and [`Registry::repository_for_push`]; cheap to clone.
#[derive(Clone)]
pub struct RemoteStore {
    pub(crate) registry: Registry,
    pub(crate) name: RepositoryName,
    writing: bool,
    /// Upload sessions that a refused mount has opened: the upload that follows uses them.
    pub(crate) sessions: Arc<Mutex<HashMap<Digest, Url>>>,
    /// What was learned about the repository.
    pub(crate) known: Arc<Known>,
}

impl RemoteStore {
    pub(crate) fn new(registry: Registry, name: RepositoryName, writing: bool) -> Self {
        Self { registry, name, writing, sessions: Arc::default(), known: Arc::default() }
    }

    /// The registry that holds the repository.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// `/v2/<name>/<tail>`.
    pub(crate) fn url(&self, tail: &str, query: Option<&str>) -> Url {
        self.registry.url(&format!("{}/{tail}", self.name), query)
    }

    /// A request that reads.
    pub(crate) fn read_request(&self, method: Method, url: Url) -> Request {
        let scopes = if self.writing { Scopes::push(&self.name) } else { Scopes::pull(&self.name) };
        Request::new(method, url, self.access(scopes))
    }

    /// A request that writes.
    pub(crate) fn write_request(&self, method: Method, url: Url) -> Request {
        Request::new(method, url, self.access(Scopes::push(&self.name)))
    }

    /// Rights on this repository, with its credentials.
    pub(crate) fn access(&self, scopes: Scopes) -> Access {
        Access { repository: Some(self.name.clone()), scopes }
    }

    /// `oci://host/name`.
    pub(crate) fn place(&self) -> String {
        format!("oci://{}/{}", self.registry.host(), self.name)
    }
}

#[async_trait]
impl Store for RemoteStore {
    fn location(&self) -> String {
        self.place()
    }

    fn name(&self) -> &RepositoryName {
        &self.name
    }

    async fn has_blob(&self, blob: &Descriptor) -> Result<bool> {
        self.find_blob(blob).await
    }

    async fn blob(&self, blob: &Descriptor, limit: u64) -> Result<Bytes> {
        self.read_blob(blob, limit).await
    }

    async fn push_blob(&self, blob: &Descriptor, content: Bytes) -> Result<()> {
        self.upload_blob(blob, content).await
    }

    async fn mount_blob(&self, blob: &Descriptor, from: &RepositoryName) -> Result<bool> {
        self.mount(blob, from).await
    }

    async fn manifest(&self, reference: &Reference) -> Result<RawManifest> {
        Ok(self.read_manifest(reference).await?.manifest)
    }

    async fn has_manifest(&self, digest: &Digest) -> Result<bool> {
        self.find_manifest(digest).await
    }

    async fn push_manifest(&self, manifest: &RawManifest) -> Result<()> {
        self.put_by_digest(manifest).await
    }

    async fn tag(&self, tag: &Tag, manifest: &RawManifest, rule: TagRule) -> Result<()> {
        let (reads, started) = (rule != TagRule::Move, Instant::now());
        self.put_by_tag(tag, manifest, rule).await?;
        if reads {
            // The look that came before took about as long.
            self.known.wrote_in(started.elapsed().saturating_mul(2));
        }
        Ok(())
    }

    async fn tags(&self) -> Result<Vec<Tag>> {
        self.list_tags().await
    }

    async fn referrers(&self, subject: &Digest) -> Result<Vec<Descriptor>> {
        self.list_referrers(subject).await
    }

    async fn attach(&self, subject: &Digest, referrers: &[Descriptor]) -> Result<()> {
        self.attach_referrers(subject, referrers).await
    }

    async fn push_referrers(&self, subject: &Digest, manifests: &[RawManifest]) -> Result<()> {
        self.push_and_list(subject, manifests).await
    }

    async fn settle(&self) {
        tokio::time::sleep(self.registry.index_settles().mul_f64(0.5 + fastrand::f64())).await;
    }

    async fn settled(&self, alone: bool) {
        let Some(written) = self.known.last_write() else { return };
        let wait = if alone { written.took.saturating_mul(2) } else { self.settling(written.took) };
        tokio::time::sleep(wait.saturating_sub(written.at.elapsed())).await;
    }
}
