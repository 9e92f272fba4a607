//! Where in an object something stands: names, indexes and keys (`field.Path` of `k8s.io/apimachinery`).

use std::fmt;

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// `.name`
    Child(String),
    /// `[3]`
    Index(usize),
    /// `[key]`
    Key(String),
}

/// A path under construction: walks keep it on their stack and pay for text only when something is wrong.
#[derive(Debug, Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Root,
    Child(&'a str),
    Index(usize),
    Key(&'a str),
}

impl Path<'static> {
    /// The object itself.
    #[must_use]
    pub const fn root() -> Self {
        Self { parent: None, step: Step::Root }
    }
}

impl<'a> Path<'a> {
    /// `self.name`
    #[must_use]
    pub fn child<'b>(&'b self, name: &'b str) -> Path<'b>
    where
        'a: 'b,
    {
        Path { parent: Some(self), step: Step::Child(name) }
    }

    /// `self[index]`
    #[must_use]
    pub fn index(&self, index: usize) -> Path<'_> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    /// `self[key]`
    #[must_use]
    pub fn key<'b>(&'b self, key: &'b str) -> Path<'b>
    where
        'a: 'b,
    {
        Path { parent: Some(self), step: Step::Key(key) }
    }

    /// The steps from the root.
    #[must_use]
    pub fn to_field(&self) -> FieldPath {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(path) = at {
            match path.step {
                Step::Root => {}
                Step::Child(name) => steps.push(Segment::Child(name.to_owned())),
                Step::Index(index) => steps.push(Segment::Index(index)),
                Step::Key(key) => steps.push(Segment::Key(key.to_owned())),
            }
            at = path.parent;
        }
        steps.reverse();
        FieldPath(steps)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_field().fmt(f)
    }
}

/// A path that is kept. Displayed as the server does: `spec.versions[0].schema.openAPIV3Schema.properties[spec]`, and
/// `<nil>` for no step at all.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(pub Vec<Segment>);

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("<nil>");
        }
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Segment::Child(name) if position == 0 => f.write_str(name)?,
                Segment::Child(name) => write!(f, ".{name}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key) => write!(f, "[{key}]")?,
            }
        }
        Ok(())
    }
}
