//! Sizes that schemas declare (`sizeEstimator`, `apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go`).

use crate::ast::Name;
use crate::declared::{Declared, Shape};
use crate::estimate::{Size, Sizes};

/// The sizes below a variable.
#[derive(Debug, Clone, Copy)]
pub(super) struct DeclaredSizes<'a> {
    /// What is declared of `self`.
    pub(super) root: Option<&'a Declared>,
}

impl Sizes for DeclaredSizes<'_> {
    /// Whatever the first name is, the way begins at `self`. The keys of maps count as empty.
    fn at(&self, path: &[Name]) -> Option<Size> {
        let (_, steps) = path.split_first()?;
        let mut at = self.root?;
        let mut steps = steps.iter();
        while let Some(step) = steps.next() {
            at = match (&at.shape, &**step) {
                (Shape::List(part) | Shape::Map(part), "@items" | "@values") => part,
                (Shape::Map(_), "@keys") => return steps.next().is_none().then_some(Size { min: 0, max: 0 }),
                (Shape::Object(object), field) => object.fields.get(field)?,
                _ => return None,
            };
        }
        Some(Size { min: 0, max: at.max_elements })
    }
}
