use crd::sizes::{ANNOTATIONS_LIMIT, STORED_LIMIT};

use crate::defined::Defined;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "crd/size",
    severity: Severity::Error,
    summary: "Custom resource definitions are small enough for kubectl apply and for etcd.",
    page: include_str!("crd_size.md"),
    look,
};

/// From here on a warning is given: four fifths of what is allowed.
const NEAR: usize = ANNOTATIONS_LIMIT / 5 * 4;
const HINT: &str = "shorten descriptions (controller-gen: crd:maxDescLen=0), or serve fewer versions";

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let seen = subject.defined().list.iter().filter_map(|defined| {
        let (severity, words) = judge(defined)?;
        let seen = defined.whole(subject, &words).severity(severity);
        let hint = seen.hint.clone().unwrap_or_else(|| HINT.to_owned());
        Some(seen.hint(hint))
    });
    seen.collect()
}

fn judge(defined: &Defined) -> Option<(Severity, String)> {
    let Defined { annotations, stored, .. } = defined;
    if *stored > STORED_LIMIT {
        let words = format!("etcd gets about {stored} bytes of it, and takes no more than {STORED_LIMIT}");
        return Some((Severity::Error, words));
    }
    let words =
        format!("with `kubectl apply` it has {annotations} bytes of annotations, of {ANNOTATIONS_LIMIT} allowed");
    if *annotations > ANNOTATIONS_LIMIT {
        let words = format!("{words}: it works with --server-side and Helm only");
        return Some((Severity::Error, words));
    }
    (*annotations > NEAR).then_some((Severity::Warning, words))
}
