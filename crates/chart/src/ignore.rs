//! `.helmignore` rules (Helm: `pkg/ignore/rules.go`).
//!
//! Any rule that hits leaves a path out, so their order does not matter. `!` does not take a path back in: such a rule
//! ignores whatever does *not* match it.

use std::collections::{BTreeSet, HashMap};

use gostd::path_match;

/// The file that holds the rules, read from the chart's root only.
pub const IGNORE_FILE: &str = ".helmignore";
/// Always the last rule: dotfiles directly in `templates/`.
const DEFAULT_RULE: &str = "templates/.?*";
/// Longest line that Helm's scanner takes, in bytes.
const MAX_LINE_BYTES: usize = 65_536;

/// A line that is not a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// `**` has no meaning for Helm.
    #[error("double-star (**) syntax is not supported")]
    DoubleStar {
        /// Line in the file, from 1.
        line: usize,
    },
    /// The glob can't be read.
    #[error("syntax error in pattern")]
    Syntax {
        /// Line in the file, from 1.
        line: usize,
    },
    /// A line above 64 KiB.
    #[error("bufio.Scanner: token too long")]
    TooLong {
        /// Line in the file, from 1.
        line: usize,
    },
}

impl RuleError {
    /// The line that is wrong, from 1.
    pub fn line(&self) -> usize {
        match self {
            Self::DoubleStar { line } | Self::Syntax { line } | Self::TooLong { line } => *line,
        }
    }
}

/// A pattern; most are of the two kinds that need no matching.
#[derive(Debug, Clone)]
enum Glob {
    /// A name without anything special.
    Literal(String),
    /// A star before such a name.
    Ending(String),
    /// Anything else.
    Pattern(String),
}

#[derive(Debug, Clone)]
struct Rule {
    glob: Glob,
    /// Match the whole relative path instead of the base name.
    whole_path: bool,
    negated: bool,
    folders_only: bool,
}

/// Rules without `!` that need no matching: they are looked up. Each text says whether it is only for folders.
#[derive(Debug, Clone, Default)]
struct Plain {
    literals: HashMap<String, bool>,
    endings: HashMap<String, bool>,
    /// Of the endings, in bytes.
    lengths: BTreeSet<usize>,
}

/// All rules of a chart, Helm's own last.
#[derive(Debug, Clone, Default)]
pub struct IgnoreRules {
    /// Rules that look at the base name.
    names: Plain,
    /// Rules that look at the whole path.
    paths: Plain,
    others: Vec<Rule>,
}

impl IgnoreRules {
    /// The rules of a `.helmignore` file; an empty text leaves only Helm's own rule.
    pub fn parse(text: &[u8]) -> Result<Self, RuleError> {
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let mut rules = Self::default();
        for (index, line) in text.split(|byte| *byte == b'\n').enumerate() {
            let number = index + 1;
            if line.len() >= MAX_LINE_BYTES {
                return Err(RuleError::TooLong { line: number });
            }
            rules.add(parse_rule(&String::from_utf8_lossy(line), number)?);
        }
        rules.add(parse_rule(DEFAULT_RULE, 0)?);
        Ok(rules)
    }

    fn add(&mut self, rule: Option<Rule>) {
        let Some(rule) = rule else { return };
        let plain = if rule.whole_path { &mut self.paths } else { &mut self.names };
        match rule.glob {
            Glob::Literal(text) if !rule.negated => plain.add_literal(text, rule.folders_only),
            Glob::Ending(text) if !rule.negated => plain.add_ending(text, rule.folders_only),
            _ => self.others.push(rule),
        }
    }

    /// Whether a path (relative to the chart's root) is left out. An ignored folder is left out as a whole.
    pub fn ignores(&self, path: &str, is_folder: bool) -> bool {
        self.ignores_within(path, is_folder, &mut { u64::MAX })
    }

    /// As [`Self::ignores`], within a number of steps that take about the same time each. Those that are needed are
    /// taken from `left`; once that is 0, the answer means nothing.
    pub(crate) fn ignores_within(&self, path: &str, is_folder: bool, left: &mut u64) -> bool {
        if matches!(path, "" | "." | "./") {
            return false;
        }
        self.names.hit(base_name(path), is_folder, left)
            || self.paths.hit(path, is_folder, left)
            || self.others.iter().any(|rule| rule.hits(path, is_folder, left))
    }
}

impl Plain {
    fn add_literal(&mut self, text: String, folders_only: bool) {
        *self.literals.entry(text).or_insert(folders_only) &= folders_only;
    }

    fn add_ending(&mut self, text: String, folders_only: bool) {
        self.lengths.insert(text.len());
        *self.endings.entry(text).or_insert(folders_only) &= folders_only;
    }

    /// Whether one of the rules hits. The star before an ending takes no slash.
    fn hit(&self, name: &str, is_folder: bool, left: &mut u64) -> bool {
        let applies = |folders_only: Option<&bool>| folders_only.is_some_and(|only| is_folder || !only);
        if applies(self.literals.get(name)) {
            return true;
        }
        self.lengths.iter().any(|length| {
            let Some((before, ending)) = name.len().checked_sub(*length).and_then(|at| name.split_at_checked(at))
            else {
                return false;
            };
            *left = left.saturating_sub(name.len() as u64 + 1);
            !before.contains('/') && applies(self.endings.get(ending))
        })
    }
}

impl Rule {
    fn hits(&self, path: &str, is_folder: bool, left: &mut u64) -> bool {
        let wrong_kind = self.folders_only && !is_folder;
        let hits = !wrong_kind && self.matches(path, left);
        hits != self.negated
    }

