//! `/v2/<name>/tags/list` (end-8).

use hyper::{Method, StatusCode};
use oci::{RepositoryName, Tag};
use serde_json::json;

use crate::Server;
use crate::pages::Page;
use crate::problem::{Code, Problem};
use crate::reply::{Answer, Reply};
use crate::request::Head;

/// The tags of a repository, sorted by their bytes, in pages.
pub(crate) async fn list(server: &Server, head: &Head, name: &RepositoryName) -> Answer {
    if !matches!(head.method, Method::GET | Method::HEAD) {
        return Err(Problem::method("GET, HEAD"));
    }
    let page = Page::of(&head.query)?;
    let repository = server.find(name, Code::NameUnknown).await?;
    let tags = repository.tags().await.map_err(Problem::reading(Code::NameUnknown))?;
    let mut tags: Vec<String> = tags.iter().map(Tag::to_string).collect();
    tags.sort_unstable();
    let (tags, link) = page.cut(&format!("/v2/{name}/tags/list"), &tags);
    let reply = Reply::json(StatusCode::OK, &json!({"name": name.as_str(), "tags": tags}));
    Ok(link.into_iter().fold(reply, |reply, link| reply.header("link", link)))
}
