use crate::ignore_file::IgnoreFile;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/files",
    severity: Severity::Error,
    summary: "README.md, LICENSE and values.yaml are in the package.",
    page: include_str!("package_files.md"),
    look,
};

/// Larger files are not there.
const MAX_BYTES: u64 = 16 << 20;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let chart = subject.chart;
    let present = |name: &str| chart.files.iter().any(|file| file.path == name);
    let required = [
        ("README.md", present("README.md"), "Artifact Hub and `helm show readme` show that file"),
        ("LICENSE", present("LICENSE"), "users must know under which terms they may run the chart"),
        ("values.yaml", chart.values.is_some(), "`helm show values` prints it"),
    ];
    let missing = required.into_iter().filter(|(_, present, _)| !present);
    missing.map(|(name, _, why)| observation(subject, name, why)).collect()
}

/// A file that is there, but left out, is a matter of `.helmignore`.
fn observation(subject: &Subject<'_>, name: &str, why: &str) -> Observation {
    let ignore = IgnoreFile::of(subject).filter(|_| subject.source().read(name, MAX_BYTES).is_ok());
    if let Some((file, (position, rule))) = ignore.as_ref().and_then(|file| Some((file, file.culprit(name, false)?))) {
        let message = format!("this rule leaves {name} out of the package: {why}");
        let is_exact = rule.trim_start_matches('/') == name;
        let hint = if is_exact { "remove the rule" } else { "narrow the rule" };
        return Observation::of(file.path(), message).at_position(Some(position)).hint(hint);
    }
    let message = format!("the package has no {name}: {why}");
    Observation::of(&subject.path(name), message).hint("add the file")
}
