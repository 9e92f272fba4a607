//! `portolan release`: the whole recipe.

use std::fmt::Write as _;
use std::path::Path;

use ::release::report::{ChartReport, Outcome, Signature, SignedBy};
use ::release::sign::Signatory;
use ::release::{Plan, Ports, Report, hub_metadata::HubMetadata};
use clap::Args;

use super::plan::{self, Looks, Planned, What};
use crate::arguments::OutputOptions;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::signatory;
use crate::terminal::{self, Output, Watcher};
use crate::{disk, github};

/// Arguments of `portolan release`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    what: What,
    /// Print the plan and touch nothing
    #[arg(long)]
    dry_run: bool,
    /// Where the archives and the report are left
    #[arg(long, value_name = "DIR", default_value = "dist", env = "PORTOLAN_DIST", hide_env_values = true)]
    dist: std::path::PathBuf,
    #[command(flatten)]
    output: OutputOptions,
}

/// Runs the command.
///
/// # Errors
/// Whatever stopped the release; unless the message says otherwise, no version became visible.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let look = if arguments.dry_run { Looks::Nowhere } else { Looks::Anywhere };
    let planned = plan::plan(&arguments.what, look)?;
    if arguments.dry_run {
        plan::print(&planned, arguments.output.output);
        return Ok(Exit::Done);
    }
    leave_files(&arguments.dist, &planned.plan)?;
    let report_file = arguments.dist.join("release.json");
    disk::remove_if_there(&report_file)?;
    let report = release(planned, &arguments.what)?;
    match arguments.output.output {
        Output::Text => terminal::data(&text(&report)),
        Output::Json => terminal::json(&report),
    }
    if let Err(failure) = github::tell(&report) {
        terminal::warn(&format!("published, but GitHub Actions was not told: {}", failure.message));
    }
    if let Err(failure) = leave_report(&report_file, &report) {
        terminal::warn(&format!("published, but the report could not be left: {}", failure.message));
    }
    if report.is_behind() {
        return Err(behind(&report));
    }
    Ok(Exit::Done)
}

fn release(planned: Planned, what: &What) -> Result<Report> {
    let Planned { plan, target, decision, .. } = planned;
    let watcher = Watcher::new();
    super::block_on(async {
        let signatory = signatory::signatory(decision, &what.registry).await?;
        let signatory = signatory.as_ref().map(|signatory| signatory as &dyn Signatory);
        let mirrors = target.mirrors.iter().map(AsRef::as_ref).collect();
        let ports = Ports { target: &*target.place, mirrors, signatory, progress: &watcher };
        Ok(::release::release(&plan, &ports).await?)
    })
}

/// Archives, and documents about them.
fn leave_files(dist: &Path, plan: &Plan) -> Result<()> {
    for chart in &plan.charts {
        disk::write(&dist.join(&chart.artifact.file_name), &chart.artifact.layer.1)?;
        if let Some((_, provenance)) = &chart.artifact.provenance {
            disk::write(&dist.join(format!("{}.prov", chart.artifact.file_name)), provenance)?;
        }
        for document in ::release::attest::evidence(chart, &chart.artifact.manifest, true).documents {
            disk::write(&dist.join(&document.file_name), &document.content)?;
        }
    }
    Ok(())
}

fn leave_report(path: &Path, report: &Report) -> Result<()> {
    let text = serde_json::to_vec_pretty(report).map_err(|error| Failure::input(format!("report: {error}")))?;
    disk::write(path, &text)
}

fn behind(report: &Report) -> Failure {
    let behind =
        report.mirrors.iter().filter_map(|mirror| Some(format!("{}: {}", mirror.reference, mirror.behind.as_ref()?)));
    let message = format!("published, but a mirror is behind:\n  {}", behind.collect::<Vec<_>>().join("\n  "));
    Failure {
        message,
        hint: Some("run the same command again: it completes the mirror".to_owned()),
        exit: Exit::MirrorBehind,
    }
}

/// The report for people.
fn text(report: &Report) -> String {
    let mut text = String::new();
    for chart in &report.charts {
        let _ = writeln!(text, "{} {}\n  digest  {}", verb(chart.outcome), chart.reference, chart.digest);
        let _ = writeln!(text, "  hub     {}", metadata(chart));
        let _ = writeln!(text, "  signed  {}", signed(chart, report.unsigned_reason.as_deref()));
        if let Some(reason) = &chart.provenance_left_out {
            let _ = writeln!(text, "  prov    not published: {reason}; raise the version to publish one");
        }
    }
    for mirror in &report.mirrors {
        let state = mirror.behind.as_ref().map_or_else(|| "complete".to_owned(), |reason| format!("behind: {reason}"));
        let _ = writeln!(text, "mirror {} {state}", mirror.reference);
    }
    text
}

fn verb(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Released => "released",
        Outcome::AlreadyPublished => "already published",
        Outcome::Adopted => "already published with equal content",
    }
}

fn metadata(chart: &ChartReport) -> String {
    match &chart.hub_metadata {
        HubMetadata::None => "no artifacthub-repo.yml".to_owned(),
        HubMetadata::Unchanged { digest } => format!("metadata unchanged, {digest}"),
        HubMetadata::Pushed { digest } => format!("metadata pushed, {digest}"),
    }
}

/// Who signed, and how many objects are attached.
fn signed(chart: &ChartReport, unsigned_reason: Option<&str>) -> String {
    let by = match &chart.signed_by {
        None => return format!("no: {}", unsigned_reason.unwrap_or("nobody asked for it")),
        Some(SignedBy::Key { key, .. }) => format!("key {key}"),
        Some(SignedBy::Identity { identity, .. }) => identity.clone(),
    };
    let count = |wanted: fn(&Signature) -> bool| chart.signatures.iter().filter(|one| wanted(one)).count();
    let bundles = count(|one| matches!(one, Signature::Bundle { .. }));
    let documents = count(|one| matches!(one, Signature::Document { .. }));
    let new = chart.signatures.iter().filter(|one| !one.is_reused()).count();
    let classic = match &chart.classic_left_out {
        None => ".sig tag".to_owned(),
        Some(reason) => format!("no .sig tag ({reason})"),
    };
    let tagged = chart.signatures.iter().any(|one| matches!(one, Signature::Tagged { .. }));
    let tagged = if tagged { ", .sbom tag" } else { "" };
    format!("by {by}: {bundles} bundles, {documents} documents, {classic}{tagged}; {new} new")
}
