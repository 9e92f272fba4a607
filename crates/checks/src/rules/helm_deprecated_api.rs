use crate::{Facts, Observation, Rule, Severity, Subject, apis};

pub(super) const RULE: Rule = Rule {
    id: "helm/deprecated-api",
    severity: Severity::Warning,
    summary: "For no version of Kubernetes objects use an API that is deprecated there.",
    page: include_str!("helm_deprecated_api.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let used = apis::used(subject);
    let old = used.iter().filter(|api| api.is_deprecated() && !api.is_gone());
    let told = old.map(|api| {
        let end = match api.lifecycle.removed {
            Some(removed) => format!(" and ends with v1.{removed}"),
            None => String::new(),
        };
        api.observation(subject, &format!("is deprecated since Kubernetes v1.{}{end}", api.lifecycle.deprecated))
    });
    told.collect()
}
