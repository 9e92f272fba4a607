use crate::{Rule, Severity};

pub(crate) const RULE: Rule = Rule {
    id: "config/exception",
    severity: Severity::Warning,
    summary: "Every exception covers something, names a check that exists, gives a reason and has not ended.",
    page: include_str!("config_exception.md"),
    // What an exception covers is known only when all findings are judged: `crate::policy`.
    look: |_, _| Vec::new(),
};
