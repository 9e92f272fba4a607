//! One layout folder as a [`Store`].

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use oci::{
    Descriptor, Digest, RawManifest, Reference, RepositoryName, Result, Store, StoreError, Tag, TagRule, limits,
};

use crate::blobs::check_content;
use crate::files;
use crate::folder::{Folder, NO_MARK};
use crate::graph::{self, Graph};
use crate::index::Index;

/// Blobs that may wait for the next tag before they are synced.
const UNSYNCED: usize = 1024;

/// A repository in a layout folder. Any number of stores, in one process or several, may use a folder at once.
#[derive(Debug)]
pub struct LayoutStore {
    pub(crate) folder: Folder,
    name: RepositoryName,
    /// Root of the tree that the repository belongs to: where its siblings are.
    tree: Option<PathBuf>,
    graph: Graph,
    /// Blobs that this store has written since it last wrote a tag.
    unsynced: Mutex<Vec<PathBuf>>,
    /// Whether the folder has been made, or found, for writing.
    prepared: AtomicBool,
}

impl LayoutStore {
    /// A layout that exists. `name` is what messages and reports call the repository.
    ///
    /// # Errors
    /// [`StoreError::Layout`] when the folder or its `oci-layout` file is missing, a symbolic link, or of a
    /// version other than 1.0.0.
    pub fn open(folder: impl AsRef<Path>, name: RepositoryName) -> Result<Self> {
        let store = Self::create(folder, name)?;
        if !store.folder.exists()? {
            return Err(files::layout_error(&store.folder.marker(), NO_MARK));
        }
        Ok(store)
    }

    /// A layout that is made by the first write. Until then there is nothing in it, and nothing on the disk.
    ///
    /// # Errors
    /// [`StoreError::Layout`] when what is there can't be a layout.
    pub fn create(folder: impl AsRef<Path>, name: RepositoryName) -> Result<Self> {
        let store = Self::new(Folder::new(folder.as_ref()), name, None);
        store.folder.exists()?;
        Ok(store)
    }

    /// A repository in the tree below `root`, there or not.
    pub(crate) fn in_tree(root: &Path, name: &RepositoryName) -> Result<Self> {
        Ok(Self::new(Folder::below(root, name)?, name.clone(), Some(root.to_path_buf())))
    }

    fn new(folder: Folder, name: RepositoryName, tree: Option<PathBuf>) -> Self {
        Self {
            folder,
            name,
            tree,
            graph: Graph::default(),
            unsynced: Mutex::default(),
            prepared: AtomicBool::new(false),
        }
    }

    /// Whether the layout is on the disk.
    ///
    /// # Errors
    /// [`StoreError::Layout`] when what is there can't be a layout, [`StoreError::Io`] when it can't be read.
    pub fn exists(&self) -> Result<bool> {
        self.folder.exists()
    }

