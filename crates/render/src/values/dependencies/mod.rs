//! Which charts take part in a release, under which names, and what they take from each other
//! (Helm: `pkg/chart/v2/util/dependencies.go`, `ProcessDependencies`).
//!
//! Helm changes the loaded chart; where it copies a chart for an alias, some parts stay shared between the copies.
//! `Work` is that changing chart, shared in the same places; [`super::Instance`] is what it has become in the end.

mod enabled;
mod imports;
mod paths;
mod work;

use chart::Chart;

pub(super) use enabled::is_compatible;

use super::coalesce::{Dialect, Run};
use super::node::Values;
use super::{CoalesceError, Instance, Log};
use work::Work;

/// The charts that take part, given the user's values.
///
/// # Errors
/// The user has something else than a table under the name of a chart, tables are nested too deeply, or there are too
/// many charts. Helm puts `chart dependencies processing failed: ` in front.
pub fn process<'v>(
    chart: &'v Chart,
    user: &Values<'v>,
    dialect: Dialect,
    log: &mut Log,
) -> Result<Instance<'v>, CoalesceError> {
    let root = Work::of(chart);
    let mut process = Process { run: Run::new(dialect, log), charts: 0 };
    process.enabled(&root, user.node(), "")?;
    process.imports(&root)?;
    process.instance(&root)
}

/// The state of [`process`].
struct Process<'l> {
    run: Run<'l>,
    /// Charts that have been looked at, each time counted.
    charts: usize,
}

impl Process<'_> {
    fn count(&mut self) -> Result<(), CoalesceError> {
        self.charts += 1;
        // There are three rounds over all charts.
        if self.charts > 3 * super::MAX_INSTANCES { Err(CoalesceError::TooManyCharts) } else { Ok(()) }
    }

    /// What a chart has become. Recursion is as deep as charts are in each other.
    fn instance<'v>(&mut self, work: &Work<'v>) -> Result<Instance<'v>, CoalesceError> {
        self.count()?;
        let dependencies = work.dependencies();
        let dependencies: Result<_, _> = dependencies.iter().map(|dependency| self.instance(dependency)).collect();
        Ok(Instance {
            chart: work.chart(),
            metadata: work.metadata(),
            values: work.final_values(),
            dependencies: dependencies?,
        })
    }
}
