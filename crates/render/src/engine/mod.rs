//! Executing all templates of a chart and of the charts within (Helm: `pkg/engine/engine.go`, `render`).

mod order;
mod templates;
mod trace;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use gostd::regexp::{self, Budget};
use gotemplate::{Error, Executor, Limits, Str, Value};

pub(crate) use order::template_files;
pub(crate) use templates::Ahead;
pub use templates::Templates;
pub use trace::{TemplateError, without_marks};
pub(crate) use trace::{WARNING_END, WARNING_START};

use crate::host::{Host, Random};
use crate::root::{self, Scope};
use crate::scenario::Moment;
use templates::Template;

/// What an action without a value prints. Helm deletes it from every output, also where the author wrote it.
const NO_VALUE: &[u8] = b"<no value>";

/// Bytes that all templates of a render may write together.
const MAX_OUTPUT: usize = 48 << 20;

/// Documents that they may write.
const MAX_DOCUMENTS: usize = 20_000;

/// The stack of a thread that executes templates: room for the deepest nesting that limits allow.
pub(crate) const STACK_BYTES: usize = 512 << 20;

/// The output of a file: its path in the tree of charts, and its text.
pub type File = (String, Vec<u8>);

/// The state of a render.
pub(crate) fn host(moment: &Moment, lint: bool, environment: BTreeMap<String, String>) -> Host {
    let Moment { now, zone, seed, keys } = moment;
    Host {
        now: *now,
        zone: zone.clone(),
        random: RefCell::new(Random::new(*seed)),
        lint,
        log: RefCell::new(Vec::new()),
        included: RefCell::default(),
        environment,
        searches: Budget::new(regexp::DEFAULT_UNITS),
        keys: keys.clone(),
        made: Cell::new(0),
        secrets: Cell::new(0),
    }
}

/// Executes the templates of all scopes that are no partials and gives every output to `take`, in Helm's order.
pub(crate) fn execute<'s>(
    scopes: &'s [Scope<'s>],
    templates: &Templates,
    host: &Host,
    mut take: impl FnMut(File),
) -> Result<(), TemplateError> {
    let ordered = order::ordered(scopes);
    let set = templates.set(&ordered)?;
    let mut executor = Executor::new(&set, templates.functions(), host, Limits::default());
    let mut written = Written::default();
    for template in ordered.iter().filter(|template| !template.is_partial()) {
        let Template { scope, path, .. } = template;
        scope.root.insert("Template", root::template(path, &scope.path));
        let output = executor.run(&Str::from(path.as_str()), &Value::Map(scope.root.clone()));
        let output = output.map_err(|error| TemplateError::execution(path, error))?;
        written.add(&output).map_err(|error| TemplateError::execution(path, error))?;
        take((path.clone(), without_no_value(&output).unwrap_or(output)));
    }
    Ok(())
}

/// What templates have written.
#[derive(Default)]
struct Written {
    bytes: usize,
    documents: usize,
}

impl Written {
    fn add(&mut self, output: &[u8]) -> Result<(), Error> {
        self.bytes += output.len();
        self.documents += memchr::memmem::find_iter(output, b"\n---").count() + 1;
        if self.bytes > MAX_OUTPUT {
            return Err(Error::limit(format!("the templates write more than {} MiB", MAX_OUTPUT >> 20)));
        }
        if self.documents > MAX_DOCUMENTS {
            return Err(Error::limit(format!("the templates write more than {MAX_DOCUMENTS} documents")));
        }
        Ok(())
    }
}

/// The text without `<no value>`; `None` if that is not in it.
pub(crate) fn without_no_value(text: &[u8]) -> Option<Vec<u8>> {
    let mut kept: Option<Vec<u8>> = None;
    let mut rest = text;
    while let Some(place) = find(rest, NO_VALUE) {
        let (before, after) = rest.split_at(place);
        kept.get_or_insert_with(|| Vec::with_capacity(text.len())).extend_from_slice(before);
        rest = after.get(NO_VALUE.len()..).unwrap_or_default();
    }
    kept.map(|mut kept| {
        kept.extend_from_slice(rest);
        kept
    })
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, wanted)
}