    /// The layout's folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn not_found(&self, what: String) -> StoreError {
        StoreError::NotFound { location: self.location(), what }
    }

    /// Makes the layout before the first write.
    pub(crate) fn prepare(&self) -> Result<()> {
        let prepared = self.prepared.load(Ordering::Acquire);
        if prepared && files::length(&self.folder.marker())?.is_some() {
            return Ok(());
        }
        self.folder.make()?;
        self.prepared.store(true, Ordering::Release);
        Ok(())
    }

    /// Notes a blob that has been written, for the next [`Self::settle`].
    pub(crate) fn remember(&self, written: PathBuf) -> Result<()> {
        let mut unsynced = self.unsynced.lock().unwrap_or_else(PoisonError::into_inner);
        unsynced.push(written);
        let many = unsynced.len() >= UNSYNCED;
        drop(unsynced);
        if many { self.settle() } else { Ok(()) }
    }

    /// Makes every blob durable that this store has written. Whoever comes second waits: afterwards the blobs of
    /// both are durable.
    fn settle(&self) -> Result<()> {
        let mut unsynced = self.unsynced.lock().unwrap_or_else(PoisonError::into_inner);
        files::sync(&unsynced)?;
        unsynced.clear();
        Ok(())
    }

    /// Writes content whose digest has been checked, unless it is there.
    fn write_blob(&self, digest: &Digest, content: &[u8]) -> Result<()> {
        if self.folder.holds_blob(digest, content.len() as u64)? {
            return Ok(());
        }
        let path = self.folder.write_blob(digest, content)?;
        self.remember(path)
    }

    /// The descriptor under which a manifest is listed.
    pub(crate) fn find(&self, index: &Index, digest: &Digest) -> Result<Option<Descriptor>> {
        if let Some(entry) = index.find(digest) {
            return Ok(Some(entry.clone()));
        }
        // Most digests that are asked for in vain have no blob either: no index has to be read for them.
        if self.folder.blob_length(digest)?.is_none() {
            return Ok(None);
        }
        self.graph.child(&self.folder, index, digest)
    }

    fn resolve(&self, reference: &Reference) -> Result<Option<Descriptor>> {
        if !self.folder.exists()? {
            return Ok(None);
        }
        let index = self.folder.read_index()?;
        match reference {
            Reference::Tag(tag) => Ok(index.tagged(tag).cloned()),
            Reference::Digest(digest) => self.find(&index, digest),
        }
    }

    /// Links a blob of a sibling, or copies it where the file system has no links.
    fn take_over(&self, blob: &Descriptor, origin: &Path) -> Result<bool> {
        let target = self.folder.new_blob_path(&blob.digest)?;
        match fs::hard_link(origin, &target) {
            Ok(()) => self.remember(target)?,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            // Also when a damaged blob is in the way: it is replaced.
            Err(_) => {
                let Some(content) = files::read(origin, blob.size)? else { return Ok(false) };
                check_content(origin.display().to_string(), &blob.digest, &content)?;
                self.write_blob(&blob.digest, &content)?;
            }
        }
        Ok(true)
    }
}

#[async_trait]
impl Store for LayoutStore {
    fn location(&self) -> String {
        format!("oci-layout:{}", self.folder.path().display())
    }

    fn name(&self) -> &RepositoryName {
        &self.name
    }

    /// Only the length is compared: the content is when it is read.
    async fn has_blob(&self, blob: &Descriptor) -> Result<bool> {
        Ok(self.folder.exists()? && self.folder.blob_length(&blob.digest)? == Some(blob.size))
    }

    async fn blob(&self, blob: &Descriptor, limit: u64) -> Result<Bytes> {
        let found = if self.folder.exists()? { self.folder.blob(blob, limit)? } else { None };
        found.ok_or_else(|| self.not_found(format!("blob {}", blob.digest)))
    }

    async fn push_blob(&self, blob: &Descriptor, content: Bytes) -> Result<()> {
        let length = content.len() as u64;
        if length != blob.size {
            let detail = format!("blob {} has {length} bytes, its descriptor says {}", blob.digest, blob.size);
            return Err(StoreError::WrongSize { location: self.location(), detail });
        }
        check_content(self.location(), &blob.digest, &content)?;
        self.prepare()?;
        self.write_blob(&blob.digest, &content)
    }

    async fn mount_blob(&self, blob: &Descriptor, from: &RepositoryName) -> Result<bool> {
        let Some(root) = &self.tree else { return Ok(false) };
        let Ok(sibling) = Folder::below(root, from) else { return Ok(false) };
        if !sibling.exists()? || !sibling.holds_blob(&blob.digest, blob.size)? {
            return Ok(false);
        }
        if *from == self.name {
            return Ok(true);
        }
        self.prepare()?;
        if self.folder.holds_blob(&blob.digest, blob.size)? {
            return Ok(true);
        }
        self.take_over(blob, &sibling.blob_path(&blob.digest)?)
    }

