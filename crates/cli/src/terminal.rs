//! The one voice to the terminal: data on stdout, talk on stderr.
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use checks::Finding;
use release::{Progress, Step};
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::helm::error::HelmError;
use crate::helm::flags::ErrorFormat;
use crate::report::{self, Sources};
use crate::repository_path::Root;
use crate::{foreign, github, helm, misplaced};

/// In which form data goes to stdout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Output {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

static LOST: AtomicBool = AtomicBool::new(false);

/// Writes data to stdout. A closed pipe is nobody's error; other failures are told, and [`lost_data`] knows of them.
pub fn data(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.write_all(end.as_bytes()));
    if let Err(error) = written.and_then(|()| stdout.flush())
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        LOST.store(true, Ordering::Relaxed);
        line(&format!("{} stdout: {error}", paint("error:", RED)));
    }
}

/// Writes data to stdout as it is; failures are treated as in [`data`].
pub fn bytes(data: &[u8]) {
    let mut stdout = std::io::stdout().lock();
    if let Err(error) = stdout.write_all(data).and_then(|()| stdout.flush())
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        LOST.store(true, Ordering::Relaxed);
        line(&format!("{} stdout: {error}", paint("error:", RED)));
    }
}

/// Writes log lines in Helm's format to stderr.
pub fn log(lines: &[String]) {
    lines.iter().for_each(|text| line(text));
}

/// Tells an error in Helm's manner, or, where a person reads it, with more about its place.
pub fn helm_error(error: &HelmError, format: Option<ErrorFormat>) -> Exit {
    let is_person = std::io::stderr().is_terminal();
    let format = format.unwrap_or(if is_person { ErrorFormat::Portolan } else { ErrorFormat::Helm });
    match (&error.detailed, format) {
        (Some(detailed), ErrorFormat::Portolan) => line(detailed),
        _ => line(&format!("Error: {}", error.text)),
    }
    helm::error::FAILED
}

/// Whether texts on stderr may have colors.
pub fn has_colors() -> bool {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !plain && std::io::stderr().is_terminal()
}

/// Whether data on stdout may have colors.
pub fn data_has_colors() -> bool {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !plain && std::io::stdout().is_terminal()
}

/// Whether data could not be written to stdout.
pub fn lost_data() -> bool {
    LOST.load(Ordering::Relaxed)
}

/// Writes a value as indented JSON to stdout.
pub fn json(value: &impl Serialize) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => data(&foreign::json(&text)),
        Err(error) => line(&format!("error: {error}")),
    }
}

/// One line on stderr. Where nobody can be told, there is nobody to tell that.
fn line(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Asks for a secret on stderr; what is typed is not shown.
///
/// # Errors
/// When there is no terminal to type at.
pub fn secret(prompt: &str) -> std::io::Result<String> {
    let mut stderr = std::io::stderr().lock();
    stderr.write_all(foreign::lines(prompt).as_bytes()).and_then(|()| stderr.flush())?;
    rpassword::read_password()
}

/// Says something on stderr.
pub fn say(text: &str) {
    line(&foreign::lines(text));
}

/// Warns on stderr.
pub fn warn(text: &str) {
    line(&format!("{} {}", paint("warning:", YELLOW), foreign::lines(text)));
}

/// Tells why a command failed, but no key that was given in the place of something else; gives back its exit code.
pub fn failed(failure: &Failure) -> Exit {
    let hidden = misplaced::key_in_text(&failure.message);
    let failure = hidden.as_ref().unwrap_or(failure);
    if !failure.message.is_empty() {
        line(&format!("{} {}", paint("error:", RED), foreign::lines(&failure.message)));
    }
    if let Some(hint) = &failure.hint {
        line(&format!("{} {}", paint("hint:", BLUE), foreign::lines(hint)));
    }
    failure.exit
}

/// Tells about a bug in Portolan and ends with its exit code.
pub fn bug(panic: &std::panic::PanicHookInfo<'_>) {
    line(&format!("{} this is a bug in Portolan: {panic}", paint("error:", RED)));
    line(&format!("{} report it with the command line and this message", paint("hint:", BLUE)));
    std::process::exit(i32::from(Exit::Bug as u8));
}

/// Lists findings about a chart on stderr, errors first; in GitHub Actions with annotations.
pub fn findings(chart: &str, findings: &[Finding]) {
    let mut sources = Sources::new([chart].into_iter().filter(|chart| !chart.is_empty()));
    let ordered = report::in_order(findings.iter());
    for finding in &ordered {
        line(report::text::one(finding, &mut sources, has_colors()).trim_end());
    }
    if github::is_here() && !ordered.is_empty() {
        annotations(&github::command::annotations(ordered.into_iter(), &Root::find()));
    }
}

/// Writes workflow commands for GitHub Actions, which reads them on stderr, too: stdout may be data for a file.
pub fn annotations(commands: &str) {
    commands.lines().for_each(line);
}

const RED: &str = "31";
const YELLOW: &str = "33";
const BLUE: &str = "36";

fn paint(text: &str, color: &str) -> String {
    if !has_colors() {
        return text.to_owned();
    }
    format!("\u{1b}[{color}m{text}\u{1b}[0m")
}

/// Progress lines for a person at a terminal; nobody else gets them.
pub struct Watcher {
    shown: bool,
}

impl Watcher {
    /// Shows progress only when stderr is a terminal.
    pub fn new() -> Self {
        Self { shown: std::io::stderr().is_terminal() }
    }
}

impl Progress for Watcher {
    fn step(&self, step: Step, subject: &str) {
        if !self.shown {
            return;
        }
        let verb = match step {
            Step::Look => "looking at",
            Step::Stage => "staging",
            Step::Sign => "signing",
            Step::Verify => "verifying",
            Step::HubMetadata => "Artifact Hub metadata of",
            Step::Commit => "publishing",
            Step::Mirror => "mirroring to",
        };
        line(&format!("{:>24} {}", paint(verb, BLUE), foreign::lines(subject)));
    }
}
