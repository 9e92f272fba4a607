//! One layout folder: its paths, what makes it a layout, its lock.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use oci::{InvalidName, RepositoryName, Result};
use serde_json::Value;

use crate::files::{self, Temporary};
use crate::index::Index;

/// The one version there is (image-spec, `image-layout.md#oci-layout-file`).
const VERSION: &str = "1.0.0";
const MARKER: &str = "{\"imageLayoutVersion\":\"1.0.0\"}\n";
const MARKER_LIMIT: u64 = 4096;

/// What is said of a folder without the file.
pub(crate) const NO_MARK: &str = "it is missing: this is not an OCI image layout";

/// Our own files; oras and skopeo look only at `oci-layout`, `index.json` and `blobs`.
const OWN: &str = ".portolan";

/// Age after which temporary files and upload sessions belong to nobody.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// A layout folder, there or not.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// `index.json` as it was read last, with what told this state of the file from others.
    known: Mutex<Option<(Stamp, Arc<Index>)>>,
    /// The folder and those of its ancestors that nobody chose by hand: none of them may be a symbolic link.
    chain: Vec<PathBuf>,
}

impl Folder {
    /// The folder that somebody named.
    pub(crate) fn new(path: &Path) -> Self {
        // A trailing slash would make the system follow a symbolic link.
        let tidy: PathBuf = path.components().collect();
        let path = if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy };
        Self { chain: vec![path.clone()], path, known: Mutex::default() }
    }

    /// The folder of a repository in a tree.
    pub(crate) fn below(root: &Path, name: &RepositoryName) -> Result<Self> {
        let mut path = root.to_path_buf();
        let mut chain = Vec::new();
        for component in name.as_str().split('/') {
            if is_reserved(component) {
                let expected =
                    "no component called `blobs`, `index.json` or `oci-layout`: a layout has files of these names";
                return Err(InvalidName { what: "repository name", text: name.to_string(), expected }.into());
            }
            path.push(component);
            chain.push(path.clone());
        }
        Ok(Self { path, chain, known: Mutex::default() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The file that makes the folder a layout.
    pub(crate) fn marker(&self) -> PathBuf {
        self.path.join("oci-layout")
    }

    pub(crate) fn index(&self) -> PathBuf {
        self.path.join("index.json")
    }

    /// Where files are before they have their final name.
    pub(crate) fn temporary(&self) -> PathBuf {
        self.path.join(OWN).join("tmp")
    }

    /// Where upload sessions are.
    pub(crate) fn uploads(&self) -> Result<PathBuf> {
        let own = self.path.join(OWN);
        let uploads = own.join("uploads");
        files::is_folder(&own)?;
        files::is_folder(&uploads)?;
        Ok(uploads)
    }

    /// Whether a layout is here.
    ///
    /// # Errors
    /// [`oci::StoreError::Layout`] when what is here is of another version, a symbolic link or not a folder.
    pub(crate) fn exists(&self) -> Result<bool> {
        for folder in &self.chain {
            if !files::is_folder(folder)? {
                return Ok(false);
            }
        }
        let marker = self.marker();
        let Some(content) = files::read(&marker, MARKER_LIMIT)? else { return Ok(false) };
        check_version(&marker, &content)?;
        Ok(true)
    }

    /// Checks that an empty answer can be believed: nothing is here, or a layout, or what a crash left of our making
    /// one. Anything else without the mark is damaged, or somebody gave the wrong folder.
    ///
    /// # Errors
    /// [`oci::StoreError::Layout`], which names the mark.
    pub(crate) fn check_mark(&self) -> Result<()> {
        if self.exists()? || !files::is_folder(&self.path)? {
            return Ok(());
        }
        let names = files::names(&self.path)?;
        let ours = |name: &String| matches!(name.as_str(), OWN | "blobs" | "index.json");
        let unfinished = names.iter().any(|name| name == OWN) && names.iter().all(ours) && self.lists_nothing();
        if names.is_empty() || unfinished {
            return Ok(());
        }
        Err(files::layout_error(&self.marker(), NO_MARK))
    }

    fn lists_nothing(&self) -> bool {
        match files::length(&self.index()) {
            Ok(None) => true,
            Ok(Some(_)) => self.read_index().is_ok_and(|index| index.entries().next().is_none()),
            Err(_) => false,
        }
    }

    /// Makes the layout unless it is there, and our own folders in it.
    pub(crate) fn make(&self) -> Result<()> {
        // A layout that can't be used is refused before anything is written to it.
        self.exists()?;
        let parent = self.chain.first().and_then(|first| first.parent());
        if let Some(parent) = parent.filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(|error| files::io_error(parent, error))?;
        }
        let own = self.path.join(OWN);
        let blobs = self.path.join("blobs");
        let inside = [own.clone(), own.join("tmp"), own.join("uploads"), blobs.clone(), blobs.join("sha256")];
        for folder in self.chain.iter().chain(&inside) {
            files::make_folder(folder)?;
        }
        self.remove_stale();
        let _lock = self.lock()?;
        if self.exists()? {
            return Ok(());
        }
        // The marker comes last: with it the repository appears, complete. An index that is there already was
        // left by a crash right here, or by somebody else; it must be one.
        match files::length(&self.index())? {
            Some(_) => {
                self.read_index()?;
            }
            None => self.replace(&self.index(), &Index::empty().to_bytes())?,
        }
        self.replace(&self.marker(), MARKER.as_bytes())
    }

    /// Removes temporary files and upload sessions that crashes and clients left long ago.
    pub(crate) fn remove_stale(&self) {
        let own = self.path.join(OWN);
        files::remove_stale(&own.join("tmp"), STALE);
        files::remove_stale(&own.join("uploads"), STALE);
    }

    /// Reads `index.json` as it is now; a file that has not changed is not parsed again.
    pub(crate) fn read_index(&self) -> Result<Arc<Index>> {
        let path = self.index();
        let stamp = Stamp::of(&path);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(stamp), Some((seen, index))) = (&stamp, &*known)
            && seen == stamp
        {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(Index::read(&path)?);
        *known = stamp.filter(Stamp::is_settled).map(|stamp| (stamp, Arc::clone(&index)));
        Ok(index)
    }

    /// Reads `index.json` and keeps all other writers out until the answer is dropped.
    pub(crate) fn lock_index(&self) -> Result<LockedIndex<'_>> {
        let lock = self.lock()?;
        Ok(LockedIndex { index: Index::read(&self.index())?, folder: self, _lock: lock })
    }

    fn lock(&self) -> Result<File> {
        let path = self.path.join(OWN).join("lock");
        files::length(&path)?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| files::io_error(&path, error))?;
        files::lock(&file, &path)?;
        Ok(file)
    }

    fn replace(&self, target: &Path, content: &[u8]) -> Result<()> {
        let mut temporary = Temporary::create(&self.temporary())?;
        temporary.write(content)?;
        temporary.sync()?;
        temporary.rename(target)
    }
}

