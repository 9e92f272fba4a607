//! `import-values`: what charts take over from the charts within.

use gostd::json::Value;
use gostd::strconv::quote;

use super::paths::table_at;
use super::work::{Listed, Work};
use super::{CoalesceError, Process};
use crate::values::node::{Live, Node};
use crate::values::print::plain;
use crate::values::strvals::floats;
use crate::values::{MAX_DEPTH, Table};

/// One entry of `import-values`.
struct Import {
    child: String,
    parent: String,
    /// Written as a mere text, short for a table below `exports`.
    short: bool,
}

impl Process<'_> {
    /// Imports bottom-up (`processDependencyImportValues`).
    pub(super) fn imports(&mut self, chart: &Work<'_>) -> Result<(), CoalesceError> {
        self.count()?;
        for dependency in chart.dependencies() {
            self.imports(&dependency)?;
        }
        self.import_values(chart)
    }

    /// Gives a chart that lists dependencies the values of all charts within, and what it imports below its own
    /// (`processImportValues`).
    fn import_values(&mut self, chart: &Work<'_>) -> Result<(), CoalesceError> {
        let Some(listed) = chart.listed() else {
            return Ok(());
        };
        let nothing = Node::Live(Live::default());
        let values = self.run.coalesce_chart(chart, &nothing, true)?;
        let imported = Live::default();
        for entry in &listed {
            self.import_from(entry, &values, &imported)?;
        }
        let values = values.copy(0)?;
        self.run.merge_tables(&values, &Node::Live(imported))?;
        chart.set_values(Node::Live(values));
        Ok(())
    }

    fn import_from<'v>(
        &mut self,
        entry: &Listed<'v>,
        values: &Live<'v>,
        imported: &Live<'v>,
    ) -> Result<(), CoalesceError> {
        // What has been written out once is not understood again.
        let declared = if entry.imports.borrow().is_none() { entry.declared.import_values.as_slice() } else { &[] };
        let imports: Vec<Import> = declared.iter().filter_map(Import::read).collect();
        for import in &imports {
            let path = format!("{}.{}", entry.name.get(), import.child);
            match table_at(values, &path) {
                Ok(table) => self.import(import, &table, imported)?,
                Err(name) => self.warn(import, entry.name.get(), name),
            }
        }
        let pairs = imports.into_iter().map(|import| (import.child, import.parent)).collect();
        entry.imports.replace(Some(pairs));
        Ok(())
    }

    fn import<'v>(&mut self, import: &Import, table: &Live<'v>, imported: &Live<'v>) -> Result<(), CoalesceError> {
        // Helm merges the tables themselves, not copies: a later import sees what an earlier one has brought.
        let entries = table.thaw_all(0)?;
        if !self.run.may_copy(1 + entries) {
            return Err(CoalesceError::TooManyCopies);
        }
        let table = if table.is_empty() { Live::default() } else { table.clone() };
        let source = at_path(&import.parent, table)?;
        self.run.merge_tables(imported, &Node::Live(source))
    }

    fn warn(&mut self, import: &Import, chart: &str, missing: &str) {
        let error = format!("{} is not a table", quote(missing));
        if import.short {
            self.run.log.warn("ImportValues missing table", &[("error", &error)]);
        } else {
            let attributes = [("chart", chart), ("error", error.as_str())];
            self.run.log.warn("ImportValues missing table from chart", &attributes);
        }
    }
}

impl Import {
    /// `None` for what is neither text nor object, which Helm passes over.
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::String(name) => Some(Self { child: format!("exports.{name}"), parent: ".".to_owned(), short: true }),
            Value::Object(members) => {
                Some(Self { child: path_text(members, "child"), parent: path_text(members, "parent"), short: false })
            }
            _ => None,
        }
    }
}

/// Whatever stands there as `%v` prints it; nothing is `<nil>`.
fn path_text(members: &Table, key: &str) -> String {
    match members.get(key) {
        Some(value) => plain(&floats(value.clone())),
        None => "<nil>".to_owned(),
    }
}

/// Tables within tables, the innermost of which is the given one (`pathToMap`).
fn at_path<'v>(path: &str, table: Live<'v>) -> Result<Live<'v>, CoalesceError> {
    if path == "." {
        return Ok(table);
    }
    if path.split('.').count() > MAX_DEPTH {
        return Err(CoalesceError::TooDeep);
    }
    let names = path.rsplit('.');
    Ok(names.fold(table, |inner, name| [(name.to_owned().into(), Node::Live(inner))].into_iter().collect()))
}
