//! The functions of `--name-template`: sprig alone, without what Helm adds, with what Helm takes away.

use gotemplate::{Call, Error, Function, Param, Value};

use super::{FAMILIES, fixed};
use crate::host::Host;

/// What Helm adds to sprig, or has an own version of that means something else outside of a chart.
const NOT_SPRIG: &[&str] = &[
    "durationDays",
    "durationHours",
    "durationMicroseconds",
    "durationMilliseconds",
    "durationMinutes",
    "durationNanoseconds",
    "durationRoundTo",
    "durationSeconds",
    "durationTruncateTo",
    "durationWeeks",
    "fail",
    "fromJsonArray",
    "fromToml",
    "fromYaml",
    "fromYamlArray",
    "include",
    "lookup",
    "mustToDuration",
    "mustToToml",
    "mustToYaml",
    "required",
    "toToml",
    "toYaml",
    "toYamlPretty",
    "tpl",
];

static OWN: &[Function] = &[
    fixed("env", &[Param::String], env),
    fixed("expandenv", &[Param::String], expandenv),
    fixed("fail", &[Param::String], |call| Err(Error::new(call.text(0)))),
];

/// All functions, each name once.
pub(crate) fn functions() -> impl Iterator<Item = &'static Function> {
    let sprig = FAMILIES.iter().copied().flatten().filter(|function| !NOT_SPRIG.contains(&function.name));
    sprig.chain(OWN)
}

fn env(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(variable(call, &call.text(0)).into())
}

fn variable(call: &Call<'_>, name: &str) -> String {
    let host = call.host::<Host>();
    host.and_then(|host| host.environment.get(name).cloned()).unwrap_or_default()
}

/// Puts variables in for `$NAME` and `${NAME}` (Go: `os.ExpandEnv`).
fn expandenv(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.text(0);
    let mut expanded = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('$') {
        expanded.push_str(before);
        match reference(after) {
            Some((name, behind)) => {
                expanded.push_str(&variable(call, name));
                rest = behind;
            }
            None => {
                expanded.push('$');
                rest = after;
            }
        }
    }
    expanded.push_str(rest);
    Ok(expanded.into())
}

/// The name behind a dollar sign, and what follows; `None` where the dollar sign stands for itself. Braces without an
/// end, or with nothing in them, vanish.
fn reference(text: &str) -> Option<(&str, &str)> {
    if let Some(inner) = text.strip_prefix('{') {
        return Some(inner.split_once('}').unwrap_or(("", inner)));
    }
    let is_special = |byte: &u8| b"*#$@!?-".contains(byte) || byte.is_ascii_digit();
    let is_name = |character: char| character == '_' || character.is_ascii_alphanumeric();
    let end = match text.as_bytes().first() {
        Some(first) if is_special(first) => 1,
        _ => text.find(|character| !is_name(character)).unwrap_or(text.len()),
    };
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn references_end_where_go_ends_them() {
        assert_eq!(reference("A_1-b"), Some(("A_1", "-b")));
        assert_eq!(reference("{A}b"), Some(("A", "b")));
        assert_eq!(reference("1a"), Some(("1", "a")));
        assert_eq!(reference("{}a"), Some(("", "a")));
        assert_eq!(reference(" a"), None);
    }
}
