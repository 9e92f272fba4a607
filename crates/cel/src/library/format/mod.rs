//! Named formats of texts (`kubernetes.format`), since 1.31.

pub mod names;
mod texts;

use crate::function::{Call, Fault, Function, Overload};
use crate::library::arguments::{boxed, opaque, perhaps, text, texts as list_of};
use crate::library::opaque::{FORMAT, Opaque};
use crate::library::prices::{self, strings as text_prices};
use crate::types::Type;
use crate::value::Value;

/// A format.
#[derive(Debug)]
pub struct Format {
    /// The name that equality goes by.
    pub name: &'static str,
    /// The size of the pattern that checking it stands for.
    pub pattern_size: u64,
    /// What is wrong with a text.
    check: fn(&str) -> Vec<String>,
}

/// A format and the name that expressions use.
type Named = (&'static str, &'static str, Format);

const fn format(name: &'static str, pattern_size: u64, check: fn(&str) -> Vec<String>) -> Format {
    Format { name, pattern_size, check }
}

/// All formats: their names, their functions, and themselves.
static FORMATS: [Named; 13] = [
    ("dns1123Label", "format.dns1123Label", format("DNS1123Label", 30, names::dns_label)),
    ("dns1123Subdomain", "format.dns1123Subdomain", format("DNS1123Subdomain", 60, names::dns_subdomain)),
    ("dns1035Label", "format.dns1035Label", format("DNS1035Label", 30, names::old_dns_label)),
    ("qualifiedName", "format.qualifiedName", format("QualifiedName", 60, names::qualified_name)),
    (
        "dns1123LabelPrefix",
        "format.dns1123LabelPrefix",
        format("DNS1123LabelPrefix", 30, |text| names::dns_label(&names::of_prefix(text))),
    ),
    (
        "dns1123SubdomainPrefix",
        "format.dns1123SubdomainPrefix",
        format("DNS1123SubdomainPrefix", 60, |text| names::dns_subdomain(&names::of_prefix(text))),
    ),
    (
        "dns1035LabelPrefix",
        "format.dns1035LabelPrefix",
        format("DNS1035LabelPrefix", 30, |text| names::old_dns_label(&names::of_prefix(text))),
    ),
    ("labelValue", "format.labelValue", format("LabelValue", 40, names::label_value)),
    ("uri", "format.uri", format("URI", 1103, texts::uri)),
    ("uuid", "format.uuid", format("uuid", 70, texts::uuid)),
    ("byte", "format.byte", format("byte", 84, texts::byte)),
    ("date", "format.date", format("date", 71, texts::date)),
    ("datetime", "format.datetime", format("datetime", 71, texts::date_time)),
];

/// The functions of this library.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    if minor < 31 {
        return Vec::new();
    }
    let validate = Overload::method(
        "format-validate",
        vec![Type::Opaque(FORMAT), Type::String],
        Type::optional(Type::list(Type::String)),
        validate,
    );
    let named = Overload::function("format-named", vec![Type::String], Type::optional(Type::Opaque(FORMAT)), named);
    let mut functions = vec![
        Function::of("validate", validate.priced(text_prices::validate, text_prices::tracked_validate)),
        Function::of("format.named", named.priced(prices::nominal, prices::tracked_nominal)),
    ];
    functions.extend(FORMATS.iter().map(|(_, name, _)| *name).zip(CONSTANTS).map(|(name, constant)| {
        Function::of(name, Overload::function(name, Vec::new(), Type::Opaque(FORMAT), constant))
    }));
    functions
}

/// The functions without arguments, one for each format, in the same order.
const CONSTANTS: [crate::function::Apply; 13] = [
    |_| constant(0),
    |_| constant(1),
    |_| constant(2),
    |_| constant(3),
    |_| constant(4),
    |_| constant(5),
    |_| constant(6),
    |_| constant(7),
    |_| constant(8),
    |_| constant(9),
    |_| constant(10),
    |_| constant(11),
    |_| constant(12),
];

fn constant(index: usize) -> Result<Value, Fault> {
    let (_, _, format) = FORMATS.get(index).ok_or_else(Fault::no_such_overload)?;
    Ok(boxed(Opaque::Format(format)))
}

fn named(call: &Call<'_>) -> Result<Value, Fault> {
    let wanted = text(call, 0)?;
    let found = FORMATS.iter().find(|(name, _, _)| *name == &**wanted);
    Ok(perhaps(found.map(|(_, _, format)| boxed(Opaque::Format(format)))))
}

fn validate(call: &Call<'_>) -> Result<Value, Fault> {
    let Opaque::Format(format) = opaque(call, 0)? else {
        return Err(Fault::no_such_overload());
    };
    let problems = (format.check)(text(call, 1)?);
    Ok(perhaps(if problems.is_empty() { None } else { Some(list_of(problems)) }))
}
