//! Arrays.

use gostd::budget::Budget;

use super::frame::Frame;
use super::object::limit;
use super::path::Token;
use super::values::Values;
use crate::document::{Kind, NodeId};
use crate::draft::Draft;
use crate::english::integer;
use crate::failure::Failure;
use crate::instance::Instance;
use crate::keyword::{Keyword, Keywords};

impl<'v> Frame<'_, 'v> {
    pub(super) fn check_array(&mut self, keywords: &Keywords<'v>, draft: Draft, count: usize) {
        self.check_least(keywords, Keyword::MinItems, count);
        self.check_most(keywords, Keyword::MaxItems, count);
        if keywords.boolean(Keyword::UniqueItems) == Some(true)
            && let Some((first, second)) = duplicates(self.instance, count, &self.run.steps)
        {
            self.add(|| format!("items at {} and {} are equal", integer(first as i64), integer(second as i64)));
        }
        if draft < Draft::Draft2020 {
            self.check_items(keywords, count);
        } else {
            let prefix = keywords.array(Keyword::PrefixItems).unwrap_or_default();
            self.check_each(prefix);
            if let Some(schema) = keywords.get(Keyword::Items) {
                self.check_from(prefix.len(), schema);
            }
        }
        self.check_contains(keywords, draft);
    }

    /// `items` and `additionalItems` up to 2019-09.
    fn check_items(&mut self, keywords: &Keywords<'v>, count: usize) {
        let schemas = match (keywords.kind(Keyword::Items), keywords.get(Keyword::Items)) {
            (Some(Kind::Array(schemas)), _) => schemas,
            (Some(_), Some(schema)) => return self.check_from(0, schema),
            _ => return,
        };
        self.check_each(schemas);
        match (keywords.boolean(Keyword::AdditionalItems), keywords.get(Keyword::AdditionalItems)) {
            (Some(false), _) if count > schemas.len() => {
                let more = integer((count - schemas.len()) as i64);
                self.add(|| format!("last {more} additionalItem(s) not allowed"));
            }
            (None, Some(schema)) => self.check_from(schemas.len(), schema),
            _ => {}
        }
    }

    /// Applies to each item a schema of its own.
    fn check_each(&mut self, schemas: &[NodeId]) {
        for (index, (item, schema)) in self.instance.items().zip(schemas).enumerate() {
            if self.is_decided() {
                return;
            }
            self.check_value(*schema, item, Token::Index(index));
        }
    }

    /// Applies one schema to all items from a place on.
    fn check_from(&mut self, start: usize, schema: NodeId) {
        for (index, item) in self.instance.items().enumerate().skip(start) {
            if self.is_decided() {
                return;
            }
            self.check_value(schema, item, Token::Index(index));
        }
    }

    fn check_contains(&mut self, keywords: &Keywords<'v>, draft: Draft) {
        let Some(schema) = keywords.get(Keyword::Contains) else {
            return;
        };
        let (mut matched, mut failures) = (Vec::new(), Vec::new());
        for (index, item) in self.instance.items().enumerate() {
            match self.apply_to(schema, item, Token::Index(index)) {
                Err(_) if self.run.is_exhausted() => return,
                // Nobody reads it.
                Err(_) if self.quiet => {}
                Err(failure) => failures.push(failure),
                Ok(()) => {
                    matched.push(index);
                    if draft >= Draft::Draft2020 {
                        self.unevaluated.close(index);
                    }
                }
            }
        }
        self.check_contained(keywords, &matched, failures);
    }

    fn check_contained(&mut self, keywords: &Keywords<'v>, matched: &[usize], failures: Vec<Failure>) {
        let found = matched.len() as i64;
        let places = || matched.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
        match limit(keywords, Keyword::MinContains) {
            Some(least) if found < least => {
                let head = format!("min {} items required to match contains schema, but", integer(least));
                let text = match matched {
                    [] => format!("{head} none matched"),
                    _ => format!("{head} matched {} items at {}", integer(found), places()),
                };
                self.add_with_causes(failures, &text);
            }
            None if matched.is_empty() => self.add_with_causes(failures, "no items match contains schema"),
            _ => {}
        }
        if let Some(most) = limit(keywords, Keyword::MaxContains)
            && found > most
        {
            self.add(|| {
                let (most, found) = (integer(most), integer(found));
                format!("max {most} items required to match contains schema, but matched {found} items at {}", places())
            });
        }
    }
}

/// The first two items that are equal, found as the library finds them.
fn duplicates(array: Instance<'_>, count: usize, steps: &Budget) -> Option<(usize, usize)> {
    if count <= 20 {
        let items: Vec<Instance<'_>> = array.items().collect();
        return items.iter().enumerate().find_map(|(second, item)| {
            let before = items.get(..second).unwrap_or_default();
            before.iter().position(|other| item.equals(*other, steps)).map(|first| (first, second))
        });
    }
    let mut values = Values::default();
    let mut items = array.items().take_while(|_| !steps.is_exhausted()).enumerate();
    items.find_map(|(second, item)| values.insert(item, steps).map(|first| (first, second)))
}
