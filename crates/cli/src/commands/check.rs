//! `portolan check`: every gate of a release, without a release.

use std::path::PathBuf;

use checks::policy::{self, Judged};
use checks::{Selection, TABLE};
use clap::Args;

use crate::access::Access;
use crate::against::Against;
use crate::arguments::{ConfigOptions, RegistryOptions};
use crate::config::{Config, baseline_of};
use crate::examine::{self, Examined, Request};
use crate::exit::Exit;
use crate::facts::Asked;
use crate::failure::{Failure, Result};
use crate::report::{self, Checked, CheckedChart, Form, Style};
use crate::repository_path::Root;
use crate::since::Since;
use crate::{disk, fix, gather, github, terminal};

/// Arguments of `portolan check`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Chart folders; without any, those that portolan.yaml names
    #[arg(value_name = "CHART")]
    charts: Vec<PathBuf>,
    /// Only these checks or groups; several separated by commas
    #[arg(long, value_name = "CHECK", value_delimiter = ',')]
    only: Vec<String>,
    /// Without these checks or groups; several separated by commas
    #[arg(long, value_name = "CHECK", value_delimiter = ',')]
    skip: Vec<String>,
    /// Warnings fail the run, too
    #[arg(long)]
    strict: bool,
    /// Versions of Kubernetes to render for; several separated by commas
    #[arg(long, value_name = "VERSION", value_delimiter = ',')]
    kubernetes: Vec<String>,
    /// Refuse charts that have another version
    #[arg(long, value_name = "VERSION", env = "PORTOLAN_EXPECT_VERSION", hide_env_values = true)]
    expect_version: Option<String>,
    /// Compare with the charts at this commit of git: where HEAD began from it
    #[arg(long, value_name = "REF", env = "PORTOLAN_SINCE", hide_env_values = true)]
    since: Option<String>,
    /// Examine only charts in whose folders something changed since then, and those that take them in by file://
    #[arg(long)]
    changed_only: bool,
    /// Compare with what is published: a target of portolan.yaml, oci://HOST/NAMESPACE or oci-layout:DIR
    #[arg(long, value_name = "TARGET", env = "PORTOLAN_AGAINST", hide_env_values = true)]
    against: Option<String>,
    /// Findings in this file do not count
    #[arg(long, value_name = "FILE", env = "PORTOLAN_BASELINE", hide_env_values = true)]
    baseline: Option<PathBuf>,
    /// Make the changes that mend findings where that is safe, then check again
    #[arg(long)]
    fix: bool,
    /// Write all findings to a file that --baseline reads, and end well
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigOptions,
    /// Form of the data on stdout
    #[arg(
        long,
        value_name = "FORM",
        value_enum,
        default_value = "text",
        env = "PORTOLAN_OUTPUT",
        hide_env_values = true
    )]
    output: Form,
    #[command(flatten)]
    registry: RegistryOptions,
}

/// Runs the command.
///
/// # Errors
/// Bad configuration, or what is asked for can't be known.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let config = configuration(arguments)?;
    let selection = Selection::new(&arguments.only, &arguments.skip).map_err(|error| {
        let failure = Failure::usage(&error);
        match error.nearest {
            Some(nearest) => failure.hint(format!("did you mean {nearest}?")),
            None => failure.hint("`portolan explain` lists all checks"),
        }
    })?;
    let against = against(arguments, &config)?;
    let look = || check(arguments, &config, &selection, against.as_ref());
    let checked = match look()? {
        checked if arguments.fix => fixed(checked, look)?,
        checked => checked,
    };
    if let Some(path) = &arguments.write_baseline {
        let findings = checked.charts.iter().flat_map(|chart| &chart.judged.findings);
        let baseline = baseline_of(path, findings);
        disk::write(path, baseline.to_json().as_bytes())?;
        terminal::say(&format!("{} entries in {}", baseline.entries.len(), path.display()));
        return Ok(Exit::Done);
    }
    let totals = checked.totals();
    let failed = totals.errors > 0 || arguments.strict && totals.warnings > 0;
    tell(&checked, arguments, failed);
    Ok(if failed { Exit::Findings } else { Exit::Done })
}

