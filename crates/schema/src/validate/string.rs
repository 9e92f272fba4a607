//! Strings. What they encode (`contentEncoding` and so on) is not looked at.

use super::frame::Frame;
use crate::english::quote;
use crate::keyword::{Keyword, Keywords};

impl<'v> Frame<'_, 'v> {
    pub(super) fn check_string(&mut self, keywords: &Keywords<'v>, text: &str) {
        if keywords.has(Keyword::MinLength) || keywords.has(Keyword::MaxLength) {
            let length = text.chars().count();
            self.check_least(keywords, Keyword::MinLength, length);
            self.check_most(keywords, Keyword::MaxLength, length);
        }
        let (Some(pattern), Some(place)) = (keywords.string(Keyword::Pattern), keywords.get(Keyword::Pattern)) else {
            return;
        };
        let is_match = self.run.is_match(self.schema_at(place), pattern, text);
        if self.run.is_exhausted() {
            self.run.exhausted(self.path);
        }
        if is_match == Some(false) {
            self.add(|| format!("{} does not match pattern {}", quote(text), quote(pattern)));
        }
    }
}
