//! Options of `helm template` that are about an installation. Most have no effect on what is rendered.

use clap::Args;

use super::error::{HelmError, Result};
use super::flag_values::{Checked, GoBool, duration, labels, post_renderer, wait};
use crate::terminal;

/// Labels that Helm keeps for itself.
const SYSTEM_LABELS: [&str; 6] = ["name", "owner", "status", "version", "createdAt", "modifiedAt"];

/// Accepted as Helm accepts them; what would need a cluster is refused by [`InstallOptions::check`].
#[derive(Clone, Debug, Default, Args)]
pub struct InstallOptions {
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    atomic: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    create_namespace: Option<bool>,
    #[arg(long, hide = true)]
    description: Option<String>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    disable_openapi_validation: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "unset")]
    dry_run: Option<String>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    enable_dns: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    force: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    force_conflicts: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    force_replace: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    hide_notes: Option<bool>,
    #[arg(short = 'l', long, hide = true, value_parser = Checked(labels))]
    labels: Vec<String>,
    #[arg(long, hide = true, value_parser = Checked(post_renderer))]
    post_renderer: Option<String>,
    #[arg(long, hide = true)]
    post_renderer_args: Vec<String>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    render_subchart_notes: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    replace: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    rollback_on_failure: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    server_side: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    skip_crds: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    take_ownership: Option<bool>,
    #[arg(long, hide = true, value_parser = Checked(duration))]
    timeout: Option<String>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    validate: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "watcher", value_parser = Checked(wait))]
    wait: Option<String>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = GoBool)]
    wait_for_jobs: Option<bool>,
}

impl InstallOptions {
    /// Warns of options that Helm gives up, and refuses what Helm refuses, or what only a cluster could answer.
    ///
    /// # Errors
    /// The first option that can't be followed.
    pub fn check(&self) -> Result<()> {
        self.warn();
        self.exclude()?;
        let asks_cluster = match self.dry_run.as_deref() {
            Some(text) => is_server(text)?,
            None => false,
        };
        if asks_cluster || self.validate == Some(true) {
            return Err(HelmError::new(
                "--dry-run=server and --validate need a cluster, and portolan never asks one: leave them out",
            ));
        }
        Ok(())
    }

    /// Refuses labels that Helm keeps for itself; Helm looks at them after the values.
    ///
    /// # Errors
    /// Names all that are kept.
    pub fn check_labels(&self) -> Result<()> {
        let mut pairs = self.labels.iter().flat_map(|list| list.split(','));
        let is_kept = |pair: &str| pair.split_once('=').is_some_and(|(key, _)| SYSTEM_LABELS.contains(&key.trim()));
        if pairs.any(is_kept) {
            let kept = SYSTEM_LABELS.join(" ");
            let text = "user supplied labels contains system reserved label name. System labels:";
            return Err(HelmError::new(format!("{text} [{kept}]")));
        }
        Ok(())
    }

    fn warn(&self) {
        let no_effect = "this flag has no effect for 'helm template' and will be removed in Helm 5";
        let deprecated = [
            ("atomic", self.atomic, "use --rollback-on-failure instead"),
            ("force", self.force, "use --force-replace instead"),
            ("hide-notes", self.hide_notes, no_effect),
            ("render-subchart-notes", self.render_subchart_notes, no_effect),
            ("validate", self.validate, "use '--dry-run=server' instead"),
        ];
        let given = deprecated.into_iter().filter(|(_, value, _)| value.is_some());
        let lines: Vec<String> =
            given.map(|(flag, _, advice)| format!("Flag --{flag} has been deprecated, {advice}")).collect();
        terminal::log(&lines);
        if let Some((value, Ok(truth))) =
            self.wait.as_deref().map(|value| (value, gostd::strconv::parse_bool(value.as_bytes())))
        {
            let name = if truth { "watcher" } else { "hookOnly" };
            let message =
                format!("--wait={value} is deprecated (boolean value) and can be replaced with --wait={name}");
            terminal::log(&[gostd::slog::line("WARN", &message, &[])]);
        }
    }

    fn exclude(&self) -> Result<()> {
        let pairs = [
            ("force-replace", self.force_replace.is_some(), "force-conflicts", self.force_conflicts.is_some()),
            ("force", self.force.is_some(), "force-conflicts", self.force_conflicts.is_some()),
            ("validate", self.validate.is_some(), "dry-run", self.dry_run.is_some()),
        ];
        for (first, has_first, second, has_second) in pairs {
            if has_first && has_second {
                let mut both = [first, second];
                both.sort_unstable();
                let [low, high] = both;
                return Err(HelmError::new(format!(
                    "if any flags in the group [{first} {second}] are set none of the others can be; [{low} {high}] \
                     were all set"
                )));
            }
        }
        Ok(())
    }
}

/// Whether a value of `--dry-run` means the server (Helm: `cmdGetDryRunFlagStrategy`).
fn is_server(text: &str) -> Result<bool> {
    let refused = |known: &str| {
        let text = gostd::strconv::quote(text);
        Err(HelmError::new(format!("invalid dry-run value ({text}). Must be {known}")))
    };
    let warn = |what: &str| terminal::log(&[gostd::slog::line("WARN", what, &[])]);
    match (text, gostd::strconv::parse_bool(text.as_bytes())) {
        ("client", _) => Ok(false),
        ("server", _) => Ok(true),
        ("unset", _) => {
            warn("--dry-run is deprecated and should be replaced with '--dry-run=client'");
            Ok(false)
        }
        ("none", _) | (_, Ok(false)) => refused("\"server\" or \"client\""),
        (_, Ok(true)) => {
            warn(&format!(
                "boolean '--dry-run={text}' flag is deprecated and must be replaced with '--dry-run=client'"
            ));
            Ok(false)
        }
        _ => refused("\"none\", \"server\", or \"client\""),
    }
}

#[cfg(test)]
mod tests {
    use super::is_server;

    /// Recorded from Helm 4.3.1.
    #[test]
    fn dry_runs_are_of_the_client() {
        assert!(!is_server("client").unwrap() && !is_server("unset").unwrap() && !is_server("T").unwrap());
        assert!(is_server("server").unwrap());
        let told = |text| is_server(text).unwrap_err().text;
        assert_eq!(told("none"), "invalid dry-run value (\"none\"). Must be \"server\" or \"client\"");
        assert_eq!(told("0"), "invalid dry-run value (\"0\"). Must be \"server\" or \"client\"");
        assert_eq!(told("x"), "invalid dry-run value (\"x\"). Must be \"none\", \"server\", or \"client\"");
    }
}
