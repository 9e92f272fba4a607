//! `portolan hub`: Artifact Hub's repository metadata, and waiting until it lists a version.

use std::path::PathBuf;
use std::time::Duration;

use ::release::hub_metadata::{HubMetadata, push, show};
use clap::{Args, Subcommand};
use hub_api::{Indexing, Waiting};
use oci::Store;
use serde_json::json;

use crate::access::{Access, Enter};
use crate::arguments::{ConfigOptions, OutputOptions, RegistryOptions};
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::gather;
use crate::places::{self, ChartReference};
use crate::terminal::{self, Output};

/// Arguments of `portolan hub`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The repository metadata artifact under the tag artifacthub.io
    Metadata(MetadataArguments),
    /// Wait until Artifact Hub lists a version
    Wait(WaitArguments),
}

#[derive(Debug, Args)]
struct MetadataArguments {
    #[command(subcommand)]
    command: MetadataCommand,
}

#[derive(Debug, Subcommand)]
enum MetadataCommand {
    /// Validate artifacthub-repo.yml and push it, unless the registry holds it already
    Push(PushArguments),
    /// Print the file that Artifact Hub finds
    Show(ShowArguments),
}

#[derive(Debug, Args)]
struct PushArguments {
    /// Chart folder
    chart: PathBuf,
    /// Target: a name from portolan.yaml, oci-layout:DIR or oci://HOST/NAMESPACE
    #[arg(long, value_name = "TARGET", env = "PORTOLAN_TO", hide_env_values = true)]
    to: Option<String>,
    #[command(flatten)]
    config: ConfigOptions,
    #[command(flatten)]
    registry: RegistryOptions,
    #[command(flatten)]
    output: OutputOptions,
}

#[derive(Debug, Args)]
struct ShowArguments {
    /// oci://HOST/NAMESPACE/NAME or oci-layout:DIR/NAME
    repository: String,
    #[command(flatten)]
    registry: RegistryOptions,
    #[command(flatten)]
    output: OutputOptions,
}

#[derive(Debug, Args)]
struct WaitArguments {
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
/// Findings in the file, whatever the registry or Artifact Hub reports, exit 7 when the time is over.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    match &arguments.command {
        Command::Metadata(MetadataArguments { command: MetadataCommand::Push(arguments) }) => push_metadata(arguments),
        Command::Metadata(MetadataArguments { command: MetadataCommand::Show(arguments) }) => show_metadata(arguments),
        Command::Wait(arguments) => wait(arguments),
    }
}

fn push_metadata(arguments: &PushArguments) -> Result<Exit> {
    let config = Config::load(&arguments.config)?;
    let chart = gather::load(&arguments.chart)?;
    let name = &chart.metadata.name;
    let Some(file) = gather::repository_file(&arguments.chart, name, &config)? else {
        let message = format!(
            "{}: no artifacthub-repo.yml beside the chart or at the repository's root",
            arguments.chart.display()
        );
        return Err(Failure::input(message).hint("write one with `repositoryID` and `owners`"));
    };
    gather::valid_metadata(&file)?;
    let target = places::target(arguments.to.as_deref(), &config, &Access::new(&arguments.registry)?)?;
    let state = super::block_on(async {
        let store = target.place.open(&target.place.repository(name)?).await?;
        Ok(push(&*store, &file.bytes).await?)
    })?;
    match arguments.output.output {
        Output::Json => terminal::json(&json!({
            "apiVersion": ::release::report::API_VERSION, "kind": "HubMetadata", "hubMetadata": state,
        })),
        Output::Text => terminal::data(&match &state {
            HubMetadata::Pushed { digest } => {
                format!("pushed {} to {}/{name}:artifacthub.io\n  digest {digest}", file.path, target.place.location())
            }
            HubMetadata::Unchanged { digest } => {
                format!("unchanged in {}/{name}:artifacthub.io\n  digest {digest}", target.place.location())
            }
            HubMetadata::None => String::new(),
        }),
    }
    Ok(Exit::Done)
}

fn show_metadata(arguments: &ShowArguments) -> Result<Exit> {
    let access = Access::new(&arguments.registry)?;
    let reference = ChartReference::parse(&arguments.repository)?;
    let (file, digest) = super::block_on(async {
        let store = places::open(&reference, &access, Enter::AsUser)?;
        Ok(show(&*store).await?)
    })?;
    let text = String::from_utf8_lossy(&file);
    match arguments.output.output {
        Output::Text => terminal::data(&text),
        Output::Json => terminal::json(&json!({
            "apiVersion": ::release::report::API_VERSION, "kind": "HubMetadata",
            "repository": reference.to_string(), "digest": digest, "file": text,
        })),
    }
    Ok(Exit::Done)
}

fn wait(arguments: &WaitArguments) -> Result<Exit> {
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
    let indexing = super::block_on(async {
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
