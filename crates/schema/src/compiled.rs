//! Schemas ready for use.

use gostd::json::Value;
use gostd::regexp::{Budget, DEFAULT_UNITS};

use crate::document::{Document, ROOT, parse};
use crate::error::CompileError;
use crate::failure::Invalid;
use crate::instance::Instance;
use crate::quick;
use crate::roots::{Roots, SchemaRef, schema_keyword};
use crate::validate::Run;

/// The address that Helm gives the schema of a chart.
const URL: &str = "file:///values.schema.json";

/// What the patterns of one schema may cost: to be read, and to be compiled and matched with one set of values.
const PATTERN_UNITS: u64 = if cfg!(test) { 2_000_000 } else { DEFAULT_UNITS };

/// A schema that may be used.
#[derive(Debug)]
pub struct Compiled<'t> {
    roots: Roots<'t>,
}

/// Reads and checks the schema of a chart (Helm: `ValidateAgainstSingleSchema` up to `Compile`).
///
/// # Errors
///
/// What Helm says of such a schema, and references to schemas outside of the chart.
pub fn compile(text: &[u8]) -> Result<Compiled<'_>, CompileError> {
    let document = parse(text).map_err(CompileError::Json)?;
    let mut roots = Roots::new(Budget::new(PATTERN_UNITS));
    let Some(found) = quick::check(&document, &roots.patterns) else {
        if roots.patterns.is_exhausted() {
            return Err(CompileError::patterns_take_too_long());
        }
        return compile_fully(document, roots.patterns);
    };
    let root = roots.push(URL.to_owned(), document, found.tables);
    for (reference, node) in found.targets {
        roots.set_target(root, reference, SchemaRef { root, node });
    }
    Ok(Compiled { roots })
}

/// The library's own procedure: find all addresses, check against the metaschema, visit all that counts.
pub(crate) fn compile_fully(document: Document<'_>, patterns: Budget) -> Result<Compiled<'_>, CompileError> {
    let mut roots = Roots::new(patterns);
    roots.loader.own = (URL.to_owned(), schema_keyword(&document, ROOT));
    let root = roots.add(URL.to_owned(), document)?;
    roots.compile(SchemaRef { root, node: ROOT })?;
    Ok(Compiled { roots })
}

impl Compiled<'_> {
    /// Checks values.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    pub fn validate(&self, values: &Value) -> Result<(), Invalid> {
        let schema = SchemaRef { root: 0, node: ROOT };
        Run::of_values(&self.roots, &Budget::new(PATTERN_UNITS))
            .validate(Instance::Value(values), schema)
            .map_err(|failures| Invalid { schema: self.roots.location(schema), failures })
    }

    /// References by `urn:`, which nobody can resolve: Helm logs each as a warning, `unresolved URN reference ignored;
    /// using permissive schema`, and accepts anything there.
    pub fn unresolved_names(&self) -> &[String] {
        &self.roots.loader.unresolved
    }
}
