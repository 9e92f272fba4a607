//! `--output sarif`: SARIF 2.1.0 with Errata 01, as GitHub's code scanning reads it.

use checks::policy::{Origin, Waived};
use checks::{Edit, Finding, Rule, Severity, TABLE};
use serde_json::{Map, Value, json};

use super::Checked;
use super::fingerprint::Fingerprints;
use crate::repository_path::Root;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The root of the repository, relative to which all files are named.
const ROOT: &str = "%SRCROOT%";
/// GitHub shows no more of a description.
const DESCRIPTION: usize = 1000;

/// One run with all charts; findings that are excepted are suppressed results.
pub fn print(checked: &Checked, root: &Root) -> String {
    let rules: Vec<&Rule> = TABLE.iter().filter(|rule| checked.names(rule)).collect();
    let mut results = Results { checked, root, rules: &rules, fingerprints: Fingerprints::default() };
    let mut all: Vec<Value> = checked.in_order().into_iter().map(|finding| results.one(finding, None)).collect();
    let waived = checked.waived_in_order();
    all.extend(waived.into_iter().map(|waived| results.one(&waived.finding, Some(waived))));
    let driver = json!({
        "name": "Portolan",
        "semanticVersion": VERSION,
        "informationUri": REPOSITORY,
        "rules": rules.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
    });
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver},
            "invocations": [{"executionSuccessful": true}],
            "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
            "columnKind": "unicodeCodePoints",
            "results": all,
        }],
    });
    format!("{document:#}\n")
}

impl Checked {
    /// Whether a rule looked, or has found something.
    fn names(&self, rule: &Rule) -> bool {
        let found = self.findings().chain(self.waived().map(|waived| &waived.finding));
        self.looked.iter().any(|looked| looked.id == rule.id) || found.into_iter().any(|it| it.check == rule.id)
    }
}

/// A rule (§3.49); its page up to the examples is the help.
fn described(rule: &Rule) -> Value {
    let page = rule.page.split("\n## ").next().unwrap_or_default();
    let prose = page.split_once('\n').map_or("", |(_, prose)| prose).trim();
    let full: String = prose.chars().take(DESCRIPTION).collect();
    let file = rule.id.replace(['/', '-'], "_");
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": if full.is_empty() { rule.summary } else { full.as_str() }},
        "help": {"text": if prose.is_empty() { rule.summary } else { prose }, "markdown": page.trim()},
        "helpUri": format!("{REPOSITORY}/blob/main/crates/checks/src/rules/{file}.md"),
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": [rule.group()]},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// What results need to know.
struct Results<'c> {
    checked: &'c Checked,
    root: &'c Root,
    rules: &'c [&'static Rule],
    fingerprints: Fingerprints<'c>,
}

impl<'c> Results<'c> {
    /// A result (§3.27). One without a place points at the first line: code scanning shows nothing without a region.
    fn one(&mut self, finding: &'c Finding, waived: Option<&Waived>) -> Value {
        let file = self.checked.file(finding);
        let (line, column) = finding.position.map_or((1, 1), |at| (at.line, at.column));
        let region = json!({"startLine": line, "startColumn": column});
        let hint = finding.hint.as_ref().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
        let mut result = Map::new();
        let mut put = |key: &str, value: Value| result.insert(key.to_owned(), value);
        put("ruleId", json!(finding.check));
        put("ruleIndex", json!(self.rules.iter().position(|rule| rule.id == finding.check)));
        put("level", json!(level(finding.severity)));
        put("message", json!({"text": plain(&format!("{}{hint}", finding.message))}));
        put("locations", json!([{"physicalLocation": {"artifactLocation": self.file(&file), "region": region}}]));
        let fingerprint = self.fingerprints.next(finding, &self.root.path(&file));
        put("partialFingerprints", json!({"portolanFinding/v1": fingerprint}));
        let suppressed: Vec<Value> = waived.map(|waived| self.suppression(waived)).into_iter().collect();
        put("suppressions", json!(suppressed));
        if let Some(fix) = &finding.fix {
            let changes: Vec<Value> = fix.edits.iter().map(|edit| self.change(edit)).collect();
            put("fixes", json!([{"description": {"text": plain(&fix.title)}, "artifactChanges": changes}]));
        }
        Value::Object(result)
    }

    /// Where a file is (§3.4): relative to the root, unless it is outside of it.
    fn file(&self, file: &str) -> Value {
        let uri = self.root.uri(file);
        if uri.starts_with("file:") { json!({"uri": uri}) } else { json!({"uri": uri, "uriBaseId": ROOT}) }
    }

    /// Why a result does not count (§3.35): by a comment in the file itself, or by a line elsewhere.
    fn suppression(&self, waived: &Waived) -> Value {
        let Origin { file, position } = &waived.decided_by;
        let kind = if *file == waived.finding.file { "inSource" } else { "external" };
        let mut physical = json!({"artifactLocation": self.file(file)});
        if let (Some(at), Some(physical)) = (position, physical.as_object_mut()) {
            physical.insert("region".to_owned(), json!({"startLine": at.line, "startColumn": at.column}));
        }
        json!({
            "kind": kind,
            "status": "accepted",
            "justification": waived.reason,
            "location": {"physicalLocation": physical},
        })
    }

    /// A change that mends a finding (§3.56).
    fn change(&self, edit: &Edit) -> Value {
        let region = json!({
            "startLine": edit.start.line, "startColumn": edit.start.column,
            "endLine": edit.end.line, "endColumn": edit.end.column,
        });
        json!({
            "artifactLocation": self.file(&edit.file),
            "replacements": [{"deletedRegion": region, "insertedContent": {"text": edit.text}}],
        })
    }
}

/// Foreign text as a plain text message in which nothing is a link (§3.11.6).
fn plain(text: &str) -> String {
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text.to_owned() }
}
