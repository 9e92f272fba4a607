//! Options about where a chart comes from (Helm: `addChartPathOptionsFlags`).

use std::path::PathBuf;

use clap::Args;
use registry::Secret;

use super::error::{HelmError, Result};
use super::flag_values::GoBool;
use crate::arguments::RegistryOptions;

/// Where a chart comes from, in which version, and how its place is entered.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Charts from elsewhere")]
pub struct ChartOptions {
    /// Version of the chart, or a range; without it the latest
    #[arg(long, value_name = "VERSION")]
    pub version: Option<String>,
    /// Take prereleases, too, if there is no --version
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    pub devel: bool,
    /// Address of the repository that has the chart
    #[arg(long, value_name = "URL")]
    pub repo: Option<String>,
    /// Fetch dependencies that are missing in charts/
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    pub dependency_update: bool,
    /// User name at the repository or registry
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// Password at the repository or registry
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
    /// Client certificate, PEM
    #[arg(long, value_name = "FILE")]
    cert_file: Option<PathBuf>,
    /// Key of the client certificate, PEM
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Trust the certificate authorities in this PEM file, besides the system's
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// Accept any certificate
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    insecure_skip_tls_verify: bool,
    /// Speak HTTP without TLS to registries
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    plain_http: bool,
    /// Helm's file of registry credentials
    #[arg(long, value_name = "FILE", env = "HELM_REGISTRY_CONFIG", hide_env_values = true)]
    registry_config: Option<PathBuf>,
    #[arg(long, hide = true)]
    keyring: Option<String>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    pass_credentials: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    verify: Option<bool>,
}

impl ChartOptions {
    /// How registries and repositories are entered.
    pub fn registry(&self) -> RegistryOptions {
        RegistryOptions {
            plain_http: self.plain_http,
            insecure_skip_tls_verify: self.insecure_skip_tls_verify,
            ca_file: self.ca_file.clone(),
            cert_file: self.cert_file.clone(),
            key_file: self.key_file.clone(),
            registry_config: self.registry_config.clone(),
            ..RegistryOptions::default()
        }
    }

    /// User name and password, where both are given.
    pub fn login(&self) -> Option<(String, Secret)> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        given(&self.username).zip(given(&self.password).map(Secret::new))
    }

    /// The version that is asked for; empty for the latest.
    pub fn version(&self) -> &str {
        match self.version.as_deref().map(str::trim) {
            None | Some("") if self.devel => ">0.0.0-0",
            version => version.unwrap_or_default(),
        }
    }

    /// Refuses `--verify`, rather than to pretend that a signature was looked at.
    ///
    /// # Errors
    /// When it is given.
    pub fn check(&self) -> Result<()> {
        match self.verify {
            Some(true) => Err(HelmError::new(
                "--verify is not supported: check provenance files with `helm verify`, or use signed OCI charts with \
                 `portolan verify`",
            )),
            _ => Ok(()),
        }
    }
}
