//! What a server refuses of an object.

use goyaml::Position;

use crate::Versions;

/// What sort of fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FaultKind {
    /// A field that the type does not have.
    UnknownField,
    /// A value of another type, or a text that is none of its format.
    WrongType,
    /// A field that must be there is not, or is null.
    Required,
    /// A text that is none of the supported values.
    Unsupported,
    /// A name, a label or a selector that is refused.
    Invalid,
    /// Two items of a list that server-side apply cannot tell apart. Other ways to write accept them.
    DuplicateItem,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field.
    Field(String),
    /// A key of a map.
    Key(String),
    /// An item of a list, from 0.
    Index(usize),
}

/// What a server refuses of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What sort of fault it is.
    pub kind: FaultKind,
    /// Where it is in the object.
    pub steps: Vec<Step>,
    /// What the server says, in its words where it has some.
    pub text: String,
    /// The versions that refuse it.
    pub versions: Versions,
    /// Where it stands in the document: of the innermost node of the path that is there.
    pub position: Position,
}

impl Fault {
    /// `spec.containers[0].image`, as the server prints it.
    pub fn path(&self) -> String {
        path_of(&self.steps)
    }
}

/// A path as Kubernetes' `field.Path` prints it.
pub(crate) fn path_of(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Field(name) if path.is_empty() => path.push_str(name),
            Step::Field(name) => {
                path.push('.');
                path.push_str(name);
            }
            Step::Key(key) => {
                path.push('[');
                path.push_str(key);
                path.push(']');
            }
            Step::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}
