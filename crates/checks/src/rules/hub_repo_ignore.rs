use hub::repository_file::IgnoreVerdict;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/repo-ignore",
    severity: Severity::Error,
    summary: "artifacthub-repo.yml does not hide this version of the chart.",
    page: include_str!("hub_repo_ignore.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some((path, file)) = &subject.repository_file else { return Vec::new() };
    let (name, tag) = (subject.chart.name(), subject.chart.version().replacen('+', "_", 1));
    let Some(visible) = hub::versions::visible([tag.as_str()]).pop() else { return Vec::new() };
    let IgnoreVerdict::Ignored { entry } = file.metadata.ignores(name, &visible.version) else { return Vec::new() };
    let Some(rule) = file.metadata.ignore.get(entry) else { return Vec::new() };
    let pattern = rule.version.as_deref().filter(|pattern| !pattern.is_empty());
    let is_prerelease = visible.version.split('+').next().is_some_and(|core| core.contains('-'));
    let seen = match pattern {
        None => Observation::of(path, format!("`ignore` hides every version of {name} from Artifact Hub"))
            .hint("remove the entry, or name the versions that it is for with `version`"),
        Some(pattern) => {
            let version = &visible.version;
            let message = format!("`ignore` hides {name} {version} from Artifact Hub: {pattern:?} matches it");
            let hint =
                "the expression matches any part of the version: anchor it with ^ and $, and write \\. for a dot";
            let severity = if is_prerelease { Severity::Info } else { Severity::Error };
            Observation::of(path, message).hint(hint).severity(severity)
        }
    };
    vec![seen.at_position(rule.position)]
}
