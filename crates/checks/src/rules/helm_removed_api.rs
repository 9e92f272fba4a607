use crate::{Facts, Observation, Rule, Severity, Subject, apis};

pub(super) const RULE: Rule = Rule {
    id: "helm/removed-api",
    severity: Severity::Error,
    summary: "For no version of Kubernetes objects use an API that is gone there.",
    page: include_str!("helm_removed_api.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let used = apis::used(subject);
    let gone = used.iter().filter(|api| api.is_gone()).filter_map(|api| Some((api, api.lifecycle.removed?)));
    let told = gone.map(|(api, removed)| {
        let newest = &api.newest.version;
        api.observation(subject, &format!("is gone since Kubernetes v1.{removed}, and is rendered for {newest}"))
    });
    told.collect()
}
