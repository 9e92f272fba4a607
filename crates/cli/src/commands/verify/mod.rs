//! `portolan verify`: read a published chart back as a stranger, and prove whose it is.

mod evidence;
mod rebuild;

use ::release::verify::{self, Judged, Verification, VerifyError};
use clap::Args;
use oci::{Reference, Store, StoreError};

use crate::access::{Access, Enter};
use crate::arguments::{OutputOptions, RegistryOptions};
use crate::exit::Exit;
use crate::failure::{Failure, Result, exit_of_store};
use crate::places::{self, ChartReference};
use crate::terminal::{self, Output};
use crate::verify_options::{Means, VerifyOptions};

/// Arguments of `portolan verify`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// oci://HOST/NAMESPACE/NAME:VERSION, …@sha256:…, or oci-layout:DIR/NAME:VERSION
    reference: String,
    #[command(flatten)]
    verify: VerifyOptions,
    /// Build it again from this commit, and compare
    #[arg(long, value_name = "COMMIT", help_heading = "Verification")]
    rebuild: Option<String>,
    /// The git repository with that commit
    #[arg(long, value_name = "DIR", default_value = ".", requires = "rebuild", help_heading = "Verification")]
    repository: std::path::PathBuf,
    /// Let warnings fail, too
    #[arg(long, help_heading = "Verification")]
    strict: bool,
    #[command(flatten)]
    registry: RegistryOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Runs the command.
///
/// # Errors
/// Exit 6 when something does not agree, or is not proven and must be.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let access = Access::new(&arguments.registry)?;
    let reference = ChartReference::parse(&arguments.reference)?;
    let failed = super::block_on(async {
        let means = arguments.verify.means(&arguments.registry).await?;
        let read = async {
            let store = places::open_or(&reference, &access, Enter::AsUser, |error| unusable(&reference, error))?;
            let verification = verification(&*store, &reference, &means).await?;
            Ok((store, verification))
        };
        let (store, verification) = match read.await {
            Ok(read) => read,
            Err(failure) => return Err(refused(&reference, arguments.output.output, failure)),
        };
        let verification = match &arguments.rebuild {
            Some(commit) => {
                let step = rebuild::step(&verification.chart, commit, &arguments.repository)?;
                verification.with(step)
            }
            None => verification,
        };
        let moved = moved(&*store, &reference, &verification).await;
        let failed = failed(&reference, (&verification, moved.as_ref()), arguments.strict);
        match arguments.output.output {
            Output::Text => terminal::data(&evidence::text(&reference, &verification, failed.is_none())),
            Output::Json => terminal::json(&evidence::json(&reference, &verification, failed.is_none())),
        }
        if let Some(moved) = moved {
            terminal::warn(&moved.sentence());
        }
        Ok(failed)
    })?;
    failed.map_or(Ok(Exit::Done), Err)
}

/// Tells programs, too, that there is no chart to speak of.
fn refused(reference: &ChartReference, output: Output, failure: Failure) -> Failure {
    if let (Output::Json, Exit::Verification) = (output, failure.exit) {
        terminal::json(&evidence::refused(reference, &failure.message));
    }
    failure
}

/// A layout that is there and no layout any more is a broken release; what can't be read at all says nothing about it.
fn unusable(reference: &ChartReference, error: StoreError) -> Failure {
    match error {
        StoreError::Layout { .. } => {
            failure(reference, VerifyError::Broken { object: "the layout".to_owned(), detail: error.to_string() })
        }
        error => error.into(),
    }
}

/// Runs the recipe; the tag of a reference with both must hold exactly its digest.
///
/// # Errors
/// Exit 6 when steps 1 to 3 fail.
pub async fn verification(store: &dyn Store, reference: &ChartReference, means: &Means) -> Result<Verification> {
    let named = reference.manifest()?;
    let image_name = reference.image_name();
    let request = means.request(&named, &image_name);
    let verification = verify::recipe(store, &request).await.map_err(|error| failure(reference, error))?;
    tag_holds_digest(reference, &verification.chart.manifest.digest)?;
    Ok(verification)
}

/// A tag that was moved meanwhile: what was verified is the digest.
async fn moved(store: &dyn Store, reference: &ChartReference, verification: &Verification) -> Option<Judged> {
    let tag = reference.tag.clone()?;
    let found = store.manifest(&Reference::Tag(tag.clone())).await.ok()?;
    let verified = &verification.chart.manifest.digest;
    (found.digest != *verified).then(|| {
        let detail = format!("it was moved to {} meanwhile; what was verified is {verified}", found.digest);
        Judged::warning(format!("tag {tag}"), None, detail)
    })
}

/// What failed, in one failure.
fn failed(
    reference: &ChartReference,
    (verification, moved): (&Verification, Option<&Judged>),
    strict: bool,
) -> Option<Failure> {
    let warnings: Vec<&Judged> = if strict { verification.warnings().chain(moved).collect() } else { Vec::new() };
    let failures: Vec<&Judged> = verification.failures().chain(warnings).collect();
    let hint = failures.iter().find_map(|judged| judged.hint.clone());
    let lines: Vec<String> = failures.iter().map(|judged| judged.sentence()).collect();
    (!lines.is_empty()).then(|| Failure {
        message: format!("{reference} does not verify:\n  {}", lines.join("\n  ")),
        hint: Some(hint.unwrap_or_else(|| "do not install it; compare with the publisher's report".to_owned())),
        exit: Exit::Verification,
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
pub async fn resolve(reference: &ChartReference, store: &dyn Store) -> Result<oci::RawManifest> {
    let named: Reference = reference.manifest()?;
    let manifest = store.manifest(&named).await?;
    tag_holds_digest(reference, &manifest.digest)?;
    Ok(manifest)
}
