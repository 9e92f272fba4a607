//! Arrays.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::frame::Frame;
use super::object::limit;
use super::path::Token;
use crate::document::Kind;
use crate::draft::Draft;
use crate::english::integer;
use crate::failure::Failure;
use crate::instance::{Instance, Shape};
use crate::keyword::{Keyword, Keywords};

impl<'v> Frame<'_, 'v> {
    pub(super) fn check_array(&mut self, keywords: &Keywords<'v>, draft: Draft, count: usize) {
        self.check_least(keywords, Keyword::MinItems, count);
        self.check_most(keywords, Keyword::MaxItems, count);
        if keywords.boolean(Keyword::UniqueItems) == Some(true)
            && let Some((first, second)) = duplicates(self.instance, count)
        {
            self.add(|| format!("items at {} and {} are equal", integer(first as i64), integer(second as i64)));
        }
        if draft < Draft::Draft2020 {
            self.check_items(keywords, count);
        } else {
            let prefix = keywords.array(Keyword::PrefixItems).unwrap_or_default();
            for (index, (item, schema)) in self.instance.items().zip(prefix).enumerate() {
                self.check_value(*schema, item, Token::Index(index));
            }
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
        for (index, (item, schema)) in self.instance.items().zip(schemas).enumerate() {
            self.check_value(*schema, item, Token::Index(index));
        }
        match (keywords.boolean(Keyword::AdditionalItems), keywords.get(Keyword::AdditionalItems)) {
            (Some(false), _) if count > schemas.len() => {
                let more = integer((count - schemas.len()) as i64);
                self.add(|| format!("last {more} additionalItem(s) not allowed"));
            }
            (None, Some(schema)) => self.check_from(schemas.len(), schema),
            _ => {}
        }
    }

    /// Applies one schema to all items from a place on.
    fn check_from(&mut self, start: usize, schema: crate::document::NodeId) {
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
fn duplicates(array: Instance<'_>, count: usize) -> Option<(usize, usize)> {
    let items: Vec<Instance<'_>> = array.items().collect();
    if count <= 20 {
        return items.iter().enumerate().find_map(|(second, item)| {
            let before = items.get(..second).unwrap_or_default();
            before.iter().position(|other| item.equals(*other)).map(|first| (first, second))
        });
    }
    let mut by_hash: HashMap<u64, Vec<usize>> = HashMap::new();
    for (second, item) in items.iter().enumerate() {
        let mut hasher = DefaultHasher::new();
        hash(*item, &mut hasher);
        let same = by_hash.entry(hasher.finish()).or_default();
        let equal = same.iter().find(|first| items.get(**first).is_some_and(|other| item.equals(*other)));
        if let Some(first) = equal {
            return Some((*first, second));
        }
        same.push(second);
    }
    None
}

/// Equal values have equal hashes.
fn hash(value: Instance<'_>, hasher: &mut DefaultHasher) {
    match value.shape() {
        Shape::Null => 0_u8.hash(hasher),
        Shape::Bool(truth) => truth.hash(hasher),
        Shape::Number(number) => number.decimal().map(|decimal| decimal.to_f64().to_bits()).hash(hasher),
        Shape::Text(text) => text.hash(hasher),
        Shape::Array(count) => {
            count.hash(hasher);
            value.items().for_each(|item| hash(item, hasher));
        }
        Shape::Object(count) => {
            count.hash(hasher);
            for (key, member) in value.members() {
                key.hash(hasher);
                hash(member, hasher);
            }
        }
    }
}
