use chart::{Chart, File, MAX_CHART_BYTES};
use hub::limits::MAX_FILE_BYTES;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/file-size",
    severity: Severity::Error,
    summary: "No file of the package is above 5 MiB, and all together stay below 100 MiB.",
    page: include_str!("package_file_size.md"),
    look,
};

/// The part of a limit, in percent, above which a warning is due.
const WARN_PERCENT: u64 = 80;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let mut files = Vec::new();
    packed(subject.chart, "", &mut files);
    let mut seen: Vec<Observation> = files.iter().filter_map(|(path, file)| large(subject, path, file)).collect();
    let total: u64 = files.iter().map(|(_, file)| file.data.len() as u64).sum();
    if total * 100 > MAX_CHART_BYTES * WARN_PERCENT {
        let message =
            format!("the package has {total} bytes unpacked; Helm and Artifact Hub refuse more than {MAX_CHART_BYTES}");
        let seen_here = Observation::of(subject.folder, message).severity(Severity::Warning);
        seen.push(seen_here.hint("leave out by .helmignore what no template reads"));
    }
    seen
}

/// The files as they are packed: charts within as folders. Charts nest no deeper than they were loaded.
fn packed<'c>(chart: &'c Chart, parent: &str, found: &mut Vec<(String, &'c File)>) {
    let files = chart.templates.iter().chain(&chart.files).chain(&chart.values).chain(&chart.schema);
    found.extend(files.map(|file| (format!("{parent}{}", file.path), file)));
    for child in &chart.dependencies {
        packed(child, &format!("{parent}charts/{}/", child.name()), found);
    }
}

fn large(subject: &Subject<'_>, path: &str, file: &File) -> Option<Observation> {
    let size = file.data.len() as u64;
    if size * 100 <= MAX_FILE_BYTES * WARN_PERCENT {
        return None;
    }
    let severity = if size > MAX_FILE_BYTES { Severity::Error } else { Severity::Warning };
    let message = format!(
        "{path} has {size} bytes; Artifact Hub and Helm up to 4.2 refuse a chart with a file above {MAX_FILE_BYTES}"
    );
    let hint = "split the file, make it smaller, or leave it out by .helmignore if no template reads it";
    Some(Observation::of(&subject.path(path), message).severity(severity).hint(hint))
}
