//! Helm's own options, as far as `template` and `lint` share them.

use std::path::PathBuf;

use clap::Args;
use gostd::strconv::parse_bool;

use super::flag_values::{Checked, GoBool, float, integer, list};
use crate::terminal;

/// Where values come from. The order is Helm's: files, `--set-json`, `--set`, `--set-string`, `--set-file`,
/// `--set-literal`, wherever they stand on the command line.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Values")]
pub struct ValueOptions {
    /// Values from a YAML file, an address, or - for stdin; several separated by commas
    #[arg(short = 'f', long = "values", value_name = "FILE", value_parser = Checked(list))]
    pub files: Vec<String>,
    /// Set values: a=1,b.c=x,l={p,q}
    #[arg(long, value_name = "KEY=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
    /// Set values that stay strings
    #[arg(long, value_name = "KEY=VALUE", allow_hyphen_values = true)]
    pub set_string: Vec<String>,
    /// Set JSON values: a={"b":1}, or {"a":1}
    #[arg(long, value_name = "JSON", allow_hyphen_values = true)]
    pub set_json: Vec<String>,
    /// Set values to the contents of files
    #[arg(long, value_name = "KEY=FILE", allow_hyphen_values = true)]
    pub set_file: Vec<String>,
    /// Set a value to the text as it stands
    #[arg(long, value_name = "KEY=VALUE", allow_hyphen_values = true)]
    pub set_literal: Vec<String>,
}

/// Options that Helm takes with every command. Those about a cluster have no effect where none is asked.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Helm's global options")]
pub struct GlobalOptions {
    /// Namespace of the release
    #[arg(short = 'n', long, value_name = "NAME", env = "HELM_NAMESPACE", hide_env_values = true)]
    pub namespace: Option<String>,
    /// Print documents although they cannot be read, and say more
    #[arg(
        long,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        hide_possible_values = true,
        value_parser = GoBool
    )]
    debug: Option<bool>,
    /// The kubeconfig file whose context says the namespace
    #[arg(long, value_name = "FILE")]
    pub kubeconfig: Option<PathBuf>,
    /// The context of the kubeconfig, if not the current one
    #[arg(long, value_name = "NAME", env = "HELM_KUBECONTEXT", hide_env_values = true)]
    pub kube_context: Option<String>,
    #[command(flatten)]
    cluster: ClusterOptions,
}

impl GlobalOptions {
    /// Whether more is told: `--debug`, else `HELM_DEBUG`, of which Helm passes over what is no truth value.
    pub fn debug(&self) -> bool {
        let environment = || std::env::var("HELM_DEBUG").is_ok_and(|text| parse_bool(text.as_bytes()) == Ok(true));
        self.debug.unwrap_or_else(environment)
    }

    /// Tells what Helm tells with `--debug`.
    pub fn log_debug(&self, message: &str, attributes: &[(&str, &str)]) {
        if self.debug() {
            terminal::log(&[gostd::slog::line("DEBUG", message, attributes)]);
        }
    }
}

/// Accepted and without effect: nothing here speaks to a cluster.
#[derive(Clone, Debug, Default, Args)]
struct ClusterOptions {
    #[arg(long, hide = true)]
    kube_apiserver: Option<String>,
    #[arg(long, hide = true)]
    kube_as_group: Vec<String>,
    #[arg(long, hide = true)]
    kube_as_user: Option<String>,
    #[arg(long, hide = true)]
    kube_ca_file: Option<String>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    kube_insecure_skip_tls_verify: Option<bool>,
    #[arg(long, hide = true)]
    kube_tls_server_name: Option<String>,
    #[arg(long, hide = true)]
    kube_token: Option<String>,
    #[arg(long, hide = true, value_parser = Checked(integer))]
    burst_limit: Option<String>,
    #[arg(long, hide = true, value_parser = Checked(float))]
    qps: Option<String>,
    #[arg(long, hide = true, alias = "colour")]
    color: Option<String>,
    #[arg(long, hide = true)]
    content_cache: Option<String>,
    #[arg(long, hide = true)]
    repository_cache: Option<String>,
    #[arg(long, hide = true)]
    repository_config: Option<String>,
}

/// In whose words errors are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ErrorFormat {
    /// Helm's, byte for byte.
    Helm,
    /// With the place in the source, the way to it, and what was nil.
    Portolan,
}
