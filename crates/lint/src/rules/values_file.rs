//! Rules about `values.yaml` (Helm: `lint/rules/values.go`). Only its first document counts here.

use std::collections::BTreeMap;

use chart::{Folder, MAX_YAML_BYTES};
use gostd::json::Value;

use crate::linter::Linter;
use crate::message::Severity;
use crate::yaml::document;

const FILE: &str = "values.yaml";
const SCHEMA: &str = "values.schema.json";

pub(crate) fn check(linter: &mut Linter<'_>) {
    let exists = linter.shape(FILE).is_some();
    let found = if exists { Ok(()) } else { Err("file does not exist".to_owned()) };
    if linter.check(Severity::Info, FILE, found) {
        let found = fits(linter);
        linter.check(Severity::Error, FILE, found);
    }
}

fn fits(linter: &mut Linter<'_>) -> Result<(), String> {
    let values = read(linter.folder).map_err(|error| format!("unable to parse YAML: {error}"))?;
    // A schema that can't be read is as good as none.
    let schema = linter.folder.read(SCHEMA, MAX_YAML_BYTES).unwrap_or_default();
    linter.request.engine.check_values(values, &schema, &mut linter.report.log)
}

fn read(folder: &dyn Folder) -> Result<BTreeMap<String, Value>, String> {
    let text = folder.read(FILE, MAX_YAML_BYTES).map_err(|error| error.to_string())?;
    match document(&text)?.value {
        Value::Null => Ok(BTreeMap::new()),
        Value::Object(values) => Ok(values),
        other => Err(format!(
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {} into Go value of type \
             common.Values",
            other.type_name()
        )),
    }
}
