//! Mail addresses.

use super::{address, fail, invalid_character};

pub(super) fn check(text: &str) -> Result<(), String> {
    if text.len() > 254 {
        return fail("more than 255 characters long");
    }
    let Some((local, domain)) = text.rsplit_once('@') else {
        return fail("missing @");
    };
    if local.len() > 64 {
        return fail("local part more than 64 characters long");
    }
    check_local(local)?;
    let bracketed = domain.strip_prefix('[').and_then(|domain| domain.strip_suffix(']'));
    match (bracketed, bracketed.and_then(|domain| domain.strip_prefix("IPv6:"))) {
        (_, Some(domain)) => address::version_six(domain).map_err(|error| format!("invalid ipv6 address: {error}")),
        (Some(domain), None) => address::version_four(domain).map_err(|error| format!("invalid ipv4 address: {error}")),
        (None, None) => address::host_name(domain).map_err(|error| format!("invalid domain: {error}")),
    }
}

fn check_local(local: &str) -> Result<(), String> {
    let quoted = local.strip_prefix('"').and_then(|local| local.strip_suffix('"'));
    if let Some(inside) = quoted {
        if inside.contains(['\\', '"']) {
            return fail("backslash and quote are not allowed within quoted local part");
        }
        return Ok(());
    }
    if local.starts_with('.') {
        return fail("starts with dot");
    }
    if local.ends_with('.') {
        return fail("ends with dot");
    }
    if local.contains("..") {
        return fail("consecutive dots");
    }
    let is_allowed = |character: char| character.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(character);
    match local.chars().find(|character| !is_allowed(*character)) {
        Some(character) => invalid_character(character),
        None => Ok(()),
    }
}
