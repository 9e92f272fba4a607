//! How many answers are right.

use std::fmt;

use super::case::Answer;

/// Counts of probes times versions.
#[derive(Default)]
pub struct Score {
    pub cases: usize,
    /// Accepted or refused is right.
    pub verdicts: usize,
    /// Kinds and fields of all errors are right.
    pub fields: usize,
    /// So are the details, unknown keys and warnings.
    pub all: usize,
    pub differences: Vec<String>,
}

impl Score {
    pub fn count(&mut self, id: &str, version: &str, expected: &Answer, judged: &Answer) {
        self.cases += 1;
        let verdict = expected.is_accepted() == judged.is_accepted();
        let fields = verdict && fields(expected) == fields(judged);
        let all = fields && same(expected, judged);
        self.verdicts += usize::from(verdict);
        self.fields += usize::from(fields);
        self.all += usize::from(all);
        if !all {
            let kind = if !verdict {
                "VERDICT"
            } else if fields {
                "detail"
            } else {
                "field"
            };
            self.differences.push(format!("{kind} {id} {version}\n  server {expected:?}\n  here   {judged:?}"));
        }
    }
}

fn fields(answer: &Answer) -> Vec<(&str, &str)> {
    answer.errors.iter().map(|(kind, field, _)| (kind.as_str(), field.as_str())).collect()
}

/// Versions that nobody serves any more are decoded by the server's code all the same, and are said to be no `v1`.
fn same(expected: &Answer, judged: &Answer) -> bool {
    let other_version = |text: &String| text.starts_with("not a v1 CRD");
    if expected.decode.as_ref().is_some_and(other_version) {
        return judged.decode.is_some();
    }
    expected == judged
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for difference in &self.differences {
            writeln!(f, "{difference}")?;
        }
        let Self { cases, verdicts, fields, all, .. } = self;
        write!(f, "{cases} cases: {verdicts} verdicts, {fields} with all kinds and fields, {all} with all texts")
    }
}
