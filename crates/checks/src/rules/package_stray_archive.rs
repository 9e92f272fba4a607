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

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let chart = subject.chart;
    let all = chart.files.iter().chain(&chart.templates);
    let archives = all.filter(|file| ENDS.iter().any(|end| file.path.ends_with(end)));
    let stray = archives.filter(|file| !is_read(subject, &file.path));
    stray.map(|file| observation(subject, &file.path, file.data.len())).collect()
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

fn observation(subject: &Subject<'_>, path: &str, bytes: usize) -> Observation {
    let name = base_name(path);
    let own = format!("{}-", subject.chart.name());
    let what = if name.starts_with(&own) && name.ends_with(".tgz") {
        ", the chart itself as it was packed before"
    } else {
        ""
    };
    let message = format!(
        "{path}{what} ({bytes} bytes) is in the package, and no template reads it: it takes room in the Secret of every release"
    );
    Observation::of(&subject.path(path), message)
        .hint(format!("remove the file, or add a line `{path}` to .helmignore"))
}
