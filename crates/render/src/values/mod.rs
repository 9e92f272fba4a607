//! Values: from files and flags over the charts' own to what templates see.
//!
//! ```text
//! files, --set… ─ Sources::merge ─→ the user's table ─┐
//!                                                     ├─ coalesce ─→ Values ─→ templates
//! Chart ─ process (switches, aliases, imports) ─→ Instance ┘        └─ validate (schemas)
//! ```
//!
//! Helm works on Go maps, which are shared where they are not copied: a chart's `global` tables and those of the charts
//! within are partly the same maps, and what is merged into one shows in the other. `node` keeps that.

pub mod capabilities;
mod coalesce;
pub mod dependencies;
mod instance;
mod log;
mod node;
mod options;
mod print;
mod release_name;
pub mod strvals;
#[cfg(test)]
mod tests;
mod validate;
mod verdicts;

use std::collections::BTreeMap;
use std::fmt;

pub use coalesce::{Dialect, coalesce, coalesce_tables};
pub use dependencies::process;
pub use instance::Instance;
pub use log::Log;
pub use node::Values;
pub use options::{SourceError, Sources};
pub use release_name::{NameError, check_release_name};
pub use validate::{Check, SchemaError, check_schema, validate};
pub use verdicts::Verdicts;

/// A table of values.
pub type Table = BTreeMap<String, gostd::json::Value>;

/// Tables within tables, and charts within charts, all together: Helm has no limit.
const MAX_DEPTH: usize = 500;
/// Instances of charts in one release. Helm has no limit, and aliases of aliases multiply.
const MAX_INSTANCES: usize = 500;
/// Entries of tables that are copied from chart to chart.
const MAX_COPIES: usize = 1_000_000;

/// Why values and charts do not go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CoalesceError {
    /// Something else than a table where a chart within has its values.
    TypeMismatch {
        /// The chart's name or alias.
        name: String,
        /// What there is, as Go's `%t` prints it.
        found: String,
    },
    /// Tables too deep in each other; our limit.
    TooDeep,
    /// Too many charts; our limit.
    TooManyCharts,
    /// Too many values handed from chart to chart; our limit.
    TooManyCopies,
}

impl fmt::Display for CoalesceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TypeMismatch { name, found } => write!(formatter, "type mismatch on {name}: {found}"),
            Self::TooDeep => write!(formatter, "values are nested deeper than {MAX_DEPTH}"),
            Self::TooManyCopies => {
                write!(formatter, "charts hand each other more than {MAX_COPIES} values by globals and imports")
            }
            Self::TooManyCharts => write!(formatter, "chart has more than {MAX_INSTANCES} charts within"),
        }
    }
}

impl std::error::Error for CoalesceError {}
