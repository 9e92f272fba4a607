//! `urlParse` and `urlJoin` (sprig's url.go).

use gostd::url::Url;
use gotemplate::{Call, Error, Function, Map, Param, Value};

use super::fixed;
use super::text::{NIL_DEREFERENCE, made};

pub(super) static FUNCTIONS: &[Function] =
    &[fixed("urlParse", &[Param::String], url_parse), fixed("urlJoin", &[Param::Map], url_join)];

fn url_parse(call: &mut Call<'_>) -> Result<Value, Error> {
    let url =
        Url::parse(call.string(0).as_bytes()).map_err(|error| Error::new(format!("unable to parse url: {error}")))?;
    let user = url.user.as_ref().map(gostd::url::User::to_bytes).unwrap_or_default();
    let hostname = url.hostname().to_vec();
    Ok(Value::map([
        ("scheme", Value::from(url.scheme)),
        ("host", url.host.into()),
        ("hostname", hostname.into()),
        ("path", url.path.into()),
        ("query", url.query.into()),
        ("opaque", url.opaque.into()),
        ("fragment", url.fragment.into()),
        ("userinfo", user.into()),
    ]))
}

fn url_join(call: &mut Call<'_>) -> Result<Value, Error> {
    let parts = call.map(0);
    let mut url = Url {
        scheme: part(&parts, "scheme")?,
        host: part(&parts, "host")?,
        path: part(&parts, "path")?,
        query: part(&parts, "query")?,
        opaque: part(&parts, "opaque")?,
        fragment: part(&parts, "fragment")?,
        ..Url::default()
    };
    let user = part(&parts, "userinfo")?;
    if !user.is_empty() {
        let text = [b"proto://", user.as_slice(), b"@host"].concat();
        let parsed =
            Url::parse(&text).map_err(|error| Error::new(format!("unable to parse userinfo in dict: {error}")))?;
        url.user = parsed.user;
    }
    made(call, url.to_bytes())
}

/// The text under a key, empty if there is none.
fn part(parts: &Map, key: &str) -> Result<Vec<u8>, Error> {
    let Some(value) = parts.get(key.as_bytes()) else {
        return Ok(Vec::new());
    };
    match &value {
        Value::String(text) => Ok(text.as_bytes().to_vec()),
        Value::Object(object) if object.kind_name() == "string" => Ok(object.text().as_bytes().to_vec()),
        Value::Nil => Err(Error::new(NIL_DEREFERENCE)),
        _ => {
            let kind = value.kind_name();
            Err(Error::new(format!("unable to parse {key} key, must be of type string, but {kind} found")))
        }
    }
}
