//! `portolan hub wait`: until Artifact Hub lists a version as it was published, or is known to have refused it.

use std::time::Duration;

use clap::Args;
use hub_api::{Indexing, Waiting};
use oci::Store;
use serde_json::json;

use crate::access::{Access, Enter};
use crate::arguments::{ConfigOptions, OutputOptions, RegistryOptions};
use crate::commands::block_on;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::places::{self, ChartReference};
use crate::terminal::{self, Output};

/// Arguments of `portolan hub wait`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// oci://HOST/NAMESPACE/NAME:VERSION
    reference: String,
    /// The repository's name in Artifact Hub; without it the one that portolan.yaml names for the chart
    #[arg(long, value_name = "NAME")]
    repository: Option<String>,
    /// Artifact Hub's address
    #[arg(
        long,
        value_name = "URL",
        default_value = "https://artifacthub.io",
        env = "PORTOLAN_HUB_URL",
        hide_env_values = true
    )]
    hub_url: String,
    /// How long to wait, in seconds: the tracker runs every half hour
    #[arg(long, value_name = "SECONDS", default_value_t = 3900)]
    timeout: u64,
    /// Pause between questions, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    interval: u64,
    #[command(flatten)]
    config: ConfigOptions,
    #[command(flatten)]
    registry: RegistryOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Runs the command.
///
/// # Errors
/// Whatever the registry reports; exit 6 when the listing differs, 7 when the version is refused or the time is over.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let access = Access::new(&arguments.registry)?;
    let reference = ChartReference::parse(&arguments.reference)?;
    let tag =
        reference.tag.clone().ok_or_else(|| Failure::usage(format!("{reference} names no version to wait for")))?;
    let config = Config::load(&arguments.config)?;
    let chart = reference.repository.base();
    let named = config.hub_repositories.get(chart).and_then(|repository| repository.name.clone());
    let repository = arguments.repository.clone().or(named).ok_or_else(|| {
        Failure::usage(format!("Artifact Hub's repository for {chart} is not known"))
            .hint("give --repository, or `hub.repositories` in portolan.yaml")
    })?;
    let waiting = Waiting {
        hub: arguments.hub_url.clone(),
        repository,
        chart: chart.to_owned(),
        version: normalised(tag.as_str()),
        prerelease: None,
        timeout: Duration::from_secs(arguments.timeout),
        interval: Duration::from_secs(arguments.interval),
    };
    let indexing = block_on(async {
        let store = places::open(&reference, &access, Enter::AsUser)?;
        let digest = repository_digest(&*store).await?;
        let prerelease = annotated_prerelease(&*store, &tag).await?;
        let waiting = Waiting { prerelease, ..waiting.clone() };
        let talk = |text: &str| terminal::say(text);
        hub_api::wait(&waiting, &url_of(&reference), &digest, &talk).await.map_err(Failure::from)
    })?;
    tell(&waiting, indexing, arguments.output.output)
}

fn tell(waiting: &Waiting, indexing: Indexing, output: Output) -> Result<Exit> {
    match indexing {
        Indexing::Listed(listed) => {
            match output {
                Output::Json => terminal::json(&json!({
                    "apiVersion": ::release::report::API_VERSION, "kind": "HubListing", "listed": listed,
                })),
                Output::Text => terminal::data(&listed.text()),
            }
            Ok(Exit::Done)
        }
        Indexing::Different(differences) => Err(Failure {
            message: format!(
                "Artifact Hub lists {} {} otherwise than it was published:\n  {}",
                waiting.chart,
                waiting.version,
                differences.join("\n  ")
            ),
            hint: Some("check that the repository in Artifact Hub has this chart's address".to_owned()),
            exit: Exit::Verification,
        }),
        Indexing::Refused(reason) => Err(Failure {
            message: format!(
                "Artifact Hub has read these tags and did not list {} {}:\n{reason}",
                waiting.chart, waiting.version
            ),
            hint: Some("a version is read only once: publish a new one with the cause mended".to_owned()),
            exit: Exit::NotIndexed,
        }),
        Indexing::NotInTime => Err(Failure {
            message: format!(
                "{} {} is not listed after {} s",
                waiting.chart,
                waiting.version,
                waiting.timeout.as_secs()
            ),
            hint: Some("the tracker runs every half hour; wait again".to_owned()),
            exit: Exit::NotIndexed,
        }),
    }
}

/// The reference without version, as it is registered in Artifact Hub.
fn url_of(reference: &ChartReference) -> String {
    reference.without_version().to_string()
}

/// A version as Artifact Hub stores it.
fn normalised(tag: &str) -> String {
    let restored = tag.replacen('_', "+", 1);
    gostd::semver::Version::parse(&restored).map_or(restored, |version| version.to_string())
}

/// What the manifest's copy of `artifacthub.io/prerelease` says; without the version there is nothing to compare.
async fn annotated_prerelease(store: &dyn Store, tag: &oci::Tag) -> Result<Option<bool>> {
    let manifest = match store.manifest(&tag.clone().into()).await {
        Ok(manifest) => manifest,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let annotations = manifest.document().map(|document| document.annotations).unwrap_or_default();
    let said = annotations.get(hub::annotations::PRERELEASE).and_then(|value| hub::annotations::parse_bool(value));
    Ok(Some(said == Some(true)))
}

/// The digest by which Artifact Hub knows the repository's list of versions.
async fn repository_digest(store: &dyn Store) -> Result<String> {
    let tags = store.tags().await?;
    let visible = hub::versions::visible(tags.iter().map(oci::Tag::as_str));
    Ok(oci::Digest::of(hub::versions::repository_digest_input(&visible).as_bytes()).hex().to_owned())
}
