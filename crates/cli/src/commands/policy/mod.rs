//! `portolan policy emit`: what consumers write down to verify a release, with the key or identity that really signed it.

mod argocd;
mod cosign;
mod flux;
mod helm;
mod kyverno;
mod policy_controller;
mod readme;
mod released;
mod trust_root;

use clap::{Args, Subcommand, ValueEnum};
use release::verify::Verification;
use signing::statement::predicate;
use signing::verify::TimeSource;

use self::released::Released;
use self::trust_root::TrustRoot;
use super::verify::verification;
use crate::access::{Access, Enter};
use crate::arguments::RegistryOptions;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::places::{self, ChartReference};
use crate::terminal;
use crate::verify_options::VerifyOptions;

/// Arguments of `portolan policy`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

/// What is done.
#[derive(Debug, Subcommand)]
enum Action {
    /// Verify a release and print what one kind of consumer needs to verify it
    Emit(Box<Emit>),
}

/// Arguments of `portolan policy emit`.
#[derive(Debug, Args)]
struct Emit {
    /// Who verifies
    #[arg(value_enum)]
    consumer: Consumer,
    /// oci://HOST/NAMESPACE/NAME:VERSION or …@sha256:…
    reference: String,
    #[command(flatten)]
    verify: VerifyOptions,
    #[command(flatten)]
    registry: RegistryOptions,
}

/// Programs that verify releases, and people who read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Consumer {
    /// Manifests for Flux
    Flux,
    /// A policy for Kyverno
    Kyverno,
    /// A policy for sigstore's policy-controller
    PolicyController,
    /// A pinned application for Argo CD
    Argocd,
    /// Commands of cosign
    Cosign,
    /// Commands of Helm
    Helm,
    /// A section for the chart's README
    Readme,
}

impl Consumer {
    fn text(self, released: &Released) -> String {
        match self {
            Self::Flux => flux::emit(released),
            Self::Kyverno => kyverno::emit(released),
            Self::PolicyController => policy_controller::emit(released),
            Self::Argocd => argocd::emit(released),
            Self::Cosign => cosign::emit(released),
            Self::Helm => helm::emit(released),
            Self::Readme => readme::emit(released),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Exit 2 for a layout, which none of the consumers reads. Exit 6 when the release does not verify: a policy for it would
/// only ever refuse.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let Action::Emit(emit) = &arguments.action;
    let reference = ChartReference::parse(&emit.reference)?;
    if reference.is_layout() {
        return Err(nobody_reads(&reference));
    }
    let access = Access::new(&emit.registry)?;
    let text = super::block_on(async {
        let means = emit.verify.means(&emit.registry).await?;
        if means.policy.is_none() {
            return Err(Failure::usage("a policy names who signs: give --key FILE, or an identity and its issuer"));
        }
        let store = places::open(&reference, &access, Enter::AsUser)?;
        let verification = verification(&*store, &reference, &means).await?.sound().map_err(|error| Failure {
            message: format!("{reference} does not verify:\n  {error}"),
            hint: Some("`portolan verify` shows all evidence".to_owned()),
            exit: Exit::Verification,
        })?;
        Ok(emit.consumer.text(&released(&reference, &verification, emit)?))
    })?;
    terminal::data(&text);
    Ok(Exit::Done)
}

/// A layout is on this machine, and what would be printed had to name a registry.
fn nobody_reads(layout: &ChartReference) -> Failure {
    Failure::usage(format!("{layout}: policies are for those who read registries, not layouts")).hint(
        "name the release in its registry, oci://HOST/NAMESPACE/NAME:VERSION; \
         `portolan mirror REFERENCE --to oci://HOST/NAMESPACE` brings it there",
    )
}

/// What was found, as far as a policy names it.
fn released(reference: &ChartReference, verification: &Verification, emit: &Emit) -> Result<Released> {
    let signature = verification.proven.iter().find(|proven| proven.is_signature());
    let signature = signature.ok_or_else(|| Failure {
        exit: Exit::Verification,
        ..Failure::input(format!("{reference} has no signature by this holder"))
    })?;
    let attested = verification.proven.iter().filter_map(|proven| proven.predicate_type.clone());
    let mut attested: Vec<String> = attested.filter(|found| found != predicate::SIGNATURE).collect();
    attested.sort();
    attested.dedup();
    let chart = &verification.chart;
    Ok(Released {
        repository: reference.image_name(),
        name: chart.chart.metadata.name.clone(),
        version: chart.chart.metadata.version.clone(),
        digest: chart.manifest.digest.clone(),
        holder: signature.holder.clone(),
        logged: !signature.log.is_empty(),
        bundled: verification.proven.iter().any(|proven| proven.is_signature() && proven.predicate_type.is_some()),
        classic: verification.classic,
        provenance: chart.provenance.is_some(),
        keyring: emit.verify.keyring.as_ref().map(|path| path.display().to_string()),
        attested,
        trusted_root: trusted_root(&emit.verify),
        // It was read to verify; without it a policy only names it.
        trust_root: emit
            .verify
            .believed
            .trusted_root
            .as_ref()
            .and_then(|path| TrustRoot::read(&std::fs::read(path).ok()?)),
        timestamped: signature.signed_at.iter().any(|at| at.source == TimeSource::TimestampAuthority),
        plain_http: emit.registry.plain_http,
    })
}

/// The file that readers are given; what a repository publishes they get from there themselves.
fn trusted_root(options: &VerifyOptions) -> Option<String> {
    const PUBLISHED: &str = "trusted_root.json";
    let believed = &options.believed;
    if let Some(mirror) = &believed.tuf.tuf_mirror {
        terminal::say(&format!("{PUBLISHED} is what {mirror} publishes; readers need it as a file of that name"));
        return Some(PUBLISHED.to_owned());
    }
    believed.trusted_root.as_ref().map(|path| path.display().to_string())
}

#[cfg(test)]
mod tests;
