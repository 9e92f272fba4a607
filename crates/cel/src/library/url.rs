//! URLs (`kubernetes.urls`).

use std::collections::BTreeMap;
use std::sync::Arc;

use gostd::url::Url;

use crate::function::{Apply, Call, Fault, Function, Overload};
use crate::library::arguments::{boxed, opaque, string, text, texts};
use crate::library::opaque::{Opaque, URL};
use crate::library::prices;
use crate::types::Type;
use crate::value::{Key, Map, Value};

/// The functions of this library.
pub(crate) fn functions(_: u32) -> Vec<Function> {
    let url = Overload::function("string_to_url", vec![Type::String], Type::Opaque(URL), parse)
        .priced(prices::traverse_argument_to_result, prices::tracked_first);
    let is_url = Overload::function("is_url_string", vec![Type::String], Type::Bool, is_url);
    let parameters = Type::map(Type::String, Type::list(Type::String));
    vec![
        Function::of("url", url),
        Function::of("getScheme", accessor("url_get_scheme", Type::String, scheme)),
        Function::of("getHost", accessor("url_get_host", Type::String, host)),
        Function::of("getHostname", accessor("url_get_hostname", Type::String, hostname)),
        Function::of("getPort", accessor("url_get_port", Type::String, port)),
        Function::of("getEscapedPath", accessor("url_get_escaped_path", Type::String, escaped_path)),
        Function::of("getQuery", accessor("url_get_query", parameters, query)),
        Function::of("isURL", is_url),
    ]
}

fn accessor(id: &'static str, result: Type, apply: Apply) -> Overload {
    Overload::method(id, vec![Type::Opaque(URL)], result, apply).priced(prices::nominal, prices::tracked_nominal)
}

/// Whether the text is an absolute URL or path; then it is read once more, because only so a fragment is one.
fn parse(call: &Call<'_>) -> Result<Value, Fault> {
    let raw = text(call, 0)?.as_bytes();
    let url = Url::parse_request(raw).and_then(|_| Url::parse(raw));
    let url = url.map_err(|error| Fault::new(format!("URL parse error during conversion from string: {error}")))?;
    Ok(boxed(Opaque::Url(url)))
}

fn is_url(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(Url::parse_request(text(call, 0)?.as_bytes()).is_ok()))
}

fn url<'a>(call: &Call<'a>) -> Result<&'a Url, Fault> {
    match opaque(call, 0)? {
        Opaque::Url(url) => Ok(url),
        _ => Err(Fault::no_such_overload()),
    }
}

fn shown(bytes: &[u8]) -> Value {
    string(String::from_utf8_lossy(bytes))
}

fn scheme(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(shown(&url(call)?.scheme))
}

fn host(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(shown(&url(call)?.host))
}

fn hostname(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(shown(url(call)?.hostname()))
}

fn port(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(shown(url(call)?.port()))
}

fn escaped_path(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(shown(&url(call)?.escaped_path()))
}

fn query(call: &Call<'_>) -> Result<Value, Fault> {
    let parameters = url(call)?.parameters();
    let entry = |(name, values): (Vec<u8>, Vec<Vec<u8>>)| {
        let values = texts(values.iter().map(|value| String::from_utf8_lossy(value)));
        (Key::String(String::from_utf8_lossy(&name).into()), values)
    };
    let entries: BTreeMap<Key, Value> = parameters.into_iter().map(entry).collect();
    Ok(Value::Map(Arc::new(Map { entries })))
}