/// `index.json` while nobody else can write it.
pub(crate) struct LockedIndex<'a> {
    pub(crate) index: Index,
    folder: &'a Folder,
    _lock: File,
}

impl LockedIndex<'_> {
    /// Replaces the file with what [`Self::index`] has become.
    pub(crate) fn save(&self) -> Result<()> {
        let path = self.folder.index();
        let content = self.index.to_bytes();
        if content.len() as u64 > Index::LIMIT {
            return Err(files::size_error(&path, format!("would be longer than {} bytes", Index::LIMIT)));
        }
        self.folder.replace(&path, &content)
    }
}

/// What tells one state of a file from another: we replace the file, other tools write into it.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: SystemTime,
    identity: u64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::symlink_metadata(path).ok()?;
        #[cfg(unix)]
        let identity = std::os::unix::fs::MetadataExt::ino(&metadata);
        #[cfg(not(unix))]
        let identity = 0;
        Some(Self { length: metadata.len(), modified: metadata.modified().ok()?, identity })
    }

    /// A file that was just written may be written again without a visible change of its time.
    fn is_settled(&self) -> bool {
        self.modified.elapsed().is_ok_and(|age| age > Duration::from_secs(1))
    }
}

/// Whether a repository's folder of this name would collide with a layout's own files.
pub(crate) fn is_reserved(component: &str) -> bool {
    matches!(component, "blobs" | "index.json" | "oci-layout") || component.starts_with('.')
}

fn check_version(path: &Path, content: &[u8]) -> Result<()> {
    let document: Value = serde_json::from_slice(content)
        .map_err(|error| files::layout_error(path, format!("not valid JSON: {error}")))?;
    match document.get("imageLayoutVersion").and_then(Value::as_str) {
        Some(VERSION) => Ok(()),
        Some(other) => {
            let shown: String = other.chars().take(40).collect();
            Err(files::layout_error(path, format!("imageLayoutVersion is {shown:?}, expected {VERSION:?}")))
        }
        None => Err(files::layout_error(path, "it has no imageLayoutVersion")),
    }
}
