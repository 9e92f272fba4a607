//! Exceptions in comments: `# portolan: allow image/latest: nightly builds want it, until 2027-01-31`.
//!
//! In a comment of its own it holds for the line below, behind something for that line; `allow-file` holds for the whole
//! file. Comments begin with `#`, `//`, `/*` or `<!--`, also within `{{ … }}`.

use goyaml::Position;

use super::{Exception, Origin, Scope};
use crate::{Finding, Observation, rules};

/// What comments say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// Comments that are meant as exceptions, but are none.
    pub wrong: Vec<Finding>,
}

const MARK: &str = "portolan: allow";
const OPENERS: [&str; 4] = ["#", "//", "/*", "<!--"];
const CLOSERS: [&str; 5] = ["-->", "}}", "-", "*/", "*"];

impl Inline {
    /// Reads the comments of a text.
    pub fn read(&mut self, file: &str, text: &[u8]) {
        if memchr::memmem::find(text, MARK.as_bytes()).is_none() {
            return;
        }
        let Ok(text) = std::str::from_utf8(text) else { return };
        let lines: Vec<&str> = text.lines().collect();
        let ends = runs(&lines);
        for (index, line) in lines.iter().enumerate() {
            let Some((before, said)) = line.split_once(MARK) else { continue };
            let Some(opener) = OPENERS.iter().find_map(|opener| before.rfind(opener)) else { continue };
            let number = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
            let alone =
                before.get(..opener).is_some_and(|code| code.trim_start_matches(['{', '-', ' ', '\t']).is_empty());
            let covered = if alone { ends.get(index).copied().unwrap_or(index) } else { index };
            let column = number(before.chars().count());
            let origin = Origin { file: file.to_owned(), position: Some(Position { line: number(index), column }) };
            self.add(said, &origin, Scope::Line(file.to_owned(), number(covered)));
        }
    }

    fn add(&mut self, said: &str, origin: &Origin, line: Scope) {
        match parsed(said, origin, line) {
            Ok(exceptions) => self.exceptions.extend(exceptions),
            Err(problem) => self.wrong.push(
                Observation::of(&origin.file, problem)
                    .at_position(origin.position)
                    .hint("write `portolan: allow CHECK: REASON`, or `allow-file` for the whole file, and `, until YYYY-MM-DD` at the end if it is to end")
                    .by(&rules::config_exception::RULE),
            ),
        }
    }
}

/// For each line the next one that is no exception.
fn runs(lines: &[&str]) -> Vec<usize> {
    let mut ends = vec![lines.len(); lines.len()];
    for index in (0..lines.len()).rev() {
        let next = index + 1;
        let is_exception = lines.get(next).is_some_and(|line| line.contains(MARK));
        let end = if is_exception { ends.get(next).copied().unwrap_or(next) } else { next };
        if let Some(place) = ends.get_mut(index) {
            *place = end;
        }
    }
    ends
}

/// `[-file] CHECK[, CHECK]: REASON[, until DATE]`
fn parsed(said: &str, origin: &Origin, line: Scope) -> Result<Vec<Exception>, String> {
    let (said, scope) = match said.strip_prefix("-file") {
        Some(rest) => (rest, Scope::File(origin.file.clone())),
        None => (said, line),
    };
    let said = CLOSERS.iter().fold(said.trim(), |text, closer| text.trim_end_matches(closer).trim_end());
    let unreasoned = || format!("`{MARK} {said}` gives no reason");
    let (checks, reason) = said.split_once(": ").ok_or_else(unreasoned)?;
    let (reason, until) = match reason.rsplit_once("until ") {
        Some((reason, date)) if is_date(date.trim()) => {
            (reason.trim_end().trim_end_matches([',', ';', '(']).trim_end(), Some(date.trim().to_owned()))
        }
        Some((_, date)) if date.starts_with(|c: char| c.is_ascii_digit()) => {
            return Err(format!("{:?} is not a date such as 2027-01-31", date.trim()));
        }
        _ => (reason.trim(), None),
    };
    if reason.is_empty() {
        return Err(unreasoned());
    }
    let ids: Vec<&str> = checks.split(',').map(str::trim).collect();
    if let Some(unknown) = ids.iter().find(|id| !rules::is_known(id)) {
        return Err(format!("there is no check {unknown:?}"));
    }
    let one = |id: &&str| Exception {
        check: (*id).to_owned(),
        scope: scope.clone(),
        reason: reason.to_owned(),
        until: until.clone(),
        decided_by: origin.clone(),
    };
    Ok(ids.iter().map(one).collect())
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && gostd::time::parse_rfc3339(&format!("{text}T00:00:00Z")).is_ok()
}
