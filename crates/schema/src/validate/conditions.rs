//! `not`, `allOf`, `anyOf`, `oneOf`, `if`.

use super::frame::Frame;
use crate::english::integer;
use crate::keyword::{Keyword, Keywords};

impl<'v> Frame<'_, 'v> {
    pub(super) fn check_conditions(&mut self, keywords: &Keywords<'v>) {
        if let Some(schema) = keywords.get(Keyword::Not)
            && self.apply_here(self.schema_at(schema), "", true).is_ok()
        {
            self.add(|| "'not' failed".to_owned());
        }
        self.check_all_of(keywords);
        self.check_any_of(keywords);
        self.check_one_of(keywords);
        self.check_if(keywords);
    }

    fn check_all_of(&mut self, keywords: &Keywords<'v>) {
        let mut failures = Vec::new();
        for schema in keywords.array(Keyword::AllOf).unwrap_or_default() {
            failures.extend(self.apply_here(self.schema_at(*schema), "", false).err());
            if !failures.is_empty() && (self.quiet || self.run.is_exhausted()) {
                break;
            }
        }
        if !failures.is_empty() {
            self.add_with_causes(failures, "'allOf' failed");
        }
    }

    fn check_any_of(&mut self, keywords: &Keywords<'v>) {
        let schemas = keywords.array(Keyword::AnyOf).unwrap_or_default();
        let mut is_valid = schemas.is_empty();
        let mut failures = Vec::new();
        for schema in schemas {
            match self.apply_here(self.schema_at(*schema), "", false) {
                Err(_) if self.run.is_exhausted() => return,
                Err(_) if self.quiet => {}
                Err(failure) => failures.push(failure),
                Ok(()) => {
                    is_valid = true;
                    // The others count only for what they evaluate.
                    if self.unevaluated.is_empty() {
                        break;
                    }
                }
            }
        }
        if !is_valid {
            self.add_with_causes(failures, "'anyOf' failed");
        }
    }

    fn check_one_of(&mut self, keywords: &Keywords<'v>) {
        let schemas = keywords.array(Keyword::OneOf).unwrap_or_default();
        let mut matched = None;
        let mut failures = Vec::new();
        for (index, schema) in schemas.iter().enumerate() {
            match (self.apply_here(self.schema_at(*schema), "", matched.is_some()), matched) {
                (Ok(()), None) => matched = Some(index),
                (Ok(()), Some(first)) => {
                    let [first, second] = [first, index].map(|index| integer(index as i64));
                    self.add(|| format!("'oneOf' failed, subschemas {first}, {second} matched"));
                    return;
                }
                (Err(_), _) if self.run.is_exhausted() => return,
                (Err(failure), None) if !self.quiet => failures.push(failure),
                (Err(_), _) => {}
            }
        }
        if matched.is_none() && !schemas.is_empty() {
            self.add_with_causes(failures, "'oneOf' failed, none matched");
        }
    }

    fn check_if(&mut self, keywords: &Keywords<'v>) {
        let Some(condition) = keywords.get(Keyword::If) else {
            return;
        };
        let is_met = self.apply_here(self.schema_at(condition), "", true).is_ok();
        if let Some(schema) = keywords.get(if is_met { Keyword::Then } else { Keyword::Else }) {
            let applied = self.apply_here(self.schema_at(schema), "", false);
            self.errors.extend(applied.err());
        }
    }
}
