//! `portolan plan`: what a release would do, with who decided each value. Touches nothing and asks nobody.

use std::fmt::Write as _;
use std::path::PathBuf;

use ::release::plan::{Making, Sboms};
use ::release::{ChartPlan, Place, Plan};
use checks::Selection;
use checks::policy;
use clap::Args;
use oci::Digest;
use sbom::{Contents, Linked, Trust};
use serde_json::{Value, json};
use signing::statement::predicate;

use crate::access::Access;
use crate::arguments::{ConfigOptions, OutputOptions, RegistryOptions};
use crate::believed::Believed;
use crate::chart_documents::{ImageSigners, Look, Wanted, documents};
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Result;
use crate::places::{self, Target};
use crate::provenance_options::ProvenanceOptions;
use crate::side_by_side::beside;
use crate::signatory::{self, Decision, Reach, SigningOptions};
use crate::signing_keys::{Stdin, password};
use crate::terminal::{self, Output};
use crate::{examine, gather, stdin};

/// Arguments of `portolan plan`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    pub what: What,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is released and where to; shared with `portolan release`.
#[derive(Debug, Args)]
pub struct What {
    /// Chart folders; without any, those that portolan.yaml names
    #[arg(value_name = "CHART")]
    pub charts: Vec<PathBuf>,
    /// Target: a name from portolan.yaml, oci-layout:DIR or oci://HOST/NAMESPACE
    #[arg(long, value_name = "TARGET", env = "PORTOLAN_TO", hide_env_values = true)]
    pub to: Option<String>,
    #[command(flatten)]
    pub signing: SigningOptions,
    #[command(flatten)]
    pub provenance: ProvenanceOptions,
    /// Refuse charts that have another version
    #[arg(long, value_name = "VERSION", env = "PORTOLAN_EXPECT_VERSION", hide_env_values = true)]
    pub expect_version: Option<String>,
    #[command(flatten)]
    pub config: ConfigOptions,
    #[command(flatten)]
    pub registry: RegistryOptions,
}

/// A plan with the places it goes to.
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// The target and its mirrors.
    pub target: Target,
    /// The configuration file, if there is one.
    pub config: Config,
    /// Who signs.
    pub decision: Decision,
}

/// Runs the command.
///
/// # Errors
/// Findings, bad configuration, charts that can't be packaged.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let planned = plan(&arguments.what, Looks::Nowhere)?;
    print(&planned, arguments.output.output);
    Ok(Exit::Done)
}

/// Whether registries are asked for documents of images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// None is asked for anything.
    Nowhere,
    /// Those of the images are, if `sbom.find` says so.
    Anywhere,
}

/// Steps 1 to 4 of a release.
///
/// # Errors
/// Findings, bad configuration, charts that can't be packaged.
pub fn plan(what: &What, looks: Looks) -> Result<Planned> {
    let config = Config::load(&what.config)?.with_baseline(None)?;
    for finding in policy::unused(&config.policy, &[], &[], &Selection::default(), (&examine::today(), false)) {
        terminal::warn(&format!("{}: {}", finding.place(), finding.message));
    }
    let stdin = stdin(what, &config)?;
    let access = Access::new(&what.registry)?;
    let target = places::target(given(what.to.as_deref()), &config, &access)?;
    let mirrors: Vec<&dyn Place> = target.mirrors.iter().map(AsRef::as_ref).collect();
    let reach = reach(&*target.place, &mirrors);
    let decide = || signatory::decide(&what.signing, &config, reach, stdin);
    let made = || make(what, &config, &*target.place, &mirrors);
    // Decrypting a key takes longer than all checks: it goes beside them, unless somebody has to be asked.
    let (decision, plan) = match password::is_given() {
        true => beside(decide, made),
        false => (Ok(decide()?), made()),
    };
    let (decision, plan) = (decision?, plan?);
    let plan = with_image_documents(plan, &config, looks, (what, &access))?;
    Ok(Planned { plan, target, config, decision })
}

