//! The functions that need the engine: `include`, `tpl`, `required`, `fail`
//! (Helm: `pkg/engine/engine.go`, `includeFun`, `tplFun`, `initFunMap`).

use gotemplate::{Call, Error, ErrorKind, Function, Param, Str, Value};

use crate::engine::{WARNING_END, WARNING_START, without_no_value};
use crate::host::Host;
use gostd::slog;

pub(super) static FUNCTIONS: &[Function] = &[
    Function { name: "include", params: &[Param::String, Param::Any], variadic: None, call: include },
    Function { name: "tpl", params: &[Param::String, Param::Any], variadic: None, call: tpl },
    Function { name: "required", params: &[Param::String, Param::Any], variadic: None, call: required },
    Function { name: "fail", params: &[Param::String], variadic: None, call: fail },
];

/// How often a template may be included within itself.
const MAX_NESTED: u32 = 1000;

fn include(call: &mut Call<'_>) -> Result<Value, Error> {
    let name = call.string(0);
    enter(call, &name)?;
    let done = call.context.execute(&name, call.value(1));
    leave(call, &name);
    done.map(Value::String)
}

fn enter(call: &Call<'_>, name: &Str) -> Result<(), Error> {
    let Some(host) = call.host::<Host>() else { return Ok(()) };
    let mut included = host.included.borrow_mut();
    let count = included.entry(name.clone()).or_insert(0);
    if *count > MAX_NESTED {
        return Err(Error::new(format!(
            "rendering template has a nested reference name: {name}: unable to execute template"
        )));
    }
    *count += 1;
    Ok(())
}

fn leave(call: &Call<'_>, name: &Str) {
    let Some(host) = call.host::<Host>() else { return };
    if let Some(count) = host.included.borrow_mut().get_mut(name) {
        *count -= 1;
    }
}

fn tpl(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.string(0);
    let executed = call.context.execute_text(&text, call.value(1));
    let quoted = || gostd::strconv::quote(&text.to_str());
    match executed {
        Ok(output) => Ok(Value::String(without_no_value(output.as_bytes()).map_or(output, Str::from))),
        Err(error) if error.kind == ErrorKind::Parse => {
            Err(Error::wrap(format!("cannot parse template {}: ", quoted()), error))
        }
        Err(error) => Err(Error::wrap(format!("error during tpl function execution for {}: ", quoted()), error)),
    }
}

/// The value, which must be neither nil nor an empty string.
fn required(call: &mut Call<'_>) -> Result<Value, Error> {
    let is_missing = match call.value(1) {
        Value::Nil => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    };
    if !is_missing {
        return Ok(call.value(1).clone());
    }
    if !is_lint(call) {
        return Err(warning(call));
    }
    let what = if call.value(1).is_nil() { "missing required value" } else { "missing required values" };
    log(call, "WARN", what)
}

fn fail(call: &mut Call<'_>) -> Result<Value, Error> {
    if is_lint(call) { log(call, "INFO", "funcMap fail") } else { Err(warning(call)) }
}

fn is_lint(call: &Call<'_>) -> bool {
    call.host::<Host>().is_some_and(|host| host.lint)
}

/// Logs the message in the first argument; gives nothing.
fn log(call: &mut Call<'_>, level: &str, what: &str) -> Result<Value, Error> {
    let line = slog::line(level, what, &[("message", &call.text(0))]);
    call.context.charge(line.len())?;
    if let Some(host) = call.host::<Host>() {
        host.log.borrow_mut().push(line);
    }
    Ok(Value::from(""))
}

/// An error whose message the engine will show alone.
fn warning(call: &Call<'_>) -> Error {
    Error::new(format!("{WARNING_START}{}{WARNING_END}", call.text(0)))
}
