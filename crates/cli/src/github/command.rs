//! Workflow commands: the lines of a log that become annotations.
//!
//! The escapes are those that the runner undoes, no more and no fewer (actions/runner,
//! `src/Runner.Common/ActionCommand.cs`: `_escapeDataMappings` and `_escapePropertyMappings`; `%` first, since the runner
//! undoes it last).

use std::fmt::Write as _;

use checks::{Finding, Severity};

use crate::foreign;
use crate::repository_path::Root;

/// How many annotations of each kind GitHub shows for one step
/// (<https://docs.github.com/en/rest/checks/runs>, the limits of annotations by workflow commands).
pub const SHOWN: usize = 10;

/// An annotation for each finding, and a last line where GitHub will not show all.
pub fn annotations<'f>(findings: impl Iterator<Item = &'f Finding>, root: &Root) -> String {
    let mut text = String::new();
    let mut counts = [(Severity::Error, 0_usize), (Severity::Warning, 0), (Severity::Info, 0)];
    for finding in findings {
        let _ = writeln!(text, "{}", annotation(finding, root));
        counts.iter_mut().filter(|(severity, _)| *severity == finding.severity).for_each(|(_, count)| *count += 1);
    }
    let hidden: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > SHOWN)
        .map(|(severity, count)| format!("{} of {count} {}", count - SHOWN, plural(*severity)))
        .collect();
    if !hidden.is_empty() {
        let hidden = hidden.join(", ");
        let _ = writeln!(text, "GitHub shows {SHOWN} annotations of a kind for a step; only in this log: {hidden}");
    }
    text
}

fn plural(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "errors",
        Severity::Warning => "warnings",
        Severity::Info => "notices",
    }
}

/// The workflow command for a finding, without line break.
pub fn annotation(finding: &Finding, root: &Root) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let at = finding.position.map(|at| format!(",line={},col={}", at.line, at.column));
    let hint = finding.hint.as_ref().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
    format!(
        "::{command} file={}{},title={}::{}",
        property(&root.path(&finding.file)),
        at.unwrap_or_default(),
        property(finding.check),
        data(&format!("{}{hint}", finding.message)),
    )
}

/// The text behind the second `::`.
fn data(text: &str) -> String {
    let kept = |c: &char| matches!(c, '\n' | '\r' | '\t') || !foreign::is_control(*c);
    let text: String = text.chars().filter(kept).collect();
    // The runner looks for its old commands anywhere in a line.
    text.replace("##[", "## [").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::annotation;
    use crate::github::runner::parse;
    use crate::repository_path::Root;
    use checks::{Finding, Severity};

    fn finding(severity: Severity, file: &str, message: &str) -> Finding {
        let (file, message) = (file.to_owned(), message.to_owned());
        let position = Some(goyaml::Position { line: 12, column: 3 });
        Finding { check: "hub/x", severity, file, position, message, hint: None, decided_by: None, fix: None }
    }

    #[test]
    fn the_runner_reads_what_was_meant() {
        let texts =
            ["plain", "a: b, c=d", "100% %0A %250D", "two\nlines\r\n", "::error::x", "##[error]y", "é\u{1F6A2}"];
        for message in texts {
            for file in ["charts/a/Chart.yaml", "a, b/c:d%/e=f.yaml", "x::y"] {
                let line = annotation(&finding(Severity::Warning, file, message), &Root::none());
                assert!(!line.contains(['\n', '\r']), "{line:?}");
                let (command, properties, data) = parse(&line).unwrap();
                // What looks like an old command is told with a space in it.
                assert_eq!((command.as_str(), data), ("warning", message.replace("##[", "## [")));
                let of = |name: &str| properties.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
                assert_eq!(of("file"), Some(file));
                assert_eq!(of("title"), Some("hub/x"));
                assert_eq!((of("line"), of("col")), (Some("12"), Some("3")));
            }
        }
    }

    #[test]
    fn words_of_severities_and_hints() {
        let with_hint = Finding { hint: Some("do".to_owned()), ..finding(Severity::Info, "f", "m") };
        assert_eq!(
            annotation(&Finding { position: None, ..with_hint }, &Root::none()),
            "::notice file=f,title=hub/x::m%0Ahint: do"
        );
        assert!(annotation(&finding(Severity::Error, "f", "m"), &Root::none()).starts_with("::error "));
    }

    #[test]
    fn what_github_hides_is_said() {
        let of = |severity, count| std::iter::repeat_n(finding(severity, "f", "m"), count);
        let all: Vec<Finding> =
            of(Severity::Error, 12).chain(of(Severity::Warning, 10)).chain(of(Severity::Info, 11)).collect();
        let text = super::annotations(all.iter(), &Root::none());
        let last = text.lines().last().unwrap();
        assert!(last.ends_with("only in this log: 2 of 12 errors, 1 of 11 notices"), "{last}");
        assert_eq!(parse(last), None);
        assert_eq!(super::annotations(all.iter().take(3), &Root::none()).lines().count(), 3);
    }
}
