//! The rules, one file for each of Helm's groups, in the order in which they run.

pub(crate) mod chart_file;
pub(crate) mod crds;
pub(crate) mod dependencies;
pub(crate) mod templates;
pub(crate) mod values_file;
