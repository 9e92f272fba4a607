//! Step 2: a chart with findings of severity error does not come through.

use chart::Chart;
use checks::policy::{Judged, Verdicts, Waived};
use checks::{Finding, Severity};

/// A chart that every gate let pass. Only [`clear`] makes one.
#[derive(Debug)]
pub struct Cleared {
    chart: Chart,
    judged: Judged,
    verdicts: Verdicts,
}

impl Cleared {
    /// The chart.
    pub fn chart(&self) -> &Chart {
        &self.chart
    }

    /// What was found below severity error.
    pub fn findings(&self) -> &[Finding] {
        &self.judged.findings
    }

    /// What an exception covers.
    pub fn waived(&self) -> &[Waived] {
        &self.judged.waived
    }

    /// What became of every check.
    pub fn verdicts(&self) -> &Verdicts {
        &self.verdicts
    }
}

/// Lets the chart pass, or gives the findings back.
///
/// # Errors
/// All findings, when one of them is an error.
pub fn clear(chart: Chart, judged: Judged, verdicts: Verdicts) -> Result<Cleared, Vec<Finding>> {
    if judged.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(judged.findings);
    }
    Ok(Cleared { chart, judged, verdicts })
}
