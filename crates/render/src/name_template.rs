//! A release's name from a template (Helm: `pkg/action/install.go`, `TemplateName`).

use std::collections::BTreeMap;
use std::thread;

use gotemplate::{Error, Executor, Functions, Limits, Set, Str, Value};

use crate::engine::{self, STACK_BYTES};
use crate::functions;
use crate::scenario::Moment;

const NAME: &str = "name-template";

/// Executes a template without data, with the functions of sprig. `environment` is what `env` sees.
///
/// # Errors
/// The text of Go for a template that can't be parsed or executed.
pub fn release_name(template: &str, moment: &Moment, environment: BTreeMap<String, String>) -> Result<String, String> {
    let run = || execute(template, moment, environment).map_err(|error| error.to_string());
    thread::scope(|threads| {
        let worker = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(threads, run);
        match worker.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(name)) => name,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => Err(format!("no thread to render on: {error}")),
        }
    })
}

fn execute(template: &str, moment: &Moment, environment: BTreeMap<String, String>) -> Result<String, Error> {
    let functions = Functions::new(functions::of_name_templates());
    let mut set = Set::new(NAME);
    set.add(gotemplate::parse::parse(NAME, Str::from(template), &|name| functions.contains(name))?);
    let host = engine::host(moment, false, environment);
    let output = Executor::new(&set, &functions, &host, Limits::default()).run(&Str::from(NAME), &Value::Nil)?;
    Ok(String::from_utf8_lossy(&output).into_owned())
}

#[cfg(test)]
mod tests {
    use gostd::time::Location;

    use super::*;

    fn named(template: &str) -> Result<String, String> {
        let moment =
            Moment { now: (0, 0), zone: Location::utc().as_local("UTC"), seed: [7; 32], keys: crate::Keys::default() };
        release_name(template, &moment, BTreeMap::from([("STAGE".to_owned(), "prod".to_owned())]))
    }

    /// Recorded from Helm 4.3.1.
    #[test]
    fn names_come_from_templates_without_data() {
        assert_eq!(named("web-{{ lower \"ABC\" }}").as_deref(), Ok("web-abc"));
        assert_eq!(named("{{ .x }}").as_deref(), Ok("<no value>"));
        assert_eq!(named("{{ env \"STAGE\" }}-{{ expandenv \"${STAGE}$STAGE\" }}").as_deref(), Ok("prod-prodprod"));
        let broken = |template| named(template).unwrap_err();
        assert_eq!(broken("{{ x }}"), "template: name-template:1: function \"x\" not defined");
        assert_eq!(broken("{{ toYaml . }}"), "template: name-template:1: function \"toYaml\" not defined");
        assert_eq!(
            broken("{{ fail \"no\" }}"),
            "template: name-template:1:3: executing \"name-template\" at <fail \"no\">: error calling fail: no"
        );
    }
}
