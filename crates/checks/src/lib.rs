//! Opinions about a chart. A rule is one file in [`rules`], its page beside it and one line in the table; it looks at a
//! [`Subject`] and at [`Facts`] that edges gathered, and returns [`Finding`]s. Rules do no I/O and print nothing.
//!
//! ```text
//! Inputs ─→ Subject ─┐
//!                    ├─ check ─→ Findings ─ Policy::judge ─→ Judged
//! Facts ─────────────┘
//! ```

mod annotation;
mod apis;
mod chart_text;
mod defined;
mod definitions;
mod described;
mod edits;
mod facts;
mod finding;
mod given_images;
mod ignore_file;
mod image_place;
pub mod images;
mod install_pins;
mod labels;
mod linted;
mod listed;
mod next_version;
mod pod_names;
pub mod policy;
mod refusals;
mod release_size;
pub mod rules;
mod schema_verdicts;
mod secret_text;
mod selection;
pub mod subject;
mod template_place;
mod text_place;
mod told;
mod traps;
mod undetected_images;
mod unloadable;

pub use facts::{Base, Facts, Published, Same, Sibling};
pub use finding::{Edit, Finding, Fix, Observation, Severity};
pub use rules::{Rule, TABLE, rule};
pub use secret_text::lines as secret_lines;
pub use selection::{Selection, UnknownCheck};
pub use subject::{Inputs, NamedFile, Subject};
pub use unloadable::lint_unloadable;

/// Looks at a chart with the rules that are selected, in the order of the table.
pub fn check(subject: &Subject<'_>, facts: &Facts, selection: &Selection) -> Vec<Finding> {
    if selection.is_everything() {
        subject.prepare();
    }
    let rules = TABLE.iter().filter(|rule| selection.takes(rule));
    rules.flat_map(|rule| (rule.look)(subject, facts).into_iter().map(|seen| seen.by(rule))).collect()
}

/// The finding for a folder that does not load as a chart: no other rule can look at it.
pub fn load_failure(file: &str, position: Option<goyaml::Position>, message: String, hint: Option<String>) -> Finding {
    Observation { position, hint, ..Observation::of(file, message) }.by(&rules::helm_load::RULE)
}

/// What is wrong with an `artifacthub-repo.yml` that is looked at alone.
pub fn repository_file(file: &NamedFile) -> Vec<Finding> {
    let read = hub::repository_file::read(&file.bytes);
    let seen = rules::hub_repo_file::observations(&file.path, &read);
    seen.into_iter().map(|seen| seen.by(&rules::hub_repo_file::RULE)).collect()
}

#[cfg(test)]
mod tests;
