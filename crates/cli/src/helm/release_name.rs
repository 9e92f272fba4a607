//! The name of a release, from the arguments, a template or the clock (Helm: `Install.NameAndChart`).

use std::collections::BTreeMap;
use std::env;

use render::values::check_release_name;

use super::error::{HelmError, Result};
use super::moment;
use crate::terminal;

/// The name where nobody says one.
const UNNAMED: &str = "release-name";

/// How a release is to be named.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    /// The arguments: `[NAME] CHART`.
    pub arguments: &'a [String],
    /// `--name-template`, empty if not given.
    pub template: &'a str,
    /// `--generate-name`; for `template` it only forbids a name.
    pub generate: bool,
}

impl Naming<'_> {
    /// The name of the release, and the chart.
    ///
    /// # Errors
    /// Too many arguments, a name that is given twice, a template that fails.
    pub fn name_and_chart(&self) -> Result<(String, String)> {
        match self.arguments {
            [_, _] if self.generate => Err(HelmError::new("cannot set --generate-name and also specify a name")),
            [_, _] if !self.template.is_empty() => {
                Err(HelmError::new("cannot set --name-template and also specify a name"))
            }
            [name, chart] => Ok((name.clone(), chart.clone())),
            [chart] if !self.template.is_empty() => Ok((from_template(self.template)?, chart.clone())),
            [chart] => Ok((UNNAMED.to_owned(), chart.clone())),
            [] => Err(HelmError::new("\"helm template\" requires at least 1 argument")),
            [_, _, further @ ..] => {
                let further = further.join(", ");
                Err(HelmError::new(format!("expected at most two arguments, unexpected arguments: {further}")))
            }
        }
    }
}

fn from_template(template: &str) -> Result<String> {
    let environment: BTreeMap<String, String> = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    render::release_name(template, &moment::here()?, environment).map_err(HelmError::new)
}

/// Refuses what can't be the name of a release (Helm: `Install.availableName`).
///
/// # Errors
/// What is wrong with it.
pub fn check(name: &str) -> Result<()> {
    check_release_name(name).map_err(|error| {
        let text = format!("release name {}: {error}", gostd::strconv::quote(name));
        terminal::log(&[gostd::slog::line("ERROR", "release name check failed", &[("error", &text)])]);
        HelmError::new(format!("release name check failed: {text}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(arguments: &[&str], template: &str, generate: bool) -> std::result::Result<String, String> {
        let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
        let naming = Naming { arguments: &arguments, template, generate };
        naming.name_and_chart().map(|(name, chart)| format!("{name} {chart}")).map_err(|error| error.text)
    }

    /// Recorded from Helm 4.3.1.
    #[test]
    fn names_come_from_one_place() {
        assert_eq!(named(&["web", "./c"], "", false).as_deref(), Ok("web ./c"));
        assert_eq!(named(&["./c"], "", true).as_deref(), Ok("release-name ./c"));
        assert_eq!(named(&["./c"], "x-{{ add 1 2 }}", true).as_deref(), Ok("x-3 ./c"));
        let refused = |arguments: &[&str], template, generate| named(arguments, template, generate).unwrap_err();
        assert_eq!(refused(&["a", "b"], "x", true), "cannot set --generate-name and also specify a name");
        assert_eq!(refused(&["a", "b"], "x", false), "cannot set --name-template and also specify a name");
        let expected = "expected at most two arguments, unexpected arguments: c, d";
        assert_eq!(refused(&["a", "b", "c", "d"], "", false), expected);
    }
}
