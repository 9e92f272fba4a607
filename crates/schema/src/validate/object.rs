//! Objects.

use super::frame::Frame;
use super::path::Token;
use crate::document::{Document, Kind, Members, NodeId};
use crate::english::{integer, quote, quote_all};
use crate::instance::Instance;
use crate::keyword::{Keyword, Keywords};
use crate::number::Decimal;

/// A whole number from a schema, cut to 64 bits as in the library.
pub(super) fn limit(keywords: &Keywords<'_>, keyword: Keyword) -> Option<i64> {
    Decimal::parse(keywords.number(keyword)?)?.to_i64_wrapping()
}

/// How many properties are looked up in one step.
const LOOKUPS: u64 = 8;

/// What it takes to look for all properties that a schema names by the way.
fn steps_of(keywords: &Keywords<'_>) -> u64 {
    let required = keywords.array(Keyword::Required).unwrap_or_default().len();
    let maps = [Keyword::Dependencies, Keyword::DependentSchemas, Keyword::DependentRequired];
    let named = maps.iter().filter_map(|keyword| keywords.object(*keyword)).map(|members| members.len());
    (required + named.sum::<usize>()) as u64 / LOOKUPS
}

impl<'v> Frame<'_, 'v> {
    pub(super) fn check_object(&mut self, keywords: &Keywords<'v>, count: usize) {
        let Some(document) = self.document() else {
            return;
        };
        self.spend(steps_of(keywords));
        self.check_least(keywords, Keyword::MinProperties, count);
        self.check_most(keywords, Keyword::MaxProperties, count);
        let missing = self.missing(keywords.strings(Keyword::Required));
        if !missing.is_empty() {
            self.add(|| match missing.as_slice() {
                [name] => format!("missing property {}", quote(name)),
                names => format!("missing properties {}", quote_all(names.iter().copied())),
            });
        }
        if self.is_decided() {
            return;
        }
        self.check_dependencies(keywords, document);
        self.check_properties(keywords, document);
        self.check_names(keywords);
        for (_, schema) in present(keywords.object(Keyword::DependentSchemas), self.instance) {
            let applied = self.apply_here(self.schema_at(schema), "", false);
            self.errors.extend(applied.err());
        }
        for (name, names) in present(keywords.object(Keyword::DependentRequired), self.instance) {
            self.check_required_with(name, document, names);
        }
    }

    /// At least so many of something.
    pub(super) fn check_least(&mut self, keywords: &Keywords<'v>, keyword: Keyword, count: usize) {
        if let Some(least) = limit(keywords, keyword)
            && (count as i64) < least
        {
            self.add(|| format!("{}: got {}, want {}", keyword.name(), integer(count as i64), integer(least)));
        }
    }

    /// At most so many of something.
    pub(super) fn check_most(&mut self, keywords: &Keywords<'v>, keyword: Keyword, count: usize) {
        if let Some(most) = limit(keywords, keyword)
            && (count as i64) > most
        {
            self.add(|| format!("{}: got {}, want {}", keyword.name(), integer(count as i64), integer(most)));
        }
    }

    fn missing(&self, names: impl Iterator<Item = &'v str>) -> Vec<&'v str> {
        names.filter(|name| self.instance.member(name).is_none()).collect()
    }

    fn check_dependencies(&mut self, keywords: &Keywords<'v>, document: &'v Document<'v>) {
        for (name, dependency) in present(keywords.object(Keyword::Dependencies), self.instance) {
            if let Kind::Array(_) = document.kind(dependency) {
                self.check_required_with(name, document, dependency);
            } else {
                let applied = self.apply_here(self.schema_at(dependency), "", false);
                self.errors.extend(applied.err());
            }
        }
    }

    /// The properties that must be there because another one is.
    fn check_required_with(&mut self, name: &str, document: &'v Document<'v>, names: NodeId) {
        let Kind::Array(items) = document.kind(names) else {
            return;
        };
        self.spend(items.len() as u64 / LOOKUPS);
        let missing = self.missing(items.iter().filter_map(|item| document.string(*item)));
        if !missing.is_empty() {
            self.add(|| format!("properties {} required, if {} exists", quote_all(missing), quote(name)));
        }
    }

    fn check_properties(&mut self, keywords: &Keywords<'v>, document: &'v Document<'v>) {
        let properties = keywords.object(Keyword::Properties);
        let patterns = keywords.object(Keyword::PatternProperties);
        let additional = keywords.get(Keyword::AdditionalProperties);
        let is_forbidden = keywords.boolean(Keyword::AdditionalProperties) == Some(false);
        if properties.is_none() && patterns.is_none() && additional.is_none() {
            return;
        }
        let mut forbidden = Vec::new();
        for (index, (name, value)) in self.instance.members().enumerate() {
            if self.is_decided() {
                return;
            }
            let mut evaluated = false;
            if let Some(schema) = properties.and_then(|properties| properties.get(name)) {
                evaluated = true;
                self.check_value(schema, value, Token::Key(name));
            }
            evaluated |= self.check_patterns(patterns, name, value);
            match additional {
                Some(schema) if !evaluated => {
                    evaluated = true;
                    if is_forbidden {
                        forbidden.push(name);
                    } else if !matches!(document.kind(schema), Kind::Bool(true)) {
                        self.check_value(schema, value, Token::Key(name));
                    }
                }
                _ => {}
            }
            if evaluated {
                self.unevaluated.close(index);
            }
        }
        if !forbidden.is_empty() {
            self.add(|| format!("additional properties {} not allowed", quote_all(forbidden)));
        }
    }

    /// Applies the schemas whose patterns match the name, and says whether there are any.
    fn check_patterns(&mut self, patterns: Option<Members<'v>>, name: &str, value: Instance<'v>) -> bool {
        let mut found = false;
        for (pattern, schema) in patterns.iter().flat_map(Members::iter) {
            if self.run.is_match(self.schema_at(schema), pattern, name) == Some(true) {
                found = true;
                self.check_value(schema, value, Token::Key(name));
            }
        }
        found
    }

    fn check_names(&mut self, keywords: &Keywords<'v>) {
        let Some(schema) = keywords.get(Keyword::PropertyNames) else {
            return;
        };
        let schema = self.schema_at(schema);
        for (name, _) in self.instance.members() {
            if self.is_decided() {
                return;
            }
            // A name starts anew: nothing around it counts.
            let valid = self.run.outermost(Instance::Name(name), schema, self.quiet, self.scope.depth + 1);
            if let Err(causes) = valid {
                let mut failure = self.failure(|| format!("invalid propertyName {}", quote(name)));
                failure.causes = if self.quiet { Vec::new() } else { causes };
                self.errors.push(failure);
            }
        }
    }
}

/// The members whose names the instance has as properties.
fn present<'v>(members: Option<Members<'v>>, instance: Instance<'v>) -> impl Iterator<Item = (&'v str, NodeId)> {
    let all = members.into_iter().flat_map(|members| members.iter());
    all.filter(move |(name, _)| instance.member(name).is_some())
}
