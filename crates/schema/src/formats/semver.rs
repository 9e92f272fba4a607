//! Semantic versions, strictly by semver.org.

use super::fail;
use crate::english::quote_character;

pub(super) fn check(text: &str) -> Result<(), String> {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    match build {
        Some("") => return fail("build is empty"),
        Some(build) => build.split('.').try_for_each(|part| identifier(part, "build"))?,
        None => {}
    }
    let (core, pre_release) = text.split_once('-').map_or((text, None), |(core, rest)| (core, Some(rest)));
    for part in pre_release.iter().flat_map(|rest| rest.split('.')) {
        identifier(part, "pre-release")?;
        if part.len() > 1 && part.starts_with('0') && part.bytes().all(|byte| byte.is_ascii_digit()) {
            return fail("pre-release numeric identifier starts with zero");
        }
    }
    let numbers: Vec<&str> = core.split('.').collect();
    if numbers.len() != 3 {
        return fail("versionCore must have 3 numbers separated by dot");
    }
    for (name, number) in ["major", "minor", "patch"].iter().zip(numbers) {
        let fault = match number {
            "" => "is empty",
            _ if number.len() > 1 && number.starts_with('0') => "starts with zero",
            _ if !number.bytes().all(|byte| byte.is_ascii_digit()) => "contains non-digit",
            _ => continue,
        };
        return Err(format!("{name} {fault}"));
    }
    Ok(())
}

fn identifier(part: &str, kind: &str) -> Result<(), String> {
    if part.is_empty() {
        return Err(format!("{kind} identifier is empty"));
    }
    match part.chars().find(|character| !character.is_ascii_alphanumeric() && *character != '-') {
        Some(character) => Err(format!("invalid character {} in {kind} identifier", quote_character(character))),
        None => Ok(()),
    }
}
