//! Which rules look: `--only`, `--skip`.

use crate::{Rule, TABLE};

/// Rules by id (`image/latest`) or group (`image`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    only: Vec<String>,
    skip: Vec<String>,
}

/// A name that is neither a rule nor a group.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no check or group {name:?}")]
pub struct UnknownCheck {
    /// The name.
    pub name: String,
    /// A check that may be meant.
    pub nearest: Option<&'static str>,
}

impl Selection {
    /// Rules that `only` names, all of them if it is empty, without those that `skip` names.
    ///
    /// # Errors
    /// A name that is neither a rule nor a group.
    pub fn new(only: &[String], skip: &[String]) -> Result<Self, UnknownCheck> {
        let unknown = |name: &&String| !TABLE.iter().any(|rule| names(name, rule));
        if let Some(name) = only.iter().chain(skip).find(unknown) {
            let ids: Vec<&str> = TABLE.iter().map(|rule| rule.id).collect();
            let nearest = goyaml::nearest(name, &ids);
            return Err(UnknownCheck { name: name.clone(), nearest });
        }
        Ok(Self { only: only.to_vec(), skip: skip.to_vec() })
    }

    /// Whether a rule looks.
    pub fn takes(&self, rule: &Rule) -> bool {
        let wanted = self.only.is_empty() || self.only.iter().any(|name| names(name, rule));
        wanted && !self.skip.iter().any(|name| names(name, rule))
    }

    /// Whether all rules look.
    pub fn is_everything(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty()
    }
}

/// Whether a name is that of a rule or of its group.
fn names(name: &str, rule: &Rule) -> bool {
    rule.id == name || rule.group() == name.trim_end_matches("/*").trim_end_matches('/')
}
