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

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use gostd::regexp::{self, Regexp};

use crate::document::NodeId;
use crate::failure::Failure;
use crate::instance::Instance;
use crate::roots::{Roots, SchemaRef};
use frame::Frame;
use path::Path;
use scope::Scope;

/// How deep schemas may follow each other; a cycle is found before, so only a hostile chain gets here.
const MAX_DEPTH: u32 = 500;

/// How many schemas are applied to values at most. Branches of branches may double with every level; the most that a
/// real chart was seen to need is 2,700.
const MAX_STEPS: u64 = if cfg!(test) { 20_000 } else { 1_000_000 };

/// What all parts of one validation share.
pub(crate) struct Run<'v> {
    roots: &'v Roots<'v>,
    /// Whether `format` counts in every draft, as it does in metaschemas.
    asserts_formats: bool,
    /// When a schema is validated: which of its parts have their own metaschema.
    metaschemas: HashMap<NodeId, SchemaRef>,
    regexes: RefCell<Regexes>,
    steps: Cell<u64>,
    most_steps: u64,
    /// Where a limit was reached: then nothing has been found out, and nothing else counts.
    exhausted: RefCell<Option<Failure>>,
}

/// Patterns by the schema that has them; `None` for those that are none.
type Regexes = HashMap<(u32, NodeId), Option<Rc<Regexp>>>;

impl<'v> Run<'v> {
    pub fn of_values(roots: &'v Roots<'v>) -> Self {
        Self {
            roots,
            asserts_formats: false,
            metaschemas: HashMap::new(),
            regexes: RefCell::default(),
            steps: Cell::new(0),
            most_steps: MAX_STEPS,
            exhausted: RefCell::default(),
        }
    }

    pub fn of_metaschema(roots: &'v Roots<'v>, metaschemas: HashMap<NodeId, SchemaRef>) -> Self {
        // What a metaschema takes grows with the schema and no faster.
        Self { asserts_formats: true, metaschemas, most_steps: u64::MAX, ..Self::of_values(roots) }
    }

    /// Checks an instance against a schema.
    pub fn validate(&self, instance: Instance<'v>, schema: SchemaRef) -> Result<(), Vec<Failure>> {
        let verdict = self.outermost(instance, schema, true, 0);
        if let Some(failure) = self.exhausted.take() {
            return Err(vec![failure]);
        }
        if verdict.is_ok() {
            return Ok(());
        }
        self.steps.set(0);
        let verdict = self.outermost(instance, schema, false, 0);
        self.exhausted.take().map_or(verdict, |failure| Err(vec![failure]))
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

    /// The compiled pattern of a place in the schema.
    fn regex(&self, root: u32, place: NodeId, pattern: &str) -> Option<Rc<Regexp>> {
        let mut regexes = self.regexes.borrow_mut();
        let known = regexes.entry((root, place));
        known.or_insert_with(|| regexp::compile(pattern).ok().map(Rc::new)).clone()
    }
}
