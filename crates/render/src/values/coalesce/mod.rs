//! A chart's values under the user's (Helm: `pkg/chart/common/util/coalesce.go`).
//!
//! "Coalescing" drops nulls that take something away, "merging" keeps them for a later pass. Which nulls survive
//! depends on the order of the steps, so the steps are Helm's.

mod chart_values;
mod globals;
mod place;
mod tables;

use foldhash::{HashMap, HashMapExt as _};

use super::node::{Key, Live, Node, Values};
use super::{CoalesceError, Instance, Log, Table};
use place::Place;

/// The key of the values that all charts share.
const GLOBAL: &str = "global";

/// Whose rules hold for nulls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Helm 4.3: nulls in a chart's own values do not reach templates, nulls of the user stay where they take nothing
    /// away.
    #[default]
    Helm4,
    /// Helm 3.20, which Artifact Hub runs: nulls in a chart's own values stay, nulls of the user go.
    Helm3,
}

/// What coalescing needs to know of a chart.
pub(super) trait ChartNode<'v>: Sized {
    /// Name or alias.
    fn name(&self) -> Key<'v>;
    /// The chart's own values.
    fn values(&self) -> Node<'v>;
    /// The charts within.
    fn dependencies(&self) -> Vec<Self>;
}

/// The values of a whole release: the user's over those of the chart and the charts within, whose values are tables
/// under their names (`CoalesceValues`).
///
/// # Errors
/// The user has something else than a table under the name of a chart, or tables are nested too deeply.
pub fn coalesce<'v>(
    root: &Instance<'v>,
    user: &Values<'v>,
    dialect: Dialect,
    log: &mut Log,
) -> Result<Values<'v>, CoalesceError> {
    let mut run = Run::new(dialect, log);
    run.coalesce_chart(&root, user.node(), false).map(Values::live)
}

/// One table over another, as values of charts are coalesced (`CoalesceTables`).
///
/// # Errors
/// Tables are nested too deeply.
pub fn coalesce_tables<'v>(over: &'v Table, under: &'v Table, log: &mut Log) -> Result<Values<'v>, CoalesceError> {
    let mut run = Run::new(Dialect::Helm4, log);
    let over = Live::of(&Node::Frozen(over));
    run.tables(&over, &Node::Frozen(under), Place::ROOT, false);
    run.finish()?;
    Ok(Values::live(over))
}

/// Passes over values that belong together.
pub(super) struct Run<'l> {
    dialect: Dialect,
    pub(super) log: &'l mut Log,
    /// A limit that was reached; what was done since then is worthless.
    reached: Option<CoalesceError>,
    /// Entries of tables that were copied from chart to chart.
    copies: usize,
    /// Which unchanged tables of charts hold a null somewhere, by their address.
    nulls: HashMap<usize, bool>,
}

impl<'l> Run<'l> {
    pub(super) fn new(dialect: Dialect, log: &'l mut Log) -> Self {
        Self { dialect, log, reached: None, copies: 0, nulls: HashMap::new() }
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// `CoalesceValues`, or `MergeValues` if `merge`.
    pub(super) fn coalesce_chart<'v, C: ChartNode<'v>>(
        &mut self,
        chart: &C,
        user: &Node<'v>,
        merge: bool,
    ) -> Result<Live<'v>, CoalesceError> {
        let dest = match user {
            Node::Live(live) => live.copy(0)?,
            other => Live::of(other),
        };
        self.chart(chart, &dest, Place::ROOT, merge)?;
        self.finish()?;
        Ok(dest)
    }

    /// `MergeTables`
    pub(super) fn merge_tables<'v>(&mut self, dest: &Live<'v>, source: &Node<'v>) -> Result<(), CoalesceError> {
        self.tables(dest, source, Place::ROOT, true);
        self.finish()
    }

    fn finish(&self) -> Result<(), CoalesceError> {
        self.reached.clone().map_or(Ok(()), Err)
    }

    /// Counts entries that are copied; false if those are too many.
    pub(super) fn may_copy(&mut self, entries: usize) -> bool {
        self.copies += entries;
        if self.copies > super::MAX_COPIES {
            self.reached = Some(CoalesceError::TooManyCopies);
        }
        self.reached.is_none()
    }

    fn chart<'v, C: ChartNode<'v>>(
        &mut self,
        chart: &C,
        dest: &Live<'v>,
        place: Place<'_>,
        merge: bool,
    ) -> Result<(), CoalesceError> {
        if place.depth > super::MAX_DEPTH {
            return Err(CoalesceError::TooDeep);
        }
        let within = chart.dependencies();
        let name = chart.name();
        let place = place.under(&name);
        self.chart_values(chart, &within, dest, place, merge);
        for subchart in within {
            let name = subchart.name();
            let values = match dest.get(&name) {
                None => {
                    let values = Live::default();
                    dest.insert(name, Node::Live(values.clone()));
                    values
                }
                Some(found) => dest.table(&name).ok_or_else(|| CoalesceError::TypeMismatch {
                    name: name.into_owned(),
                    found: super::print::truth(&found.to_value()),
                })?,
            };
            self.globals(&values, dest, place);
            self.finish()?;
            self.chart(&subchart, &values, place, merge)?;
        }
        Ok(())
    }
}

impl<'v> ChartNode<'v> for &Instance<'v> {
    fn name(&self) -> Key<'v> {
        self.metadata.name.clone().into()
    }

    fn values(&self) -> Node<'v> {
        self.values.node().clone()
    }

    fn dependencies(&self) -> Vec<Self> {
        self.dependencies.iter().collect()
    }
}
