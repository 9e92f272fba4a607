//! Opinions about a chart. A rule is one file in [`rules`], one line in its table and one page beside it; it looks at
//! a [`Subject`] and at [`Facts`] that edges gathered, and returns [`Finding`]s. Rules do no I/O and print nothing.

mod finding;
pub mod policy;
pub mod rules;
mod subject;

pub use finding::{Finding, Observation, Severity};
pub use rules::{Rule, TABLE};
pub use subject::{Facts, NamedFile, Subject};

/// Looks at a chart with every rule of the table, in its order.
pub fn check(subject: &Subject<'_>, facts: &Facts) -> Vec<Finding> {
    let observed = TABLE.iter().flat_map(|rule| (rule.look)(subject, facts).into_iter().map(|seen| seen.by(rule)));
    observed.collect()
}

/// The finding for a folder that does not load as a chart: no other rule can look at it.
pub fn load_failure(file: &str, position: Option<goyaml::Position>, message: String, hint: Option<String>) -> Finding {
    Observation { file: file.to_owned(), position, message, hint }.by(&rules::helm_load::RULE)
}

/// What is wrong with an `artifacthub-repo.yml` that is looked at alone.
pub fn repository_file(file: &NamedFile) -> Vec<Finding> {
    let read = hub::repository_file::read(&file.bytes);
    let seen = rules::hub_repo_file::observations(&file.path, &read);
    seen.into_iter().map(|seen| seen.by(&rules::hub_repo_file::RULE)).collect()
}

#[cfg(test)]
mod tests;
