//! `/v2/<name>/referrers/<digest>` (end-12).

use hyper::{Method, StatusCode};
use oci::{Descriptor, Digest, RepositoryName, index_of, media_type};

use crate::Server;
use crate::pages::next_link;
use crate::problem::{Code, Problem};
use crate::reply::{Answer, Reply};
use crate::request::Head;

/// The index of a page must be a manifest that everybody can read: below 4 MiB, with room for what is around.
const PAGE: usize = (4 << 20) - 1024;

/// The manifests whose subject is `digest`. An unknown subject, even in an unknown repository, has none: 404 would
/// say that there is no such API.
pub(crate) async fn list(server: &Server, head: &Head, name: &RepositoryName, digest: &Digest) -> Answer {
    if !matches!(head.method, Method::GET | Method::HEAD) {
        return Err(Problem::method("GET, HEAD"));
    }
    let mut found = match server.hosting.find(name).await.map_err(Problem::reading(Code::NameUnknown))? {
        Some(repository) => repository.referrers(digest).await.map_err(Problem::reading(Code::NameUnknown))?,
        None => Vec::new(),
    };
    let kind = head.query.get("artifactType").filter(|kind| !kind.is_empty());
    found.retain(|descriptor| kind.is_none_or(|kind| descriptor.artifact_type.as_deref() == Some(kind)));
    found.sort_unstable_by(|left, right| left.digest.cmp(&right.digest));
    let (page, next) = page(found, head.query.get("last"));
    let index = index_of(&page);
    let mut reply = Reply::bytes(StatusCode::OK, media_type::IMAGE_INDEX, index.bytes);
    if let Some(next) = next {
        let next = next.to_string();
        let mut parameters = vec![("last", next.as_str())];
        parameters.extend(kind.map(|kind| ("artifactType", kind)));
        reply = reply.header("link", next_link(&format!("/v2/{name}/referrers/{digest}"), &parameters));
    }
    Ok(if kind.is_some() { reply.header("oci-filters-applied", "artifactType") } else { reply })
}

/// As many descriptors after `last` as fit into one index, and the last of them if there are more.
fn page(mut found: Vec<Descriptor>, last: Option<&str>) -> (Vec<Descriptor>, Option<Digest>) {
    if let Some(last) = last.and_then(|last| Digest::parse(last).ok()) {
        found.retain(|descriptor| descriptor.digest > last);
    }
    let mut room = PAGE;
    let mut fitting = 0;
    for descriptor in &found {
        let length = serde_json::to_vec(descriptor).map_or(PAGE, |json| json.len().saturating_add(1));
        // one that is too large for any page still goes out, alone
        if length > room && fitting > 0 {
            break;
        }
        room = room.saturating_sub(length);
        fitting += 1;
    }
    let more = fitting < found.len();
    found.truncate(fitting);
    let next = found.last().filter(|_| more).map(|descriptor| descriptor.digest.clone());
    (found, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut_into_pages() {
        let mut found: Vec<Descriptor> = (0..9_u8)
            .map(|number| {
                let mut descriptor = Descriptor::of(media_type::IMAGE_MANIFEST, &[number]);
                descriptor.annotations.insert("note".to_owned(), "x".repeat(1 << 20));
                descriptor
            })
            .collect();
        found.sort_unstable_by(|left, right| left.digest.cmp(&right.digest));
        let mut seen = Vec::new();
        let mut last: Option<Digest> = None;
        for expected in [3, 3, 3] {
            let text = last.as_ref().map(Digest::to_string);
            let (part, next) = page(found.clone(), text.as_deref());
            assert_eq!(part.len(), expected);
            assert!(index_of(&part).bytes.len() < 4 << 20);
            seen.extend(part);
            last = next;
        }
        assert_eq!(last, None);
        assert_eq!(seen, found);
    }
}
