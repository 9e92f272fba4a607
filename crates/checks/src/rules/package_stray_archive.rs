use std::collections::BTreeSet;

use chart::base_name;
use memchr::memmem;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/stray-archive",
    severity: Severity::Warning,
    summary: "The package holds no archive that nothing reads.",
    page: include_str!("package_stray_archive.md"),
    look,
};

const ENDS: [&str; 10] =
    [".tgz", ".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".zip", ".7z", ".rar", ".tgz.prov"];

/// Archives that the message names.
const NAMED: usize = 5;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let chart = subject.chart;
    let all = chart.files.iter().chain(&chart.templates);
    let archives = all.filter(|file| ENDS.iter().any(|end| file.path.ends_with(end)));
    let stray = archives.filter(|file| !is_read(subject, &file.path));
    let stray: Vec<(&str, usize)> = stray.map(|file| (file.path.as_str(), file.data.len())).collect();
    observation(subject, &stray).into_iter().collect()
}

/// Whether a template may read it: by its name, or with other files of its folder or its kind.
fn is_read(subject: &Subject<'_>, path: &str) -> bool {
    let chart = subject.chart;
    let name = base_name(path);
    let folder = path.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
    let kind = name.rsplit_once('.').map_or(name, |(_, kind)| kind);
    let kind = [format!("*.{kind}"), format!("**.{kind}")];
    chart.templates.iter().chain(&chart.values).any(|file| {
        let says = |text: &str| memmem::find(&file.data, text.as_bytes()).is_some();
        file.path != path
            && (says(name)
                || says(".Files")
                    && (folder.as_ref().is_some_and(|folder| says(folder)) || kind.iter().any(|kind| says(kind))))
    })
}

fn observation(subject: &Subject<'_>, stray: &[(&str, usize)]) -> Option<Observation> {
    let (first, _) = stray.first()?;
    let named: Vec<&str> = stray.iter().take(NAMED).map(|(path, _)| *path).collect();
    let more = match stray.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let is_own = stray.iter().all(|(path, _)| is_own(subject, path));
    let what = if is_own { ", the chart itself as it was packed before," } else { "" };
    let (verb, none) = if stray.len() == 1 { ("is", "it") } else { ("are", "them") };
    let bytes: usize = stray.iter().map(|(_, bytes)| bytes).sum();
    let message = format!(
        "{}{more}{what} {verb} in the package ({bytes} bytes), and no template reads {none}: every release carries {none} in its Secret",
        named.join(", ")
    );
    let rules: BTreeSet<String> = stray.iter().map(|(path, _)| rule(path)).collect();
    let rules: Vec<String> = rules.into_iter().take(NAMED).map(|rule| format!("`{rule}`")).collect();
    let hint = format!("remove {none}, or write {} into .helmignore", rules.join(" and "));
    Some(Observation::of(&subject.path(first), message).hint(hint))
}

/// Whether an archive is the chart itself.
fn is_own(subject: &Subject<'_>, path: &str) -> bool {
    let version = base_name(path).strip_prefix(subject.chart.name()).and_then(|rest| rest.strip_prefix('-'));
    version.is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()) && version.ends_with(".tgz"))
}

/// A line for .helmignore. The slash keeps it from the archives in charts/.
fn rule(path: &str) -> String {
    match path.contains('/') {
        false if path.ends_with(".tgz") => "/*.tgz".to_owned(),
        _ => format!("/{path}"),
    }
}
