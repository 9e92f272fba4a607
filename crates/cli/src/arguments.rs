//! The command line as clap reads it: commands, and the options that several of them share.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{ArgAction, Args, Parser, Subcommand};

use crate::commands::{
    check, crd, deps, explain, hub, key, lint, mirror, notes, package, plan, policy, release, sbom, serve, template,
    verify, versions,
};
use crate::talk;
use crate::terminal::Output;

/// Takes a Helm chart from its folder to a verified listing through an OCI registry.
#[derive(Debug, Parser)]
#[command(name = "portolan", version, disable_help_subcommand = true, max_term_width = 110)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Release charts: check, package, stage, verify, and only then set the version tag
    Release(release::Arguments),
    /// Run every gate of a release: Helm, Artifact Hub, versions, images, schemas, the package
    Check(check::Arguments),
    /// Say what a check is about, or list all checks
    Explain(explain::Arguments),
    /// Print what a release would do, with every name and digest; touches nothing
    Plan(plan::Arguments),
    /// Write reproducible chart archives
    Package(package::Arguments),
    /// Read a published chart back, compare everything that names it, and prove whose it is
    Verify(Box<verify::Arguments>),
    /// Copy a published chart with everything that refers to it to another place
    Mirror(mirror::Arguments),
    /// Say what is in a chart, as SPDX or CycloneDX: charts, definitions, images, files
    Sbom(sbom::Arguments),
    /// List the published versions of a chart
    Versions(versions::Arguments),
    /// Print the release notes of a chart
    Notes(notes::Arguments),
    /// Examine a chart as `helm lint` does
    #[command(args_override_self = true)]
    Lint(Box<lint::Arguments>),
    /// Render a chart as `helm template` does
    #[command(args_override_self = true)]
    Template(Box<template::Arguments>),
    /// Build, update or list the dependencies of a chart
    Deps(deps::Arguments),
    /// Custom resource definitions: the API server's verdict
    Crd(crd::Arguments),
    /// Artifact Hub: repository metadata, waiting for a version
    Hub(hub::Arguments),
    /// The keys that sign releases
    Key(key::Arguments),
    /// What consumers write down to verify a release
    Policy(policy::Arguments),
    /// Serve a tree of OCI layouts as a registry
    Serve(serve::Arguments),
}

/// Where settings come from.
#[derive(Debug, Clone, Args)]
pub struct ConfigOptions {
    /// The configuration file; without it portolan.yaml in this folder or the repository's root is used if it exists
    #[arg(long, value_name = "FILE", env = "PORTOLAN_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,
}

/// In which form data is printed.
#[derive(Debug, Clone, Args)]
pub struct OutputOptions {
    /// Form of the data on stdout
    #[arg(
        long,
        value_name = "FORM",
        value_enum,
        default_value = "text",
        env = "PORTOLAN_OUTPUT",
        hide_env_values = true
    )]
    pub output: Output,
}

/// How registries are spoken to. The names are Helm's.
#[derive(Debug, Clone, Default, Args)]
pub struct RegistryOptions {
    /// Speak HTTP without TLS
    #[arg(long, env = "PORTOLAN_PLAIN_HTTP", hide_env_values = true, value_parser = FalseyValueParser::new(), help_heading = "Registry")]
    pub plain_http: bool,
    /// Accept any certificate: whoever answers is believed to be the registry
    #[arg(long, help_heading = "Registry")]
    pub insecure_skip_tls_verify: bool,
    /// Trust the certificate authorities in this PEM file, besides the system's
    #[arg(long, value_name = "FILE", env = "PORTOLAN_CA_FILE", hide_env_values = true, help_heading = "Registry")]
    pub ca_file: Option<PathBuf>,
    /// Client certificate, PEM; needs --key-file
    #[arg(
        long,
        value_name = "FILE",
        env = "PORTOLAN_CERT_FILE",
        hide_env_values = true,
        requires = "key_file",
        help_heading = "Registry"
    )]
    pub cert_file: Option<PathBuf>,
    /// Key of the client certificate, PEM
    #[arg(
        long,
        value_name = "FILE",
        env = "PORTOLAN_KEY_FILE",
        hide_env_values = true,
        requires = "cert_file",
        help_heading = "Registry"
    )]
    pub key_file: Option<PathBuf>,
    /// User name at the registry that is written to, or read where nothing is written; needs a password from --password-stdin or PORTOLAN_PASSWORD
    #[arg(long, value_name = "NAME", env = "PORTOLAN_USERNAME", hide_env_values = true, help_heading = "Registry")]
    pub username: Option<String>,
    /// Read the password from stdin
    #[arg(long, requires = "username", help_heading = "Registry")]
    pub password_stdin: bool,
    /// Helm's file of registry credentials
    #[arg(long, value_name = "FILE", env = "HELM_REGISTRY_CONFIG", hide_env_values = true, help_heading = "Registry")]
    pub registry_config: Option<PathBuf>,
    /// Say on stderr which file answered for credentials; -vv: every request, too; -vvv: with headers, without secrets
    #[arg(short, long, action = ArgAction::Count, env = "PORTOLAN_VERBOSE", hide_env_values = true, value_parser = talk::level, help_heading = "Registry")]
    pub verbose: u8,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
