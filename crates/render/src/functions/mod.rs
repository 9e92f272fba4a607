//! The functions that templates can call: sprig 3.3's and Helm 4.3's, one file per family.

use gotemplate::Function;

/// All functions, each name once.
pub fn all() -> impl Iterator<Item = &'static Function> {
    [].into_iter()
}
