//! Validating (`Schema.Validate`): the schema is read as it stands, nothing is prepared.
//!
//! Values are first checked without noting reasons, which is fast; only if something is wrong a second run collects
//! what is wrong and where.

mod any;
mod array;
mod conditions;
mod frame;
mod number;
mod object;
mod path;
mod reference;
mod scope;
mod string;
mod unevaluated;
mod values;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use gostd::regexp::{self, Budget, Regexp};

use crate::document::NodeId;
use crate::failure::Failure;
use crate::instance::Instance;
use crate::roots::{Roots, SchemaRef};
use frame::Frame;
use path::Path;
use scope::Scope;
use values::Values;

/// How deep schemas may follow each other; a cycle is found before, so only a hostile chain gets here.
const MAX_DEPTH: u32 = 500;

/// How often at most schemas are applied and values compared, in both runs together. Branches of branches may double
/// with every level; the most that a real chart was seen to need is 2,700.
const MAX_STEPS: u64 = if cfg!(test) { 40_000 } else { 1_000_000 };

/// The same for a schema that is checked itself. That takes some twenty steps for each schema within, so this is enough
/// for eighty thousand of them.
const MAX_SCHEMA_STEPS: u64 = 2_000_000;

/// How much memory failures may take, in bytes.
const MAX_TOLD: u64 = if cfg!(test) { 400_000 } else { 8 << 20 };

/// What all parts of one validation share.
pub(crate) struct Run<'v> {
    roots: &'v Roots<'v>,
    /// Whether `format` counts in every draft, as it does in metaschemas.
    asserts_formats: bool,
    /// When a schema is validated: which of its parts have their own metaschema.
    metaschemas: HashMap<NodeId, SchemaRef>,
    regexes: RefCell<Regexes>,
    enums: RefCell<Enums<'v>>,
    /// Schemas applied and values compared.
    steps: Budget,
    /// What patterns may cost.
    patterns: &'v Budget,
    /// Bytes of failures.
    told: Budget,
    /// Where a limit was reached: then nothing has been found out, and nothing else counts.
    exhausted: RefCell<Option<Failure>>,
}

/// The values of long `enum`s by the schema that has them.
type Enums<'v> = HashMap<(u32, NodeId), Rc<Values<'v>>>;

/// Patterns by the schema that has them; `None` for those that are none.
type Regexes = HashMap<(u32, NodeId), Option<Rc<Regexp>>>;

impl<'v> Run<'v> {
    /// For values; their patterns are compiled and matched within a budget.
    pub fn of_values(roots: &'v Roots<'v>, patterns: &'v Budget) -> Self {
        Self {
            roots,
            asserts_formats: false,
            metaschemas: HashMap::new(),
            regexes: RefCell::default(),
            enums: RefCell::default(),
            steps: Budget::new(MAX_STEPS),
            patterns,
            told: Budget::new(MAX_TOLD),
            exhausted: RefCell::default(),
        }
    }

    /// For a schema.
    pub fn of_metaschema(roots: &'v Roots<'v>, metaschemas: HashMap<NodeId, SchemaRef>) -> Self {
        Self {
            asserts_formats: true,
            metaschemas,
            steps: Budget::new(MAX_SCHEMA_STEPS),
            ..Self::of_values(roots, &roots.patterns)
        }
    }

    /// Checks an instance against a schema.
    pub fn validate(&self, instance: Instance<'v>, schema: SchemaRef) -> Result<(), Vec<Failure>> {
        let mut verdict = self.outermost(instance, schema, true, 0);
        if verdict.is_err() && !self.is_exhausted() {
            verdict = self.outermost(instance, schema, false, 0);
        }
        if self.is_exhausted() { Err(vec![self.exhausted(&Path::ROOT)]) } else { verdict }
    }

    /// The only failure when a limit was reached, at the place where that was first noticed.
    fn exhausted(&self, path: &Path<'_>) -> Failure {
        let mut exhausted = self.exhausted.borrow_mut();
        let failure = exhausted.get_or_insert_with(|| Failure {
            location: path.pointer(),
            message: "the schema is too complex to be applied".to_owned(),
            ..Failure::default()
        });
        failure.clone()
    }

    /// Starts anew, with no schema around the first one.
    fn outermost(
        &self,
        instance: Instance<'v>,
        schema: SchemaRef,
        quiet: bool,
        depth: u32,
    ) -> Result<(), Vec<Failure>> {
        let frame = Frame {
            run: self,
            instance,
            scope: Scope::outermost(self.roots, schema, depth),
            path: &Path::ROOT,
            unevaluated: unevaluated::Unevaluated::default(),
            errors: Vec::new(),
            quiet,
            metaschema: if self.metaschemas.is_empty() { None } else { Some(schema) },
        };
        match frame.validate(false) {
            Ok(_) => Ok(()),
            Err(failure) => Err(failure.into_causes()),
        }
    }

    /// Whether a limit was reached; then what was found since means nothing.
    fn is_exhausted(&self) -> bool {
        let budgets = [&self.steps, self.patterns, &self.told];
        self.exhausted.borrow().is_some() || budgets.iter().any(|budget| budget.is_exhausted())
    }

    /// Whether a text matches the pattern of a place in the schema; nothing if that is no pattern.
    fn is_match(&self, schema: SchemaRef, pattern: &str, text: &str) -> Option<bool> {
        let regex = self.regex(schema, pattern)?;
        regex.is_match(text.as_bytes(), self.patterns).ok()
    }

    fn regex(&self, place: SchemaRef, pattern: &str) -> Option<Rc<Regexp>> {
        let mut regexes = self.regexes.borrow_mut();
        let known = regexes.entry((place.root, place.node));
        known.or_insert_with(|| regexp::compile(pattern, self.patterns).ok().map(Rc::new)).clone()
    }

    /// The values of an `enum`, ready to be searched.
    fn values(&self, place: SchemaRef, items: impl Iterator<Item = Instance<'v>>) -> Rc<Values<'v>> {
        let mut enums = self.enums.borrow_mut();
        let known = enums.entry((place.root, place.node));
        Rc::clone(known.or_insert_with(|| Rc::new(Values::of(items, &self.steps))))
    }
}
