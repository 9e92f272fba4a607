//! Where a value stands below the one that is judged, and how kube-openapi writes that.

use crate::path::Segment;

/// A place under construction: it lives on the stack of the walk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trail<'a> {
    parent: Option<&'a Trail<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Root,
    Property(&'a str),
    Key(&'a str),
    Index(usize),
}

impl Trail<'static> {
    /// The value that is judged.
    pub(super) const ROOT: Self = Self { parent: None, step: Step::Root };
}

impl<'a> Trail<'a> {
    /// A declared property.
    pub(super) fn property<'b>(&'b self, name: &'b str) -> Trail<'b>
    where
        'a: 'b,
    {
        Trail { parent: Some(self), step: Step::Property(name) }
    }

    /// Another property, which is also how a missing one is named.
    pub(super) fn key<'b>(&'b self, name: &'b str) -> Trail<'b>
    where
        'a: 'b,
    {
        Trail { parent: Some(self), step: Step::Key(name) }
    }

    /// An item.
    pub(super) fn index(&self, index: usize) -> Trail<'_> {
        Trail { parent: Some(self), step: Step::Index(index) }
    }

    /// Whether this is the value that is judged.
    pub(super) fn is_root(&self) -> bool {
        matches!(self.step, Step::Root)
    }

    fn steps(&self) -> Vec<Step<'a>> {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(trail) = at {
            steps.push(trail.step);
            at = trail.parent;
        }
        steps.reverse();
        steps
    }

    /// As messages have it: `spec.list[0].name`, nothing at the root, and a dot before a key at the root.
    pub(super) fn name(&self) -> String {
        let mut name = String::new();
        for step in self.steps() {
            match step {
                Step::Root => {}
                Step::Property(property) if name.is_empty() => name.push_str(property),
                Step::Property(property) | Step::Key(property) => {
                    name.push('.');
                    name.push_str(property);
                }
                Step::Index(index) => name.push_str(&format!("[{index}]")),
            }
        }
        name
    }

    /// As fields of errors have it, step by step.
    pub(super) fn segments(&self) -> Vec<Segment> {
        let segments = self.steps().into_iter().filter_map(|step| match step {
            Step::Root => None,
            Step::Property(name) | Step::Key(name) => Some(Segment::Child(name.to_owned())),
            Step::Index(index) => Some(Segment::Index(index)),
        });
        segments.collect()
    }
}
