//! What the server overlooks, with places.

use super::{Located, Place, Reading};
use crate::lint::{self, Finding};
use crate::locate::{Locator, user_path};

impl Reading<'_> {
    /// What the server accepts in the definition although it is surely wrong; nothing of one that it can't read.
    #[must_use]
    pub fn overlooked(&self) -> Vec<Located<Finding>> {
        let Ok(decoded) = &self.decoded else { return Vec::new() };
        let mut locator = Locator::new(self.document);
        let found = lint::check(decoded).into_iter();
        found
            .map(|finding| {
                let path = user_path(&finding.field);
                let place = Place { position: Some(locator.find(&path)), path };
                Located { what: finding, place }
            })
            .collect()
    }
}
