//! Rules about templates and what they render to (Helm: `lint/rules/template.go`).

use std::cell::OnceCell;
use std::collections::BTreeMap;

use chart::{Chart, extension};
use gostd::strconv::quote;

use crate::deprecation;
use crate::documents::Documents;
use crate::engine::Rendering;
use crate::linter::Linter;
use crate::manifest::{self, Manifest};
use crate::message::Severity;
use crate::object_name;
use crate::root::Shape;

const FOLDER: &str = "templates/";
/// Lines that Go's `bufio.Scanner` takes, in bytes, their end included.
const MAX_LINE: usize = 64 * 1024;

pub(crate) fn check(linter: &mut Linter<'_>) {
    let stopped = match linter.shape("templates") {
        None => Some((Severity::Warning, "directory does not exist".to_owned())),
        Some(Shape::File) => Some((Severity::Error, "not a directory".to_owned())),
        Some(Shape::Folder) => match linter.load() {
            Err(error) => Some((Severity::Error, error.to_string())),
            Ok(loaded) => check_chart(linter, &loaded.chart).err().map(|error| (Severity::Error, error)),
        },
    };
    if let Some((severity, text)) = stopped {
        linter.check(severity, FOLDER, Err(text));
    }
}

fn check_chart(linter: &mut Linter<'_>, chart: &Chart) -> Result<(), String> {
    let outputs = match linter.request.engine.render(chart, &mut linter.report.log) {
        Rendering::Done(outputs) => outputs,
        Rendering::Failed(text) => return Err(text),
        Rendering::Unprepared => return Ok(()),
    };
    // The first file that is no YAML ends it all.
    let _ = chart.templates.iter().try_for_each(|template| check_template(linter, chart, &outputs, &template.path));
    Ok(())
}

/// Whether to go on.
fn check_template(
    linter: &mut Linter<'_>,
    chart: &Chart,
    outputs: &BTreeMap<String, Vec<u8>>,
    path: &str,
) -> Result<(), ()> {
    linter.check(Severity::Error, path, allowed_extension(path));
    if !is_yaml(path) {
        return Ok(());
    }
    let text = outputs.get(&format!("{}/{path}", chart.name())).map(Vec::as_slice).unwrap_or_default();
    if is_blank(text) {
        return Ok(());
    }
    linter.check(Severity::Warning, path, top_indent(text));
    let output = Output::new(text);
    for document in Documents::new(text) {
        match document {
            Ok(Some(manifest)) => check_manifest(linter, path, &manifest, &output),
            Ok(None) => {}
            Err(error) => {
                linter.check(Severity::Error, path, Err(unparsable(&error)));
                return Err(());
            }
        }
    }
    Ok(())
}

fn check_manifest(linter: &mut Linter<'_>, path: &str, manifest: &Manifest, output: &Output<'_>) {
    let kube_version = linter.request.kube_version;
    linter.check(Severity::Warning, path, object_name::check(&manifest.kind, &manifest.name));
    linter.check(Severity::Warning, path, deprecation::check(&manifest.api_version, &manifest.kind, kube_version));
    linter.check(Severity::Error, path, match_selector(manifest, output));
    linter.check(Severity::Error, path, list_annotations(manifest, output));
}

/// What a template rendered to, and what Helm looks up in all of it for single objects: once is enough.
struct Output<'a> {
    text: &'a [u8],
    selects: OnceCell<bool>,
    keeps_items: OnceCell<Result<bool, String>>,
}

impl<'a> Output<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self { text, selects: OnceCell::new(), keeps_items: OnceCell::new() }
    }

    /// Whether one of the words for selectors stands anywhere.
    fn selects(&self) -> bool {
        let contains = |word: &[u8]| self.text.windows(word.len()).any(|window| window == word);
        *self.selects.get_or_init(|| contains(b"matchLabels") || contains(b"matchExpressions"))
    }

    /// Whether an item in the first document has an annotation that asks to keep it.
    fn keeps_items(&self) -> &Result<bool, String> {
        self.keeps_items.get_or_init(|| {
            let annotations = manifest::item_annotations(self.text)?;
            Ok(annotations.iter().any(|annotations| annotations.contains_key("helm.sh/resource-policy")))
        })
    }
}

fn unparsable(error: &str) -> String {
    format!("unable to parse YAML: {error}")
}

fn allowed_extension(path: &str) -> Result<(), String> {
    match extension(path) {
        ".yaml" | ".yml" | ".tpl" | ".txt" => Ok(()),
        other => Err(format!("file extension '{other}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt")),
    }
}

fn is_yaml(path: &str) -> bool {
    let found = extension(path);
    found.eq_ignore_ascii_case(".yaml") || found.eq_ignore_ascii_case(".yml")
}

/// Whether there is only white space.
fn is_blank(text: &[u8]) -> bool {
    let rest = text.trim_ascii_start();
    match rest.first() {
        None => true,
        Some(0x0b | 0x80..) => {
            rest.utf8_chunks().all(|chunk| chunk.invalid().is_empty() && chunk.valid().trim().is_empty())
        }
        Some(_) => false,
    }
}

/// The first line that is not blank must not be indented.
fn top_indent(output: &[u8]) -> Result<(), String> {
    for line in output.split_inclusive(|byte| *byte == b'\n') {
        if line.len() > MAX_LINE || (line.len() == MAX_LINE && !line.ends_with(b"\n")) {
            return Err("bufio.Scanner: token too long".to_owned());
        }
        if is_blank(line) {
            continue;
        }
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            return Ok(());
        }
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = quote_bytes(line.strip_suffix(b"\r").unwrap_or(line));
        return Err(format!("document starts with an illegal indent: {line}, which may cause parsing problems"));
    }
    Ok(())
}

/// `strconv.Quote` of what need not be UTF-8.
fn quote_bytes(bytes: &[u8]) -> String {
    let mut quoted = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        let valid = quote(chunk.valid());
        quoted.push_str(valid.get(1..valid.len() - 1).unwrap_or_default());
        chunk.invalid().iter().for_each(|byte| quoted.push_str(&format!("\\x{byte:02x}")));
    }
    quoted.push('"');
    quoted
}

/// Helm looks for the words anywhere in the file.
fn match_selector(manifest: &Manifest, output: &Output<'_>) -> Result<(), String> {
    let kind = manifest.kind.as_str();
    if !matches!(kind, "Deployment" | "ReplicaSet" | "DaemonSet" | "StatefulSet") || output.selects() {
        return Ok(());
    }
    let name = quote(&manifest.name);
    Err(format!("a {kind} must contain matchLabels or matchExpressions, and {name} does not"))
}

/// Helm reads the file's first document, wherever the list is.
fn list_annotations(manifest: &Manifest, output: &Output<'_>) -> Result<(), String> {
    if manifest.kind != "List" {
        return Ok(());
    }
    match output.keeps_items() {
        Ok(false) => Ok(()),
        Ok(true) => Err("annotation 'helm.sh/resource-policy' within List objects are ignored".to_owned()),
        Err(error) => Err(unparsable(error)),
    }
}