    async fn manifest(&self, reference: &Reference) -> Result<RawManifest> {
        let not_found = || self.not_found(format!("manifest {reference}"));
        let descriptor = self.resolve(reference)?.ok_or_else(not_found)?;
        match (self.folder.blob(&descriptor, limits::MANIFEST)?, reference) {
            (Some(bytes), _) => Ok(graph::raw_manifest(&descriptor, bytes)),
            (None, Reference::Digest(_)) => Err(not_found()),
            // The tag is taken: whoever asks whether it is free must not hear "not found".
            (None, Reference::Tag(tag)) => {
                let path = self.folder.blob_path(&descriptor.digest)?;
                Err(files::layout_error(&path, format!("the manifest of tag {tag} is missing")))
            }
        }
    }

    async fn has_manifest(&self, digest: &Digest) -> Result<bool> {
        let Some(descriptor) = self.resolve(&Reference::Digest(digest.clone()))? else { return Ok(false) };
        Ok(self.folder.blob_length(digest)? == Some(descriptor.size))
    }

    async fn push_manifest(&self, manifest: &RawManifest) -> Result<()> {
        let length = manifest.bytes.len() as u64;
        if length > limits::MANIFEST {
            let detail = format!("a manifest of {length} bytes, at most {} are written", limits::MANIFEST);
            return Err(StoreError::WrongSize { location: self.location(), detail });
        }
        check_content(self.location(), &manifest.digest, &manifest.bytes)?;
        self.prepare()?;
        self.write_blob(&manifest.digest, &manifest.bytes)?;
        if self.folder.read_index()?.find(&manifest.digest).is_some() {
            return Ok(());
        }
        let mut locked = self.folder.lock_index()?;
        // Somebody may have deleted the blob again; with the lock nobody can.
        if self.folder.blob_length(&manifest.digest)? != Some(length) {
            self.write_blob(&manifest.digest, &manifest.bytes)?;
        }
        if locked.index.add(&manifest.descriptor()) { locked.save() } else { Ok(()) }
    }

    /// The commit point: what was written before is made durable, then the tag appears.
    async fn tag(&self, tag: &Tag, manifest: &RawManifest, rule: TagRule) -> Result<()> {
        let not_found = || self.not_found(format!("manifest {}", manifest.digest));
        if !self.folder.exists()? {
            return Err(not_found());
        }
        self.prepare()?;
        self.settle()?;
        let mut locked = self.folder.lock_index()?;
        if self.folder.blob_length(&manifest.digest)? != Some(manifest.bytes.len() as u64) {
            return Err(not_found());
        }
        let held = locked.index.tagged(tag).map(|held| &held.digest);
        if !rule.allows(held, &manifest.digest) {
            return Err(StoreError::TagMoved { location: format!("{}:{tag}", self.location()) });
        }
        if locked.index.point(tag, &manifest.descriptor()) {
            locked.save()?;
            files::sync_folder(self.folder.path())?;
        }
        Ok(())
    }

    async fn tags(&self) -> Result<Vec<Tag>> {
        if !self.folder.exists()? {
            return Ok(Vec::new());
        }
        let tags = self.folder.read_index()?.tags();
        if tags.len() > limits::TAGS {
            let detail = format!("{} tags, at most {} are read", tags.len(), limits::TAGS);
            return Err(StoreError::WrongSize { location: self.location(), detail });
        }
        Ok(tags)
    }

    async fn referrers(&self, subject: &Digest) -> Result<Vec<Descriptor>> {
        if !self.folder.exists()? {
            return Ok(Vec::new());
        }
        let index = self.folder.read_index()?;
        self.graph.referrers(&self.folder, &index, subject)
    }

    /// What `index.json` lists and whose file is not there, or not of the length that it says.
    async fn dangling(&self) -> Result<Vec<Descriptor>> {
        if !self.folder.exists()? {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for entry in self.folder.read_index()?.entries() {
            if self.folder.blob_length(&entry.digest)? != Some(entry.size) {
                found.push(entry.clone());
            }
        }
        Ok(found)
    }

    /// Nothing to do: referrers are found by what they say themselves.
    async fn attach(&self, _subject: &Digest, _referrers: &[Descriptor]) -> Result<()> {
        Ok(())
    }
}
