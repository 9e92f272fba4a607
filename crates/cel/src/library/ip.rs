//! IP addresses (`kubernetes.net.ip`), since 1.30.

use gostd::netip::{Address, Version};
use gostd::strconv::quote;

use crate::function::{Call, Fault, Function, Overload};
use crate::library::arguments::{boxed, opaque, string, text};
use crate::library::opaque::{IP, Opaque};
use crate::library::prices;
use crate::types::Type;
use crate::value::Value;

/// The functions of this library.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    if minor < 30 {
        return Vec::new();
    }
    let of_text = |id, result, apply| Overload::function(id, vec![Type::String], result, apply);
    let is_canonical = of_text("ip_is_canonical", Type::Bool, is_canonical)
        .priced(prices::traverse_twice_argument, prices::tracked_twice_argument);
    let ip = of_text("string_to_ip", Type::Opaque(IP), parse).priced(prices::traverse_argument, prices::tracked_first);
    let is_ip = of_text("is_ip", Type::Bool, is_ip).priced(prices::traverse_argument, prices::tracked_first);
    let to_string = Overload::function("ip_to_string", vec![Type::Opaque(IP)], Type::String, to_string);
    vec![
        Function::of("ip", ip),
        Function::of("family", accessor("ip_family", Type::Int, family)),
        Function::of("ip.isCanonical", is_canonical),
        Function::of("isUnspecified", accessor("ip_is_unspecified", Type::Bool, is_unspecified)),
        Function::of("isLoopback", accessor("ip_is_loopback", Type::Bool, is_loopback)),
        Function::of(
            "isLinkLocalMulticast",
            accessor("ip_is_link_local_multicast", Type::Bool, is_link_local_multicast),
        ),
        Function::of("isLinkLocalUnicast", accessor("ip_is_link_local_unicast", Type::Bool, is_link_local_unicast)),
        Function::of("isGlobalUnicast", accessor("ip_is_global_unicast", Type::Bool, is_global_unicast)),
        Function::of("isIP", is_ip),
        Function::of("string", to_string),
    ]
}

fn accessor(id: &'static str, result: Type, apply: crate::function::Apply) -> Overload {
    Overload::method(id, vec![Type::Opaque(IP)], result, apply).priced(prices::nominal, prices::tracked_nominal)
}

/// Reads an address that may stand in a resource: no zone, none of version 4 in version 6.
pub(super) fn read(raw: &str) -> Result<Address, Fault> {
    let address = Address::parse(raw.as_bytes()).map_err(|error| {
        Fault::new(format!("IP Address {} parse error during conversion from string: {error}", quote(raw)))
    })?;
    if !address.zone().is_empty() {
        return Err(Fault::new(format!("IP address {} with zone value is not allowed", quote(raw))));
    }
    if address.is_mapped() {
        return Err(Fault::new(format!("IPv4-mapped IPv6 address {} is not allowed", quote(raw))));
    }
    Ok(address)
}

/// The address that is an argument.
pub(super) fn address<'a>(call: &Call<'a>, index: usize) -> Result<&'a Address, Fault> {
    match opaque(call, index)? {
        Opaque::Ip(address) => Ok(address),
        _ => Err(Fault::no_such_overload()),
    }
}

fn parse(call: &Call<'_>) -> Result<Value, Fault> {
    read(text(call, 0)?).map(|address| boxed(Opaque::Ip(address)))
}

fn is_canonical(call: &Call<'_>) -> Result<Value, Fault> {
    let raw = text(call, 0)?;
    Ok(Value::Bool(read(raw)?.to_string() == **raw))
}

fn is_ip(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(read(text(call, 0)?).is_ok()))
}

fn to_string(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(string(address(call, 0)?.to_string()))
}

fn family(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Int(if address(call, 0)?.version() == Version::Four { 4 } else { 6 }))
}

fn is_unspecified(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(address(call, 0)?.is_unspecified()))
}

fn is_loopback(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(address(call, 0)?.is_loopback()))
}

fn is_link_local_multicast(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(address(call, 0)?.is_link_local_multicast()))
}

fn is_link_local_unicast(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(address(call, 0)?.is_link_local_unicast()))
}

fn is_global_unicast(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(address(call, 0)?.is_global_unicast()))
}
