//! What `helm lint` prints and how it ends (Helm: `cmd/lint.go`, `action.Lint`).

use crate::message::{Report, Severity};

/// One path of the command line and what came of it.
#[derive(Debug, Clone)]
pub struct Linted {
    /// The path as the user named it.
    pub path: String,
    /// The findings, or why there was nothing to lint.
    pub outcome: Result<Report, String>,
}

/// Flags that change what is printed and what counts as failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// `--strict`: warnings fail.
    pub strict: bool,
    /// `--quiet`: only warnings and errors are shown.
    pub quiet: bool,
}

/// The output of one command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// For stdout.
    pub stdout: String,
    /// For stderr: log lines, then the error if there is one.
    pub stderr: String,
    /// Whether the command fails, with exit code 1.
    pub failed: bool,
}

/// Puts everything together that was linted.
pub fn print(linted: &[Linted], options: Options) -> Printed {
    let mut printed = Printed::default();
    let mut failures = 0;
    let mut shown = 0;
    for one in linted {
        if let Ok(report) = &one.outcome {
            report.log.iter().for_each(|line| push_line(&mut printed.stderr, line));
        }
        failures += usize::from(fails(one, options));
        if has_more_than_infos(one) {
            shown += 1;
        } else if options.quiet {
            continue;
        }
        print_one(&mut printed.stdout, one, options);
    }
    let summary = format!("{} chart(s) linted, {failures} chart(s) failed", linted.len());
    printed.failed = failures > 0;
    if printed.failed {
        push_line(&mut printed.stderr, &format!("Error: {summary}"));
    } else if !options.quiet || shown > 0 {
        push_line(&mut printed.stdout, &summary);
    }
    printed
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn print_one(stdout: &mut String, linted: &Linted, options: Options) {
    push_line(stdout, &format!("==> Linting {}", linted.path));
    match &linted.outcome {
        Err(error) => push_line(stdout, &format!("Error {error}")),
        Ok(report) => {
            let shown = report.messages.iter().filter(|message| !options.quiet || message.severity > Severity::Info);
            shown.for_each(|message| push_line(stdout, &message.to_string()));
        }
    }
    stdout.push('\n');
}

fn worst(linted: &Linted) -> Option<Severity> {
    match &linted.outcome {
        Ok(report) => report.messages.iter().map(|message| message.severity).max(),
        Err(_) => Some(Severity::Error),
    }
}

fn fails(linted: &Linted, options: Options) -> bool {
    let tolerated = if options.strict { Severity::Info } else { Severity::Warning };
    worst(linted).is_some_and(|worst| worst > tolerated)
}

fn has_more_than_infos(linted: &Linted) -> bool {
    worst(linted).is_some_and(|worst| worst > Severity::Info)
}
