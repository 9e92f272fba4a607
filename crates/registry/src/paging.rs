//! Lists that come in pages: `Link: <…>; rel="next"` (RFC 8288), only within the registry's own origin.

use oci::{Result, StoreError};
use reqwest::Url;
use reqwest::header::LINK;

use crate::client::Registry;
use crate::safety::same_origin;
use crate::wire::Answer;

/// The URL of the next page, if the answer to `asked` names one.
///
/// # Errors
/// [`StoreError::Unsafe`] when the next page is on another origin: it would get the registry's credentials.
pub(crate) fn next_page(registry: &Registry, asked: &Url, answer: &Answer) -> Result<Option<Url>> {
    let Some(target) = answer.text(LINK).and_then(next_target) else { return Ok(None) };
    let refused = |detail: String| StoreError::Unsafe { location: answer.location.clone(), detail };
    let next = asked.join(target).map_err(|error| refused(format!("the link to the next page is no URL: {error}")))?;
    if answer.moved || !same_origin(registry.base(), &next) {
        return Err(refused("the link to the next page leads to another host".to_owned()));
    }
    Ok(Some(next))
}

/// The target of the link with `rel="next"`.
fn next_target(header: &str) -> Option<&str> {
    let mut rest = header;
    loop {
        let (_, behind) = rest.split_once('<')?;
        let (target, parameters) = behind.split_once('>')?;
        let end = end_of_link(parameters);
        let (own, others) = parameters.split_at(end);
        if own.split(';').any(is_next) {
            return Some(target);
        }
        rest = others;
    }
}

/// Where the comma before the next link is, quoted ones aside.
fn end_of_link(parameters: &str) -> usize {
    let mut quoted = false;
    for (at, character) in parameters.char_indices() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => return at,
            _ => {}
        }
    }
    parameters.len()
}

fn is_next(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
    name.trim().eq_ignore_ascii_case("rel") && relations.any(|relation| relation.eq_ignore_ascii_case("next"))
}

#[cfg(test)]
mod tests {
    use super::next_target;

    #[test]
    fn i14_i30_the_next_link_is_found_among_others() {
        assert_eq!(next_target(r#"</v2/a/tags/list?n=2&last=b>; rel="next""#), Some("/v2/a/tags/list?n=2&last=b"));
        assert_eq!(next_target(r#"<x>; rel=prev; title="a,b", <y>; Rel=next"#), Some("y"));
        assert_eq!(next_target(r#"<x>; rel="prev", <y>"#), None);
        assert_eq!(next_target("garbage"), None);
    }
}