/// Whether an option reads stdin. The password of an encrypted key is read from there only if none does.
fn stdin(what: &What, config: &Config) -> Result<Stdin> {
    let signing = &what.signing;
    let named = given(signing.sign_key.as_deref());
    let is_keyless = signing.keyless.clone().or(&config.signing.keyless, named.is_some()).keyless;
    let key = named.or(config.signing.key.as_ref().map(|key| key.value.as_str()));
    let is_read = key == Some("-") && !signing.unsigned && !is_keyless;
    let others = [what.registry.password_stdin.then_some("--password-stdin"), is_read.then_some("--sign-key -")];
    stdin::only_one(others.into_iter().chain(what.provenance.of_stdin(provenance_key(config).as_deref())))
}

/// Checks, packages and describes.
fn make(what: &What, config: &Config, target: &dyn Place, mirrors: &[&dyn Place]) -> Result<Plan> {
    let folders = gather::folders(&what.charts, config)?;
    let sources = gather::sources(&folders, config, given(what.expect_version.as_deref()))?;
    let provenance = what.provenance.key(provenance_key(config).as_deref())?;
    let sboms = Sboms {
        formats: config.sbom.formats.clone(),
        supplier: config.sbom.supplier.as_ref().map(|supplier| supplier.value.clone()),
    };
    let sboms = if sboms.formats.is_empty() { Sboms { supplier: sboms.supplier, ..Sboms::default() } } else { sboms };
    let unsigned_reason = what.signing.unsigned_reason().map(str::to_owned);
    let making = Making { provenance: provenance.as_ref(), sboms, unsigned_reason };
    Ok(::release::plan::plan(sources, target, mirrors, &making)?)
}

/// The same with the documents of the charts' images.
fn with_image_documents(plan: Plan, config: &Config, looks: Looks, (what, access): (&What, &Access)) -> Result<Plan> {
    let finds = config.sbom.find && looks == Looks::Anywhere;
    if config.sbom.find && looks == Looks::Nowhere {
        terminal::warn("sbom.find: registries are asked by a release only, which may point at more documents");
    }
    let signers = if finds { super::block_on(image_signers(what, config))? } else { None };
    let look = if finds { Look::Find } else { Look::Configured };
    let wanted = Wanted { look, config: &config.sbom, signers: signers.as_ref() };
    let mut charts = Vec::new();
    for chart in plan.charts {
        let Some(contents) = &chart.basis.contents else {
            charts.push(chart);
            continue;
        };
        let linked = super::block_on(documents(contents, wanted, access))?;
        linked.iter().filter_map(|one| unattested(contents, one)).for_each(|note| terminal::warn(&note));
        charts.push(chart.with_image_documents(linked, config.sbom.merge));
    }
    Ok(Plan { charts, ..plan })
}

/// The signers of images that are configured; the trusted root is that of the release.
async fn image_signers(what: &What, config: &Config) -> Result<Option<ImageSigners>> {
    let services = what.signing.keyless.clone().or(&config.signing.keyless, false);
    let trust = Believed { trusted_root: services.trusted_root, tuf: services.tuf, ..Believed::default() };
    ImageSigners::of(&trust, &config.sbom.signers, &what.registry).await
}

/// Why a document of the publisher's own is not attested, if it is not.
fn unattested(contents: &Contents, linked: &Linked) -> Option<String> {
    if linked.trust != Trust::Given || ::release::attest::attests_image(contents, linked) {
        return None;
    }
    let remedy = "pin the image by digest in artifacthub.io/images, and keep the document below 7 MiB";
    Some(format!("{}: {} is pointed at, but not attested: {remedy}", linked.image, linked.location))
}

/// The configured OpenPGP key; a path is relative to the file that names it.
fn provenance_key(config: &Config) -> Option<String> {
    let named = &config.signing.provenance_key.as_ref()?.value;
    let elsewhere = named.starts_with("env:") || named == "-";
    Some(if elsewhere { named.clone() } else { config.folder().join(named).display().to_string() })
}

/// How far a release goes; a mirror shows what was signed here to everybody.
fn reach(target: &dyn Place, mirrors: &[&dyn Place]) -> Reach {
    let all_local = mirrors.iter().chain([&target]).all(|place| place.location().starts_with("oci-layout:"));
    if all_local { Reach::Local } else { Reach::Remote }
}

/// An empty variable counts as none.
fn given(option: Option<&str>) -> Option<&str> {
    option.filter(|text| !text.is_empty())
}

