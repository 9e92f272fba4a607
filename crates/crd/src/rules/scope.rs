//! What is declared of a schema's node where rules are (`CELSchemaContext.TypeInfo`).

use cel::declared::{Declared, Shape};

use super::declared::Declarer;
use super::escape::escape;
use crate::structural::Structural;

/// What rules at a node see.
#[derive(Debug, Clone)]
pub(super) enum Scope {
    /// Neither the node nor one above it has rules.
    Outside,
    /// Rules, but nothing that they could see: here or above.
    Undeclarable,
    /// Rules here or above. `None` is for a part of something that has no such part.
    Declared(Option<Declared>),
}

/// How a node is reached from the one above it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    /// A property.
    Property(&'a str),
    /// Items.
    Items,
    /// Values of `additionalProperties`.
    Values,
}

impl Scope {
    /// At the root of a schema.
    pub(super) fn root<'a>(declarer: &Declarer<'a>, structural: &'a Structural) -> Self {
        if structural.validations.is_empty() { Self::Outside } else { Self::declare(declarer, structural, true) }
    }

    /// Of a node below one: what the upper one has declared of it, else what it declares itself.
    pub(super) fn below<'a>(&self, declarer: &Declarer<'a>, step: Step<'_>, structural: &'a Structural) -> Self {
        let is_root = structural.extensions.embedded_resource;
        match self {
            Self::Undeclarable => Self::Undeclarable,
            Self::Outside if structural.validations.is_empty() => Self::Outside,
            Self::Outside => Self::declare(declarer, structural, is_root),
            Self::Declared(above) => match part(above.as_ref(), step) {
                Some(declared) => Self::Declared(declared),
                None => Self::declare(declarer, structural, is_root),
            },
        }
    }

    fn declare<'a>(declarer: &Declarer<'a>, structural: &'a Structural, is_root: bool) -> Self {
        declarer.declare(structural, is_root).map_or(Self::Undeclarable, |declared| Self::Declared(Some(declared)))
    }
}

/// The declared part; `None` if the part must be declared by itself.
fn part(above: Option<&Declared>, step: Step<'_>) -> Option<Option<Declared>> {
    match (step, above.map(|above| &above.shape)) {
        (Step::Property(name), Some(Shape::Object(object))) => {
            object.fields.get(escape(name)?.as_str()).cloned().map(Some)
        }
        (Step::Property(_), _) => None,
        (_, Some(Shape::List(part) | Shape::Map(part))) => Some(Some(Declared::clone(part))),
        _ => Some(None),
    }
}
