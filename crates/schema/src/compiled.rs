//! Schemas ready for use.

use gostd::json::Value;

use crate::document::{Document, ROOT, parse};
use crate::error::CompileError;
use crate::failure::Invalid;
use crate::instance::Instance;
use crate::quick;
use crate::roots::{Roots, SchemaRef, schema_keyword};
use crate::validate::Run;

/// The address that Helm gives the schema of a chart.
const URL: &str = "file:///values.schema.json";

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
    let Some(found) = quick::check(&document) else {
        return compile_fully(document);
    };
    let mut roots = Roots::new();
    let root = roots.push(URL.to_owned(), document, found.tables);
    for (reference, node) in found.targets {
        roots.set_target(root, reference, SchemaRef { root, node });
    }
    Ok(Compiled { roots })
}

/// The library's own procedure: find all addresses, check against the metaschema, visit all that counts.
pub(crate) fn compile_fully(document: Document<'_>) -> Result<Compiled<'_>, CompileError> {
    let mut roots = Roots::new();
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
        Run::of_values(&self.roots)
            .validate(Instance::Value(values), schema)
            .map_err(|failures| Invalid { schema: self.roots.location(schema), failures })
    }

    /// References by `urn:`, which nobody can resolve: Helm logs each as a warning, `unresolved URN reference ignored;
    /// using permissive schema`, and accepts anything there.
    pub fn unresolved_names(&self) -> &[String] {
        &self.roots.loader.unresolved
    }
}
