use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/repo-ignore",
    severity: Severity::Error,
    summary: "artifacthub-repo.yml does not hide every version of the chart.",
    page: include_str!("hub_repo_ignore.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some((path, file)) = &subject.repository_file else { return Vec::new() };
    let name = &subject.chart.metadata.name;
    let hides = file
        .metadata
        .ignore
        .iter()
        .any(|rule| rule.name.as_ref() == Some(name) && rule.version.as_ref().is_none_or(String::is_empty));
    if !hides {
        return Vec::new();
    }
    let message = format!("`ignore` hides every version of {name} from Artifact Hub");
    vec![Observation::of(path, message).hint("remove the entry, or name the versions that it is for with `version`")]
}
