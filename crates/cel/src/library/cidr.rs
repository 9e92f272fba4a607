//! Networks (`kubernetes.net.cidr`), since 1.30.

use gostd::netip::{Address, Prefix};
use gostd::strconv::quote;

use crate::function::{Apply, Call, Fault, Function, Overload};
use crate::library::arguments::{boxed, opaque, string, text};
use crate::library::ip;
use crate::library::opaque::{CIDR, IP, Opaque};
use crate::library::prices::{self, networks};
use crate::types::Type;
use crate::value::Value;

/// The functions of this library.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    if minor < 30 {
        return Vec::new();
    }
    let of_text = |id, result, apply| {
        Overload::function(id, vec![Type::String], result, apply)
            .priced(prices::traverse_argument, prices::tracked_first)
    };
    let to_string = Overload::function("cidr_to_string", vec![Type::Opaque(CIDR)], Type::String, to_string);
    vec![
        Function::of("cidr", of_text("string_to_cidr", Type::Opaque(CIDR), parse)),
        Function {
            name: "containsIP",
            overloads: vec![
                relation("cidr_contains_ip_string", Type::String, contains_ip_text)
                    .priced(networks::contains_ip_text, networks::tracked_contains_ip_text),
                relation("cidr_contains_ip_ip", Type::Opaque(IP), contains_ip)
                    .priced(networks::contains_ip, networks::tracked_contains_ip),
            ],
        },
        Function {
            name: "containsCIDR",
            overloads: vec![
                relation("cidr_contains_cidr_string", Type::String, contains_cidr_text)
                    .priced(networks::contains_cidr_text, networks::tracked_contains_cidr_text),
                relation("cidr_contains_cidr", Type::Opaque(CIDR), contains_cidr)
                    .priced(networks::contains_cidr, networks::tracked_contains_cidr),
            ],
        },
        Function::of("ip", accessor("cidr_ip", Type::Opaque(IP), address)),
        Function::of("prefixLength", accessor("cidr_prefix_length", Type::Int, prefix_length)),
        Function::of("masked", accessor("cidr_masked", Type::Opaque(CIDR), masked)),
        Function::of("isCIDR", of_text("is_cidr", Type::Bool, is_cidr)),
        Function::of("string", to_string),
    ]
}

fn relation(id: &'static str, other: Type, apply: Apply) -> Overload {
    Overload::method(id, vec![Type::Opaque(CIDR), other], Type::Bool, apply)
}

fn accessor(id: &'static str, result: Type, apply: Apply) -> Overload {
    Overload::method(id, vec![Type::Opaque(CIDR)], result, apply).priced(prices::nominal, prices::tracked_nominal)
}

const PARSE_ERROR: &str = "network address parse error during conversion from string: ";

/// Reads a network that may stand in a resource.
fn read(raw: &str) -> Result<Prefix, Fault> {
    let network =
        Prefix::parse(raw.as_bytes()).map_err(|error| Fault::new(format!("{PARSE_ERROR}{PARSE_ERROR}{error}")))?;
    if network.address().is_mapped() {
        let message = format!("{PARSE_ERROR}IPv4-mapped IPv6 address {} is not allowed", quote(raw));
        return Err(Fault::new(message));
    }
    Ok(network)
}

fn network<'a>(call: &Call<'a>, index: usize) -> Result<&'a Prefix, Fault> {
    match opaque(call, index)? {
        Opaque::Cidr(network) => Ok(network),
        _ => Err(Fault::no_such_overload()),
    }
}

fn parse(call: &Call<'_>) -> Result<Value, Fault> {
    read(text(call, 0)?).map(|network| boxed(Opaque::Cidr(network)))
}

fn is_cidr(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(read(text(call, 0)?).is_ok()))
}

fn to_string(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(string(network(call, 0)?.to_string()))
}

fn contains_ip_text(call: &Call<'_>) -> Result<Value, Fault> {
    let other: Address = ip::read(text(call, 1)?).map_err(|_| Fault::no_such_overload())?;
    Ok(Value::Bool(network(call, 0)?.contains(&other)))
}

fn contains_ip(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(network(call, 0)?.contains(ip::address(call, 1)?)))
}

fn contains_cidr_text(call: &Call<'_>) -> Result<Value, Fault> {
    has(network(call, 0)?, &read(text(call, 1)?)?)
}

fn contains_cidr(call: &Call<'_>) -> Result<Value, Fault> {
    has(network(call, 0)?, network(call, 1)?)
}

fn has(outer: &Prefix, inner: &Prefix) -> Result<Value, Fault> {
    Ok(Value::Bool(outer.overlaps(inner) && outer.bits() <= inner.bits()))
}

fn address(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(boxed(Opaque::Ip(network(call, 0)?.address().clone())))
}

fn prefix_length(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Int(i64::from(network(call, 0)?.bits())))
}

fn masked(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(boxed(Opaque::Cidr(network(call, 0)?.masked())))
}
