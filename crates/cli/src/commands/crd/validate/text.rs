//! `--output text`: for people.

use std::fmt::Write as _;

use checks::{Finding, Severity};
use crd::changes;
use crd::lint;
use goyaml::Position;

use super::documents::Reader;
use super::report::{Changed, Clashing, Judged, Report, Told, bump_word};
use super::sizes;
use crate::foreign;
use crate::report::Sources;

const BOLD: &str = "1";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const BLUE: &str = "34";
const CYAN: &str = "36";

/// Errors of one document that are shown; the rest is counted.
const SHOWN: usize = 100;

/// The report as text.
pub(super) fn print(report: &Report, reader: &Reader, colored: bool) -> String {
    let mut sources = Sources::new([]);
    reader.files.iter().for_each(|(name, text)| sources.keep(name, text));
    let mut page = Page { text: String::new(), sources, colored };
    report.definitions.iter().chain(&report.resources).for_each(|judged| page.judged(judged));
    report.clashes.iter().for_each(|clash| page.clash(clash));
    report.changes.iter().flatten().for_each(|changed| page.change(changed));
    page.summary(report);
    page.text
}

struct Page {
    text: String,
    sources: Sources,
    colored: bool,
}

/// A line that is said of a place.
struct Said<'a> {
    severity: Severity,
    /// Another word than that of the severity: what changes is no error of the server's.
    word: Option<&'static str>,
    rule: &'a str,
    file: &'a str,
    position: Option<Position>,
    message: String,
    hints: Vec<(&'a str, &'a str)>,
}

impl Page {
    fn paint(&self, text: &str, color: &str) -> String {
        if self.colored { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.text, "{text}");
    }

    fn judged(&mut self, judged: &Judged) {
        let (word, color) = if judged.errors.is_empty() { ("accepted", GREEN) } else { ("refused", RED) };
        let what = format!("{} {}", judged.kind, judged.name);
        let what = self.paint(foreign::line(what.trim()).as_str(), BOLD);
        let verb = if judged.is_update { " as an update" } else { "" };
        let place = foreign::line(&format!("{}:{}", judged.file, judged.start.line));
        let head = format!("{} {what}{verb} ({place})", self.paint(word, color));
        self.line(&head);
        let errors = judged.errors.iter().map(|told| error(judged, told)).take(SHOWN);
        errors.for_each(|said| self.said(&said));
        self.more(judged.errors.len());
        if judged.is_truncated() {
            self.line("no more errors are told of one object, though there may be some");
        }
        if let Some(message) = &judged.message {
            let server = self.paint("the server's answer:", CYAN);
            self.line(&format!("  {server} {}", foreign::lines(message).replace('\n', "\n  ")));
        }
        judged.warnings.iter().take(SHOWN).for_each(|told| self.said(&warning(judged, told)));
        judged.overlooked.iter().take(SHOWN).for_each(|told| self.said(&opinion(judged, told)));
        self.more(judged.overlooked.len());
        for words in judged.sizes.map(sizes::words).unwrap_or_default() {
            let note = self.paint("note:", BLUE);
            self.line(&format!("{note} {words}"));
        }
        self.line("");
    }

    fn more(&mut self, count: usize) {
        if let Some(more) = count.checked_sub(SHOWN).filter(|more| *more > 0) {
            self.line(&format!("and {more} more, which --output json has"));
        }
    }

    fn said(&mut self, said: &Said<'_>) {
        let color = match said.severity {
            Severity::Error => RED,
            Severity::Warning => YELLOW,
            Severity::Info => BLUE,
        };
        let word = said.word.unwrap_or_else(|| said.severity.word());
        let head = self.paint(&format!("{word}[{}]:", said.rule), color);
        let finding = Finding {
            check: "",
            severity: said.severity,
            file: said.file.to_owned(),
            position: said.position,
            message: String::new(),
            hint: None,
            decided_by: None,
            fix: None,
        };
        let place = foreign::line(&finding.place());
        self.line(&format!("{head} {place}: {}", foreign::lines(&said.message)));
        if let Some(excerpt) = self.sources.excerpt(&finding, self.colored) {
            self.line(excerpt.trim_end());
        }
        for (what, text) in &said.hints {
            let what = self.paint(what, CYAN);
            self.line(&format!("  {what} {}", foreign::lines(text).replace('\n', "\n  ")));
        }
    }

