//! Mistakes on the command line in the words of Helm's own parser (Go: `spf13/pflag`, `spf13/cobra`).

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::error::HelmError;
use super::flags::ErrorFormat;
use crate::exit::Exit;
use crate::{misplaced, terminal};

/// Tells a mistake on the command line of a Helm-like command; `None` if it is another's, or help was asked for.
pub fn told(error: &clap::Error) -> Option<Exit> {
    let command = std::env::args().nth(1).filter(|command| matches!(command.as_str(), "template" | "lint"))?;
    let text = text(error, &command)?;
    let error = misplaced::key_in_text(&text).map_or_else(|| HelmError::new(&text), HelmError::from);
    Some(terminal::helm_error(&error, Some(ErrorFormat::Helm)))
}

/// The text behind `Error: `; `None` for help and version, which are no mistakes.
fn text(error: &clap::Error, command: &str) -> Option<String> {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    Some(match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return None,
        ErrorKind::UnknownArgument if argument.starts_with("---") || argument.starts_with("--=") => {
            format!("bad flag syntax: {argument}")
        }
        ErrorKind::UnknownArgument if argument == "--" => format!("bad flag syntax: {}", odd().unwrap_or(argument)),
        ErrorKind::UnknownArgument if argument.starts_with("--") => {
            format!("unknown flag: {}", argument.split('=').next().unwrap_or(&argument))
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            let letter = argument.chars().nth(1).unwrap_or('-');
            format!("unknown shorthand flag: '{letter}' in {}", cluster(letter).unwrap_or(argument))
        }
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).unwrap_or_default().is_empty() => {
            format!("flag needs an argument: {}", flag(&argument))
        }
        ErrorKind::ValueValidation if argument.is_empty() => {
            error.to_string().trim_start_matches("error: ").trim_end().to_owned()
        }
        ErrorKind::MissingRequiredArgument => arguments_missing(command),
        _ => error.render().to_string().trim_start_matches("error: ").trim_end().to_owned(),
    })
}

/// `-xz` of `-gxz`: an argument of one dash from a letter on.
fn cluster(letter: char) -> Option<String> {
    let is_cluster = |argument: &String| argument.starts_with('-') && !argument.starts_with("--");
    let from =
        |argument: String| argument.find(letter).and_then(|at| argument.get(at..).map(|rest| format!("-{rest}")));
    std::env::args().skip(2).filter(is_cluster).find_map(from)
}

/// The argument whose name begins with a sign that names don't have.
fn odd() -> Option<String> {
    std::env::args().skip(2).find(|argument| argument.starts_with("--="))
}

/// `--set` of `--set <KEY=VALUE>`, `'n' in -n` where the command line ends in one letter.
fn flag(argument: &str) -> String {
    let last = std::env::args().next_back().filter(|last| last.starts_with('-') && !last.starts_with("--"));
    match last.and_then(|last| last.chars().next_back()) {
        Some(letter) => format!("'{letter}' in -{letter}"),
        None => argument.split(' ').next().unwrap_or(argument).to_owned(),
    }
}

fn arguments_missing(command: &str) -> String {
    let usage = match command {
        "lint" => "lint PATH [flags]",
        _ => "template [NAME] [CHART] [flags]",
    };
    format!("\"helm {command}\" requires at least 1 argument\n\nUsage:  helm {usage}")
}
