//! `portolan verify`: read a published chart back as a stranger.

use ::release::verify::{VerifyError, verify};
use clap::Args;
use oci::Reference;
use serde_json::json;

use crate::access::{Access, Enter};
use crate::arguments::{OutputOptions, RegistryOptions};
use crate::exit::Exit;
use crate::failure::{Failure, Result, exit_of_store};
use crate::places::{self, ChartReference};
use crate::terminal::{self, Output};

/// Arguments of `portolan verify`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// oci://HOST/NAMESPACE/NAME:VERSION, …@sha256:…, or oci-layout:DIR/NAME:VERSION
    reference: String,
    #[command(flatten)]
    registry: RegistryOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Runs the command.
///
/// # Errors
/// Exit 6 when something does not agree.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let access = Access::new(&arguments.registry)?;
    let reference = ChartReference::parse(&arguments.reference)?;
    super::block_on(async {
        let store = places::open(&reference, &access, Enter::AsUser)?;
        let verified = verify(&*store, &reference.manifest()?).await.map_err(|error| failure(&reference, error))?;
        tag_holds_digest(&reference, &verified.manifest.digest)?;
        let referrers = store.referrers(&verified.manifest.digest).await?;
        let metadata = &verified.chart.metadata;
        match arguments.output.output {
            Output::Text => terminal::data(&format!(
                "verified {reference}\n  chart     {} {}\n  manifest  {}\n  config    {}\n  layer     {}\n  referrers {}",
                metadata.name,
                metadata.version,
                verified.manifest.digest,
                verified.config,
                verified.layer,
                referrers.len(),
            )),
            Output::Json => terminal::json(&json!({
                "apiVersion": ::release::report::API_VERSION, "kind": "Verification", "reference": reference.to_string(),
                "name": metadata.name, "version": metadata.version, "digest": verified.manifest.digest,
                "config": verified.config, "layer": verified.layer, "referrers": referrers,
            })),
        }
        Ok(Exit::Done)
    })
}

/// A reference with tag and digest: the tag must hold exactly this digest.
fn tag_holds_digest(reference: &ChartReference, found: &oci::Digest) -> Result<()> {
    match (&reference.tag, &reference.digest) {
        (Some(tag), Some(expected)) if expected != found => {
            let message = format!("{reference} does not verify: tag {tag} holds {found}");
            let hint = Some("the tag was moved, or the digest is of another version: ask the publisher".to_owned());
            Err(Failure { message, hint, exit: Exit::Verification })
        }
        _ => Ok(()),
    }
}

fn failure(reference: &ChartReference, error: VerifyError) -> Failure {
    match error {
        VerifyError::Store(source) => {
            let exit = exit_of_store(&source);
            Failure { exit, ..Failure::from(source) }
        }
        error => Failure {
            message: format!("{reference} does not verify: {error}"),
            hint: Some("do not install it; compare with the publisher's report".to_owned()),
            exit: Exit::Verification,
        },
    }
}

/// The manifest that a reference names, checked against its digest if it has both.
///
/// # Errors
/// Whatever the store reports; exit 6 when tag and digest disagree.
pub async fn resolve(reference: &ChartReference, store: &dyn oci::Store) -> Result<oci::RawManifest> {
    let named: Reference = reference.manifest()?;
    let manifest = store.manifest(&named).await?;
    tag_holds_digest(reference, &manifest.digest)?;
    Ok(manifest)
}
