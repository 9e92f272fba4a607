//! Where published charts are looked up: a target's place, opened for reading only.

use std::sync::Arc;

use oci::Store;
use release::Place;

use super::{Layouts, Namespace, REGISTRY, layout_folder, no_address, refuse_unknown};
use crate::access::{Access, Enter};
use crate::config::Config;
use crate::decided::Decided;
use crate::failure::Result;

/// A place that is read.
pub enum Shelf {
    /// A tree of layouts.
    Layouts(Layouts),
    /// A registry namespace, entered with this run's credentials and without the wish to push.
    Registry(Namespace),
}

/// The place of a target's name or an address.
///
/// # Errors
/// Exit 2 for a name that is not configured or an address that is none.
pub fn shelf(named: &str, config: &Config, access: &Arc<Access>) -> Result<Shelf> {
    let to = match config.targets.get(named) {
        Some(target) => target.to.clone(),
        None => {
            refuse_unknown(named, config)?;
            Decided::new(named.to_owned(), "--against")
        }
    };
    if let Some(folder) = layout_folder(&to, config) {
        return Ok(Shelf::Layouts(Layouts::new(folder)));
    }
    let rest = to.value.strip_prefix(REGISTRY).ok_or_else(|| no_address(&to))?;
    Ok(Shelf::Registry(Namespace::new(rest, false, Arc::clone(access), Enter::AsUser, &to.decided_by)?))
}

impl Shelf {
    /// Opens a chart's repository, there or not.
    ///
    /// # Errors
    /// When place and name make no repository, or the place can't be used.
    pub async fn open(&self, chart: &str) -> oci::Result<Arc<dyn Store>> {
        match self {
            Self::Layouts(layouts) => layouts.open(&layouts.repository(chart)?).await,
            Self::Registry(namespace) => Ok(Arc::new(namespace.client()?.repository(namespace.repository(chart)?))),
        }
    }
}
