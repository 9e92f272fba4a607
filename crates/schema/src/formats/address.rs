//! IP addresses and host names.

use super::{fail, integer, invalid_character};

pub(super) fn version_four(text: &str) -> Result<(), String> {
    let groups: Vec<&str> = text.split('.').collect();
    if groups.len() != 4 {
        return fail("expected four decimals");
    }
    for group in groups {
        if group.len() > 1 && group.starts_with('0') {
            return fail("leading zeros");
        }
        if !(0..=255).contains(&integer(group)?) {
            return fail("decimal must be between 0 and 255");
        }
    }
    Ok(())
}

pub(super) fn version_six(text: &str) -> Result<(), String> {
    if !text.contains(':') {
        return fail("missing colon");
    }
    gostd::url::check_address(text.as_bytes())?;
    if text.contains('%') {
        return fail("zone id is not a part of ipv6 address");
    }
    Ok(())
}

pub(super) fn host_name(text: &str) -> Result<(), String> {
    let text = text.strip_suffix('.').unwrap_or(text);
    if text.len() > 253 {
        return fail("more than 253 characters long");
    }
    text.split('.').try_for_each(label)
}

fn label(label: &str) -> Result<(), String> {
    if label.is_empty() || label.len() > 63 {
        return fail("label must be 1 to 63 characters long");
    }
    if label.starts_with('-') {
        return fail("label starts with hyphen");
    }
    if label.ends_with('-') {
        return fail("label ends with hyphen");
    }
    match label.chars().find(|character| !character.is_ascii_alphanumeric() && *character != '-') {
        Some(character) => invalid_character(character),
        None => Ok(()),
    }
}
