use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/files",
    severity: Severity::Error,
    summary: "README.md, LICENSE and values.yaml are in the package.",
    page: include_str!("package_files.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let chart = subject.chart;
    let present = |name: &str| chart.files.iter().any(|file| file.path == name);
    let required = [
        ("README.md", present("README.md"), "Artifact Hub and `helm show readme` show it"),
        ("LICENSE", present("LICENSE"), "users must know under which terms they may run the chart"),
        ("values.yaml", chart.values.is_some(), "`helm show values` prints it"),
    ];
    let missing = required.into_iter().filter(|(_, present, _)| !present);
    missing
        .map(|(name, _, why)| {
            Observation::of(&subject.path(name), format!("the package has no {name}: {why}"))
                .hint("add the file, and see that .helmignore does not leave it out")
        })
        .collect()
}