    fn clash(&mut self, clash: &Clashing) {
        let Clashing { definition, owner, message, reason, .. } = clash;
        let message = format!(
            "accepted by the server, but {definition} is never served: its name {message}, by {owner} of the same group"
        );
        let (file, position) = (clash.file.as_str(), clash.position);
        let said =
            Said { severity: Severity::Warning, rule: reason, file, position, message, hints: Vec::new(), word: None };
        self.said(&said);
        self.line("");
    }

    fn change(&mut self, changed: &Changed) {
        let change = &changed.change;
        let severity = match change.severity {
            changes::Severity::Error => Severity::Error,
            changes::Severity::Warning => Severity::Warning,
            changes::Severity::Info => Severity::Info,
        };
        let version = change.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
        let field = if change.field.is_empty() { String::new() } else { format!(" {}", change.field) };
        let message = format!(
            "{}{version}{field}: {} (asks for a {} version)",
            change.definition,
            change.detail,
            bump_word(change.bump)
        );
        let (file, position) = (changed.file.as_str(), changed.position);
        let word = match change.severity {
            changes::Severity::Error => "breaking",
            changes::Severity::Warning => "risky",
            changes::Severity::Info => "change",
        };
        let hints = Vec::new();
        self.said(&Said { severity, rule: change.rule, file, position, message, hints, word: Some(word) });
    }

    fn summary(&mut self, report: &Report) {
        let all = || report.definitions.iter().chain(&report.resources);
        let refused = all().filter(|judged| !judged.errors.is_empty()).count();
        let sum = |count: fn(&Judged) -> usize| all().map(count).sum::<usize>();
        let counted = [
            (report.definitions.len(), "definition"),
            (report.resources.len(), "custom resource"),
            (refused, "refused"),
            (sum(|judged| judged.errors.len()), "error"),
            (sum(|judged| judged.warnings.len()), "warning"),
            (sum(|judged| judged.overlooked.len()), "note"),
        ];
        let words = counted.map(|(count, word)| {
            let end = if count == 1 || word == "refused" { "" } else { "s" };
            format!("{count} {word}{end}")
        });
        self.line(&format!("Kubernetes 1.{}: {}", report.target.minor(), words.join(", ")));
        if let Some(changes) = &report.changes {
            let asked = report.bump.map_or("no new", |asked| match bump_word(asked) {
                "major" => "a major",
                "minor" => "a minor",
                _ => "a patch",
            });
            let (count, verb) = match changes.len() {
                1 => ("1 change".to_owned(), "asks"),
                count => (format!("{count} changes"), "ask"),
            };
            self.line(&format!("{count}, which {verb} for {asked} version"));
        }
    }
}

fn error<'a>(judged: &'a Judged, told: &'a Told) -> Said<'a> {
    let is_same = told.field.as_ref().is_none_or(|field| *field == told.path);
    let path = if told.path.is_empty() || told.field.is_none() { String::new() } else { format!("{}: ", told.path) };
    let hints = if is_same { Vec::new() } else { vec![("server:", told.message.as_str())] };
    let message = match &told.field {
        Some(field) => format!("{path}{}", told.message.strip_prefix(&format!("{field}: ")).unwrap_or(&told.message)),
        None => told.message.clone(),
    };
    Said {
        severity: Severity::Error,
        rule: told.kind,
        file: &judged.file,
        position: told.position,
        message,
        hints,
        word: None,
    }
}

fn warning<'a>(judged: &'a Judged, told: &'a Told) -> Said<'a> {
    let message = format!("the server warns: {}", told.message);
    let (file, position) = (judged.file.as_str(), told.position);
    Said { severity: Severity::Warning, rule: told.kind, file, position, message, hints: Vec::new(), word: None }
}

fn opinion<'a>(judged: &'a Judged, told: &'a Told) -> Said<'a> {
    let severity = match told.severity {
        Some(lint::Severity::Info) | None => Severity::Info,
        Some(_) => Severity::Warning,
    };
    let message = format!("accepted by the server, but {}: {}", told.path, told.message);
    let hints = told.hint.iter().map(|hint| ("hint:", *hint)).collect();
    Said { severity, rule: told.kind, file: &judged.file, position: told.position, message, hints, word: None }
}