/// Prints the result, and in GitHub Actions tells those who run the workflow, too.
fn tell(checked: &Checked, arguments: &Arguments, failed: bool) {
    let style = Style { colored: terminal::data_has_colors(), strict: arguments.strict };
    terminal::data(&checked.print(arguments.output, style));
    if !github::is_here() {
        return;
    }
    if arguments.output != Form::Github {
        terminal::annotations(&report::github::annotations(checked, &Root::find()));
    }
    if let Err(failure) = github::tell_checks(checked, failed) {
        terminal::warn(&format!("checked, but GitHub Actions was not told: {}", failure.message));
    }
}

/// How often files are changed and looked at again: changes at one place are made one after the other.
const ROUNDS: usize = 8;

/// Makes the changes that findings bring along, and looks again.
fn fixed(mut checked: Checked, look: impl Fn() -> Result<Checked>) -> Result<Checked> {
    for _ in 0..ROUNDS {
        let fixed = match fix::apply(checked.findings()) {
            Ok(fixed) => fixed,
            Err(failure) => {
                terminal::warn(&format!("not everything could be fixed: {}", failure.message));
                break;
            }
        };
        fixed.done.iter().for_each(|done| terminal::say(&format!("fixed: {done}")));
        if fixed.done.is_empty() {
            break;
        }
        checked = look()?;
        if fixed.left == 0 {
            break;
        }
    }
    Ok(checked)
}

/// The configuration, with the baseline; without one where it is to be written.
fn configuration(arguments: &Arguments) -> Result<Config> {
    let config = Config::load(&arguments.config)?;
    if arguments.write_baseline.is_some() { Ok(config) } else { config.with_baseline(arguments.baseline.as_deref()) }
}

fn check(arguments: &Arguments, config: &Config, selection: &Selection, against: Option<&Against>) -> Result<Checked> {
    let named = gather::folders(&arguments.charts, config)?;
    let siblings = gather::siblings(&named, config);
    let alone = named.len() == 1;
    let since = Since::new(arguments.since.as_deref());
    let folders = if arguments.changed_only { changed(named, since.as_ref())? } else { named };
    let asked = Asked {
        expected_version: arguments.expect_version.as_deref().filter(|version| !version.is_empty()),
        alone,
        siblings: &siblings,
        since: since.as_ref(),
        against,
    };
    let request = Request { config, selection, kubernetes: &arguments.kubernetes, moment: examine::moment(), asked };
    let kept = |examined: Examined| {
        let chart = examined.chart.map(|chart| (chart.metadata.name, chart.metadata.version));
        let (judged, verdicts) = (examined.judged, examined.verdicts);
        (CheckedChart { path: examined.path, chart, judged, verdicts }, examined.inline)
    };
    let (charts, inline): (Vec<CheckedChart>, Vec<_>) =
        examine::examine_all(&folders, &request, kept)?.into_iter().unzip();
    let judged: Vec<Judged> = charts.iter().map(|chart| chart.judged.clone()).collect();
    let all = arguments.charts.is_empty() && !arguments.changed_only && selection.is_everything();
    let today = examine::today();
    let mut general = policy::unused(&config.policy, &inline.concat(), &judged, selection, (&today, all));
    if let Some(baseline) = config.policy.baseline.as_ref().filter(|_| all) {
        general.extend(baseline.stale(&judged));
    }
    let looked = TABLE.iter().filter(|rule| selection.takes(rule) && !config.policy.is_off(rule.id)).collect();
    let general = config.policy.judge(general, &[], &today).findings;
    Ok(Checked { charts, general, looked })
}

fn against(arguments: &Arguments, config: &Config) -> Result<Option<Against>> {
    let Some(named) = arguments.against.as_deref().filter(|named| !named.is_empty()) else { return Ok(None) };
    Against::new(named, config, &Access::new(&arguments.registry)?).map(Some)
}

/// Only the charts that changed; says how many those are.
fn changed(folders: Vec<PathBuf>, since: Option<&Since>) -> Result<Vec<PathBuf>> {
    let Some(since) = since else {
        return Err(Failure::usage("--changed-only needs to know since when").hint("add `--since origin/main`"));
    };
    let all = folders.len();
    let changed = since.changed(folders)?;
    terminal::say(&format!("{} of {all} charts changed since {}", changed.len(), since.reference()));
    Ok(changed)
}