/// Prints the plan.
pub fn print(planned: &Planned, output: Output) {
    match output {
        Output::Text => terminal::data(&text(planned)),
        Output::Json => terminal::json(&as_json(planned)),
    }
}

fn text(planned: &Planned) -> String {
    let Planned { plan, target, .. } = planned;
    let mut text = format!("target      {} (decided by: {})\n", plan.target, target.decided_by);
    plan.mirrors.iter().for_each(|mirror| text.push_str(&format!("mirror      {mirror}\n")));
    for chart in &plan.charts {
        let artifact = &chart.artifact;
        let _ = write!(
            text,
            "\n{} {}\n  from        {}\n  reference   {}\n  source time {} (decided by: {})\n  manifest    {} ({} bytes)\n  config      {} ({} bytes)\n  chart       {} ({} bytes, {})\n",
            chart.name,
            chart.version,
            chart.path,
            chart.reference,
            gostd::time::Timestamp::from_unix(chart.time.seconds).to_rfc3339(),
            chart.time.decided_by,
            artifact.manifest.digest,
            artifact.manifest.bytes.len(),
            artifact.config.0.digest,
            artifact.config.0.size,
            artifact.layer.0.digest,
            artifact.layer.0.size,
            artifact.file_name,
        );
        let metadata = chart
            .hub_metadata
            .as_ref()
            .map_or("none: no artifacthub-repo.yml".to_owned(), |(path, _)| format!("tag artifacthub.io from {path}"));
        let _ = writeln!(text, "  hub         {metadata}");
        for document in ::release::attest::evidence(chart, &artifact.manifest, true).documents {
            let _ = writeln!(text, "  sbom        {} ({})", Digest::of(&document.content), document.file_name);
        }
    }
    if let Some(reason) = &plan.unsigned_reason {
        let _ = writeln!(text, "\nunsigned: {reason}");
    }
    text.push_str("\nsteps: look, stage by digest, ");
    text.push_str(if plan.unsigned_reason.is_none() { "sign and attest, " } else { "" });
    text.push_str("verify as a stranger, look again, Artifact Hub metadata, tag last, read back");
    text.push_str(if plan.mirrors.is_empty() { "\n" } else { ", mirror\n" });
    text
}

fn as_json(planned: &Planned) -> Value {
    let Planned { plan, target, config, .. } = planned;
    let charts = plan.charts.iter().map(|chart| {
        let artifact = &chart.artifact;
        json!({
            "path": chart.path, "name": chart.name, "version": chart.version, "tag": chart.tag.as_str(),
            "repository": chart.repository.as_str(), "reference": chart.reference, "sourceTime": chart.time,
            "digest": artifact.manifest.digest.to_string(), "manifest": artifact.manifest.descriptor(),
            "config": artifact.config.0, "layers": [artifact.layer.0], "package": artifact.file_name,
            "hubMetadata": chart.hub_metadata.as_ref().map(|(path, _)| path), "findings": chart.findings, "waived": chart.waived,
            "checks": chart.checks, "statements": statements(chart),
        })
    });
    json!({
        "apiVersion": ::release::report::API_VERSION,
        "kind": "ReleasePlan",
        "configuration": config.path,
        "target": {"value": plan.target, "decidedBy": target.decided_by, "public": plan.public},
        "mirrors": plan.mirrors,
        "unsignedReason": plan.unsigned_reason,
        "charts": charts.collect::<Vec<_>>(),
    })
}

/// What will be attested, and the documents, by the digests of their bytes.
fn statements(chart: &ChartPlan) -> Value {
    let evidence = ::release::attest::evidence(chart, &chart.artifact.manifest, true);
    let predicates = evidence.attestations.iter().map(|one| {
        // The run's own times are not of the plan.
        let kept = match one.predicate_type {
            predicate::SLSA_PROVENANCE => ::release::attest::slsa::without_run(&one.predicate),
            _ => one.predicate.clone(),
        };
        let digest = Digest::of(kept.to_string().as_bytes());
        json!({"predicateType": one.predicate_type, "digest": digest})
    });
    let documents = evidence
        .documents
        .iter()
        .map(|one| json!({"mediaType": one.media_type, "file": one.file_name, "digest": Digest::of(&one.content)}));
    json!({"predicates": predicates.collect::<Vec<_>>(), "documents": documents.collect::<Vec<_>>()})
}
