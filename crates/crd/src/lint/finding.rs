//! What was found.

use crate::path::{FieldPath, Path};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Info,
    /// It does not do what it seems to do.
    Warning,
    /// It can't be meant: no object can be valid, or nobody can use it.
    Error,
}

/// Kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lint {
    /// No value is within the bounds.
    ImpossibleBounds,
    /// A bound that says nothing, such as a negative `minLength`.
    IdleBound,
    /// `multipleOf` that is not positive, with which no number is valid.
    MultipleOfZero,
    /// A keyword for values of another type.
    KeywordOfOtherType,
    /// `type` beside `x-kubernetes-int-or-string`.
    TypedIntOrString,
    /// An empty `enum`.
    EmptyEnum,
    /// A value that is twice in an `enum`.
    DuplicateEnum,
    /// A value in an `enum` that the type excludes.
    EnumOfOtherType,
    /// `nullable`, but `null` is not in the `enum`.
    NullNotInEnum,
    /// A required property that objects cannot have.
    RequiredUnknown,
    /// A property that is twice in `required`.
    DuplicateRequired,
    /// A property that is only named below `allOf`, `anyOf`, `oneOf` or `not`.
    UndeclaredProperty,
    /// A default of another type than the schema's, where the server does not look.
    DefaultOfOtherType,
    /// A printer column whose path leads nowhere.
    DanglingColumn,
    /// A path of `scale` that leads nowhere.
    DanglingScale,
    /// No version is served.
    NothingServed,
    /// The stored version is not served.
    StorageNotServed,
    /// A key that the server drops without a word.
    UnseenKey,
    /// Fields without a description.
    Undescribed,
}

impl Lint {
    /// Its name in reports.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::ImpossibleBounds => "impossible-bounds",
            Self::IdleBound => "idle-bound",
            Self::MultipleOfZero => "multiple-of-zero",
            Self::KeywordOfOtherType => "keyword-of-other-type",
            Self::TypedIntOrString => "typed-int-or-string",
            Self::EmptyEnum => "empty-enum",
            Self::DuplicateEnum => "duplicate-enum",
            Self::EnumOfOtherType => "enum-of-other-type",
            Self::NullNotInEnum => "null-not-in-enum",
            Self::RequiredUnknown => "required-unknown",
            Self::DuplicateRequired => "duplicate-required",
            Self::UndeclaredProperty => "undeclared-property",
            Self::DefaultOfOtherType => "default-of-other-type",
            Self::DanglingColumn => "dangling-column",
            Self::DanglingScale => "dangling-scale",
            Self::NothingServed => "nothing-served",
            Self::StorageNotServed => "storage-not-served",
            Self::UnseenKey => "unseen-key",
            Self::Undescribed => "undescribed",
        }
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::ImpossibleBounds
            | Self::MultipleOfZero
            | Self::RequiredUnknown
            | Self::EnumOfOtherType
            | Self::DefaultOfOtherType
            | Self::NothingServed => Severity::Error,
            Self::Undescribed => Severity::Info,
            _ => Severity::Warning,
        }
    }

    /// What the author can do.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::ImpossibleBounds => "let the lower bound be at most the upper one, and neither negative",
            Self::IdleBound => "remove it, or give the number that was meant",
            Self::MultipleOfZero => "give a positive number, or remove multipleOf",
            Self::KeywordOfOtherType => "remove it, or correct the type",
            Self::TypedIntOrString => "remove the type: with it only one of the two is valid",
            Self::EmptyEnum => "list the values, or remove enum: the server ignores an empty one",
            Self::DuplicateEnum => "remove the repeated value",
            Self::EnumOfOtherType => {
                "write the value in the type of the schema; in YAML numbers and booleans need quotes \
                                      to be strings"
            }
            Self::NullNotInEnum => "add null to enum, or remove nullable",
            Self::RequiredUnknown => {
                "declare the property, or remove it from required: the server prunes what is not \
                                      declared"
            }
            Self::DuplicateRequired => "remove the repeated name",
            Self::UndeclaredProperty => {
                "declare the property in properties too: the server prunes what is not declared"
            }
            Self::DefaultOfOtherType => "write the default in the type of the schema; the server fills it in unchecked",
            Self::DanglingColumn => "correct jsonPath or declare the field: the column stays empty",
            Self::DanglingScale => "correct the path or declare the field: scaling fails",
            Self::NothingServed => "set served: true for a version",
            Self::StorageNotServed => "serve the storage version, or store a served one",
            Self::UnseenKey => "remove the key or correct its spelling",
            Self::Undescribed => "describe the fields for `kubectl explain`",
        }
    }
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub lint: Lint,
    /// Where it is, in the user's own path.
    pub field: FieldPath,
    /// What is wrong.
    pub text: String,
}

/// So many are kept.
const MAX: usize = 2_000;

/// Findings while they are found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    kept: Vec<Finding>,
}

impl Findings {
    /// Adds one; the text is made only if it is kept.
    pub fn add(&mut self, lint: Lint, at: &Path<'_>, text: impl FnOnce() -> String) {
        if self.kept.len() < MAX {
            self.kept.push(Finding { lint, field: at.to_field(), text: text() });
        }
    }

    /// Adds one whose place is known already.
    pub fn add_at(&mut self, lint: Lint, field: &FieldPath, text: impl FnOnce() -> String) {
        if self.kept.len() < MAX {
            self.kept.push(Finding { lint, field: field.clone(), text: text() });
        }
    }

    pub fn into_list(self) -> Vec<Finding> {
        self.kept
    }
}