    fn matches(&self, path: &str, left: &mut u64) -> bool {
        let name = if self.whole_path { path } else { base_name(path) };
        *left = left.saturating_sub(1);
        match &self.glob {
            Glob::Literal(text) => text == name,
            Glob::Ending(text) => name.strip_suffix(text.as_str()).is_some_and(|before| !before.contains('/')),
            Glob::Pattern(text) => path_match::matches_within(text, name, left).unwrap_or(false),
        }
    }
}

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl Glob {
    fn new(text: &str) -> Self {
        let is_plain = |text: &str| !text.contains(['*', '?', '[', '\\']);
        match text.strip_prefix('*') {
            Some(ending) if is_plain(ending) => Self::Ending(ending.to_owned()),
            None if is_plain(text) => Self::Literal(text.to_owned()),
            _ => Self::Pattern(text.to_owned()),
        }
    }
}

fn parse_rule(line: &str, number: usize) -> Result<Option<Rule>, RuleError> {
    let text = line.trim();
    if text.is_empty() || text.starts_with('#') {
        return Ok(None);
    }
    if text.contains("**") {
        return Err(RuleError::DoubleStar { line: number });
    }
    if path_match::matches(text, "abc").is_err() {
        return Err(RuleError::Syntax { line: number });
    }
    let (negated, text) = match text.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (folders_only, text) = match text.strip_suffix('/') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole_path, glob) = match text.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (text.contains('/'), text),
    };
    Ok(Some(Rule { glob: Glob::new(glob), whole_path, negated, folders_only }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_globs_match_as_all_patterns_do() {
        for glob in ["", "a", "*", "*a", "*.bak", "*/a", "a/b", "*b/a", "]", "*]", "*é"] {
            let rule = Rule { glob: Glob::new(glob), whole_path: true, negated: false, folders_only: false };
            assert!(!matches!(rule.glob, Glob::Pattern(_)), "{glob}");
            for name in ["", "a", "ba", "x.bak", "x/y.bak", "a/b", "x/a", "b/a", "xb/a", "x/b/a", "]", "[]", "é", "aé"]
            {
                let mut rules = IgnoreRules::default();
                rules.add(Some(rule.clone()));
                let hit = rules.paths.hit(name, false, &mut { u64::MAX });
                assert_eq!(hit, path_match::matches(glob, name).unwrap(), "{glob} {name}");
                assert_eq!(
                    rule.matches(name, &mut { u64::MAX }),
                    path_match::matches(glob, name).unwrap(),
                    "{glob} {name}"
                );
            }
        }
        assert!(matches!(Glob::new("*a*"), Glob::Pattern(_)));
    }

    fn rules(text: &str) -> IgnoreRules {
        IgnoreRules::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn helms_own_rule_hides_dotfiles_of_templates_only() {
        let rules = rules("");
        assert!(rules.ignores("templates/.x", false));
        assert!(!rules.ignores("templates/sub/.x", false));
        assert!(!rules.ignores("docs/.x", false));
    }

    #[test]
    fn slashes_decide_what_is_matched() {
        assert!(rules("foo").ignores("a/foo", true));
        assert!(rules("/foo").ignores("foo", false));
        assert!(!rules("/foo").ignores("a/foo", false));
        assert!(rules("docs/foo.txt").ignores("docs/foo.txt", false));
        assert!(!rules("docs/foo.txt").ignores("a/docs/foo.txt", false));
        assert!(rules("*/foo.txt").ignores("a/foo.txt", false));
        assert!(!rules("*/foo.txt").ignores("a/b/foo.txt", false));
        assert!(!rules("./foo").ignores("foo", false));
        assert!(!rules("/").ignores("foo", true));
        assert!(rules("docs/").ignores("docs", true));
        assert!(!rules("docs/").ignores("docs", false));
    }

    #[test]
    fn exclamation_mark_ignores_everything_else() {
        let rules = rules("!keep.txt");
        assert!(rules.ignores("Chart.yaml", false));
        assert!(!rules.ignores("keep.txt", false));
        assert!(IgnoreRules::parse(b"!docs/").unwrap().ignores("docs", false));
    }

    #[test]
    fn a_rule_for_all_counts_beside_one_for_folders() {
        for text in ["x/\nx\n*.y/\n*.y\n", "x\nx/\n*.y\n*.y/\n"] {
            let rules = rules(text);
            assert!(rules.ignores("a/x", false) && rules.ignores("a.y", false), "{text:?}");
        }
        assert!(!rules("x/\n*.y/\n").ignores("x", false));
        assert!(rules("x/\n*.y/\n").ignores("a.y", true));
    }

    #[test]
    fn lines_are_trimmed_and_commented() {
        let rules = rules("\u{feff}# a\r\n  *.bak \r\n\r\n\\#x\n[!a]z\n");
        assert!(rules.ignores("a/b.bak", false));
        assert!(rules.ignores("#x", false));
        assert!(rules.ignores("!z", false), "[!a] is a set of two characters");
        assert!(!rules.ignores("bz", false));
    }

    #[test]
    fn what_helm_refuses_is_refused() {
        let error = |text: &[u8]| IgnoreRules::parse(text).unwrap_err();
        assert_eq!(error(b"x\na/**"), RuleError::DoubleStar { line: 2 });
        assert_eq!(error(b"[").to_string(), "syntax error in pattern");
        assert_eq!(error(&[b'a'; 70_000]).to_string(), "bufio.Scanner: token too long");
    }
}
