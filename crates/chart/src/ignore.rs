//! `.helmignore` rules (Helm: `pkg/ignore/rules.go`).
//!
//! Rules are asked in order and the first hit decides. `!` does not take a path back in: such a rule
//! ignores whatever does *not* match it, and lets what matches pass on to the next rule.

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

/// All rules of a chart, Helm's own last.
#[derive(Debug, Clone)]
pub struct IgnoreRules {
    rules: Vec<Rule>,
}

impl IgnoreRules {
    /// The rules of a `.helmignore` file; an empty text leaves only Helm's own rule.
    pub fn parse(text: &[u8]) -> Result<Self, RuleError> {
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let mut rules = Vec::new();
        for (index, line) in text.split(|byte| *byte == b'\n').enumerate() {
            let number = index + 1;
            if line.len() >= MAX_LINE_BYTES {
                return Err(RuleError::TooLong { line: number });
            }
            rules.extend(parse_rule(&String::from_utf8_lossy(line), number)?);
        }
        rules.extend(parse_rule(DEFAULT_RULE, 0)?);
        Ok(Self { rules })
    }

    /// Whether a path (relative to the chart's root) is left out. An ignored folder is left out as a whole.
    pub fn ignores(&self, path: &str, is_folder: bool) -> bool {
        if matches!(path, "" | "." | "./") {
            return false;
        }
        for rule in &self.rules {
            let wrong_kind = rule.folders_only && !is_folder;
            if rule.negated {
                if wrong_kind || !rule.matches(path) {
                    return true;
                }
            } else if !wrong_kind && rule.matches(path) {
                return true;
            }
        }
        false
    }
}

impl Rule {
    fn matches(&self, path: &str) -> bool {
        let name = if self.whole_path { path } else { path.rsplit('/').next().unwrap_or(path) };
        match &self.glob {
            Glob::Literal(text) => text == name,
            Glob::Ending(text) => name.strip_suffix(text.as_str()).is_some_and(|before| !before.contains('/')),
            Glob::Pattern(text) => path_match::matches(text, name).unwrap_or(false),
        }
    }
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
                assert_eq!(rule.matches(name), path_match::matches(glob, name).unwrap(), "{glob} {name}");
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
