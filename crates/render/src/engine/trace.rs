//! The texts that Helm makes of template errors (Helm: `pkg/engine/engine.go`, `cleanupParseError`,
//! `reformatExecErrorMsg`).

use gotemplate::{Error, ErrorKind, Str};

/// Between these two stands the message of `required` and `fail`, which Helm shows without the way to it.
pub(crate) const WARNING_START: &str = "HELM_ERR_START";
pub(crate) const WARNING_END: &str = "HELM_ERR_END";

/// A template that can't be parsed or executed.
#[derive(Clone, Debug)]
pub struct TemplateError {
    /// The path of the file that was being parsed or rendered.
    pub file: String,
    /// The error with its places and causes.
    pub error: Error,
    /// The file's text, if it can't be parsed.
    pub source: Option<Str>,
    text: String,
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl std::error::Error for TemplateError {}

impl TemplateError {
    pub(super) fn parse(file: &str, error: Error, source: Str) -> Self {
        let text = parse_text(file, &error.to_string());
        Self { file: file.to_owned(), error, source: Some(source), text }
    }

    pub(super) fn execution(file: &str, error: Error) -> Self {
        let text = execution_text(file, &error);
        Self { file: file.to_owned(), error, source: None, text }
    }
}

/// `parse error at (FILE:LINE): message`, where only the part behind the last `: ` counts as the message.
fn parse_text(file: &str, error: &str) -> String {
    let tokens: Vec<&str> = error.split(": ").collect();
    match (tokens.get(1), tokens.last()) {
        (Some(location), Some(message)) => format!("parse error at ({location}): {message}"),
        _ => format!("parse error in ({file}): {error}"),
    }
}

fn execution_text(file: &str, error: &Error) -> String {
    let whole = error.to_string();
    if !error.chain().any(|error| error.location.is_some()) {
        return whole;
    }
    let mut tokens = whole.splitn(3, ": ");
    let (Some(_), Some(location), Some(rest)) = (tokens.next(), tokens.next(), tokens.next()) else {
        return format!("execution error in ({file}): {whole}");
    };
    if let Some(warning) = warning(rest) {
        return format!("execution error at ({location}): {warning}");
    }
    let mut blocks: Vec<Block> = Vec::new();
    for error in error.chain() {
        match Block::parse(&error.to_string()) {
            Some(block) if blocks.last() != Some(&block) => blocks.push(block),
            Some(_) => {}
            // A limit is ours, not Helm's: its place is worth more than Helm's habit of dropping it.
            None if error.kind == ErrorKind::Limit && !blocks.is_empty() => break,
            None => return whole,
        }
    }
    blocks.iter().map(Block::text).collect::<String>().trim().to_owned()
}

/// A message without the marks that `required` and `fail` put around it.
#[must_use]
pub fn without_marks(message: &str) -> &str {
    warning(message).unwrap_or(message)
}

/// What stands between the first start and the last end.
fn warning(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once(WARNING_START)?;
    rest.rsplit_once(WARNING_END).map(|(warning, _)| warning)
}

/// One step of a trace.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    location: String,
    executed: String,
    message: String,
}

impl Block {
    /// Reads Go's text of an error; `None` if it is no template's.
    fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("template: ")?;
        if rest.starts_with("no template ") {
            return Some(Self { location: String::new(), executed: String::new(), message: text.to_owned() });
        }
        Self::executing(rest).or_else(|| Self::simple(rest))
    }

    /// `LOCATION: executing "NAME" at <NODE>: MESSAGE`
    fn executing(text: &str) -> Option<Self> {
        let (location, after) = text.split_once(": executing ")?;
        let (name, after) = after.strip_prefix('"')?.split_once('"')?;
        let (node, message) = after.strip_prefix(" at <")?.split_once(">: ")?;
        Some(Self {
            location: location.to_owned(),
            executed: format!("executing \"{name}\" at <{node}>:"),
            message: before_next(message),
        })
    }

    /// `LOCATION: MESSAGE`
    fn simple(text: &str) -> Option<Self> {
        let (location, message) = text.rsplit_once(": ")?;
        Some(Self { location: location.to_owned(), executed: String::new(), message: before_next(message) })
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (part, indent) in [(&self.location, "\n  "), (&self.executed, "\n    "), (&self.message, "\n")] {
            if !part.is_empty() {
                text.push_str(part);
                text.push_str(indent);
            }
        }
        text
    }
}

/// Without the error that follows.
fn before_next(message: &str) -> String {
    message.split_once(" template:").map_or(message, |(before, _)| before).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Block, parse_text, warning};

    #[test]
    fn parse_errors_lose_all_but_their_end() {
        assert_eq!(
            parse_text("f", "template: c/a.yaml:3: function \"x\" not defined"),
            "parse error at (c/a.yaml:3): function \"x\" not defined"
        );
        assert_eq!(parse_text("f", "odd"), "parse error in (f): odd");
    }

    #[test]
    fn a_step_is_read_from_its_text() {
        let block = Block::parse(
            "template: a:1:2: executing \"a\" at <include \"x\" .>: error calling include: template: b:1:1: odd",
        )
        .unwrap();
        assert_eq!(block.text(), "a:1:2\n  executing \"a\" at <include \"x\" .>:\n    error calling include:\n");
        assert!(Block::parse("odd").is_none());
    }

    #[test]
    fn warnings_stand_between_their_marks() {
        assert_eq!(warning("x HELM_ERR_STARTsay\nthisHELM_ERR_END"), Some("say\nthis"));
        assert_eq!(warning("x"), None);
    }
}
