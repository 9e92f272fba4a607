//! `/v2/` and `/v2/_catalog`.

use hyper::{Method, StatusCode};
use oci::RepositoryName;
use serde_json::json;

use crate::Server;
use crate::pages::Page;
use crate::problem::{Code, Problem};
use crate::reply::{Answer, Reply};
use crate::request::Head;

/// Says that this is a registry (end-1).
pub(crate) fn ping(head: &Head) -> Answer {
    match head.method {
        Method::GET | Method::HEAD => Ok(Reply::json(StatusCode::OK, &json!({}))),
        _ => Err(Problem::method("GET, HEAD")),
    }
}

/// All repositories, in pages: not in the OCI specification, but what Docker's registry has and clients ask for.
pub(crate) async fn list(server: &Server, head: &Head) -> Answer {
    if !matches!(head.method, Method::GET | Method::HEAD) {
        return Err(Problem::method("GET, HEAD"));
    }
    let page = Page::of(&head.query)?;
    let names = server.hosting.names().await.map_err(Problem::reading(Code::NameUnknown))?;
    let mut names: Vec<String> = names.iter().map(RepositoryName::to_string).collect();
    names.sort_unstable();
    let (repositories, link) = page.cut("/v2/_catalog", &names);
    let reply = Reply::json(StatusCode::OK, &json!({"repositories": repositories}));
    Ok(link.into_iter().fold(reply, |reply, link| reply.header("link", link)))
}
