//! Many layouts below one root: what `portolan serve` serves and `portolan release` writes by default.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use oci::{Hosted, Hosting, RepositoryName, Result};

use crate::folder::{Folder, is_reserved};
use crate::{LayoutStore, files};

/// Components of a repository's name that are looked for.
const DEPTH: usize = 16;
/// Folders that a listing looks at.
const FOLDERS: usize = 100_000;
/// Stores that are kept open.
const STORES: usize = 4096;

/// A folder in which the repository `a/b` is the layout `a/b`.
#[derive(Debug)]
pub struct LayoutTree {
    root: PathBuf,
    /// Open stores: they remember parsed manifests and which blobs have to be synced.
    stores: Mutex<HashMap<RepositoryName, Arc<LayoutStore>>>,
}

impl LayoutTree {
    /// The tree below `root`, which need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let given: PathBuf = root.into();
        let root = if given.as_os_str().is_empty() { PathBuf::from(".") } else { given };
        Self { root, stores: Mutex::default() }
    }

    /// The root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A repository, there or not: the first write makes it.
    ///
    /// # Errors
    /// [`oci::StoreError::Name`] for a name with a component `blobs`, `index.json` or `oci-layout`, which would
    /// collide with the files of a layout.
    pub fn repository(&self, name: &RepositoryName) -> Result<Arc<LayoutStore>> {
        let mut stores = self.stores.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = stores.get(name) {
            return Ok(Arc::clone(store));
        }
        let store = Arc::new(LayoutStore::in_tree(&self.root, name)?);
        if stores.len() >= STORES {
            stores.clear();
        }
        stores.insert(name.clone(), Arc::clone(&store));
        Ok(store)
    }

    /// A repository that is only read. One whose folder is not there has nothing in it; a folder with other things in
    /// it and without the mark of a layout is no repository, which is said instead of "not found".
    ///
    /// # Errors
    /// Those of [`Self::repository`], and [`oci::StoreError::Layout`] where the mark is missing.
    pub fn for_reading(&self, name: &RepositoryName) -> Result<Arc<LayoutStore>> {
        let store = self.repository(name)?;
        store.folder.check_mark()?;
        Ok(store)
    }
}

#[async_trait]
impl Hosting for LayoutTree {
    async fn find(&self, name: &RepositoryName) -> Result<Option<Arc<dyn Hosted>>> {
        // A name that no repository can have is not an error of whoever looks for it.
        let Ok(folder) = Folder::below(&self.root, name) else { return Ok(None) };
        if !folder.exists()? {
            return Ok(None);
        }
        let store: Arc<dyn Hosted> = self.repository(name)?;
        Ok(Some(store))
    }

    async fn open(&self, name: &RepositoryName) -> Result<Arc<dyn Hosted>> {
        let store: Arc<dyn Hosted> = self.repository(name)?;
        Ok(store)
    }

    async fn names(&self) -> Result<Vec<RepositoryName>> {
        let mut names = Vec::new();
        let mut seen = 0_usize;
        let mut waiting: Vec<(PathBuf, Option<RepositoryName>, usize)> = vec![(self.root.clone(), None, 0)];
        while let Some((folder, prefix, depth)) = waiting.pop() {
            for (child, name) in children(&folder, prefix.as_ref())? {
                seen = seen.saturating_add(1);
                if seen > FOLDERS {
                    return Err(files::layout_error(
                        &self.root,
                        format!("there are more than {FOLDERS} folders in it"),
                    ));
                }
                // Something else of this name is not a layout, and no reason to hide the others.
                if matches!(files::length(&child.join("oci-layout")), Ok(Some(_))) {
                    names.push(name.clone());
                }
                if depth + 1 < DEPTH {
                    waiting.push((child, Some(name), depth + 1));
                }
            }
        }
        names.sort();
        Ok(names)
    }
}

/// The folders in `folder` that can be repositories or hold some, with the names they have then. Symbolic links
/// are not followed.
fn children(folder: &Path, prefix: Option<&RepositoryName>) -> Result<Vec<(PathBuf, RepositoryName)>> {
    let failed = |error| files::io_error(folder, error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let component = entry.file_name();
        let Some(component) = component.to_str().filter(|component| !is_reserved(component)) else { continue };
        let name = match prefix {
            Some(prefix) => prefix.join(component),
            None => RepositoryName::parse(component),
        };
        if let Ok(name) = name
            && entry.file_type().map_err(failed)?.is_dir()
        {
            found.push((entry.path(), name));
        }
    }
    Ok(found)
}
