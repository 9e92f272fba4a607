//! A tree of OCI layouts on disk, one per repository.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use layout::LayoutTree;
use oci::{Hosting, RepositoryName, Store};
use release::Place;

/// `oci-layout:DIR`.
pub struct Layouts {
    root: PathBuf,
    tree: LayoutTree,
}

impl Layouts {
    /// The tree below `root`; nothing is touched until something is written.
    pub fn new(root: PathBuf) -> Self {
        Self { tree: LayoutTree::new(&root), root }
    }
}

#[async_trait]
impl Place for Layouts {
    fn location(&self) -> String {
        format!("oci-layout:{}", self.root.display())
    }

    fn repository(&self, chart: &str) -> oci::Result<RepositoryName> {
        Ok(RepositoryName::parse(chart)?)
    }

    fn image_name(&self, repository: &RepositoryName) -> String {
        repository.to_string()
    }

    async fn open(&self, repository: &RepositoryName) -> oci::Result<Arc<dyn Store>> {
        Ok(self.tree.open(repository).await?)
    }

    async fn open_as_stranger(&self, repository: &RepositoryName) -> oci::Result<Arc<dyn Store>> {
        Ok(LayoutTree::new(&self.root).open(repository).await?)
    }

    fn is_public(&self) -> bool {
        false
    }
}
