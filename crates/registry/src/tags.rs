//! Tags, repositories and deletion (distribution-spec, "Content Discovery").

use std::collections::HashSet;

use oci::{Digest, RepositoryName, Result, StoreError, Tag, limits};
use reqwest::{Method, Url};
use serde::Deserialize;

use crate::answers;
use crate::client::Registry;
use crate::paging::next_page;
use crate::request::{Access, Request};
use crate::scopes::Scopes;
use crate::store::RemoteStore;
use crate::wire::Answer;

/// Bytes of one page: 100,000 tags of full length fit.
const PAGE: u64 = 16 << 20;

/// Entries asked for per page; some registries refuse more.
const PER_PAGE: &str = "n=1000";

/// Either list; both may be `null`.
#[derive(Deserialize, Default)]
struct Names {
    #[serde(default)]
    tags: Option<Vec<String>>,
    #[serde(default)]
    repositories: Option<Vec<String>>,
}

impl RemoteStore {
    /// Every tag in the registry's order, each once. Texts that are no tags are left out.
    pub(crate) async fn list_tags(&self) -> Result<Vec<Tag>> {
        let url = self.url("tags/list", Some(PER_PAGE));
        let page = |url: Url| self.read_request(Method::GET, url);
        let names = gather(&self.registry, url, page, |names| names.tags).await?;
        Ok(names.iter().filter_map(|name| Tag::parse(name).ok()).collect())
    }

    /// Deletes the manifest with this digest and, with it, every tag on it; `false` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where the registry does not delete (405).
    pub async fn delete_manifest(&self, digest: &Digest) -> Result<bool> {
        let url = self.url(&format!("manifests/{digest}"), None);
        let request = Request::new(Method::DELETE, url, self.access(Scopes::delete(&self.name)));
        let answer = self.registry.send(&request).await?;
        match answer.status.as_u16() {
            200 | 202 | 204 => Ok(true),
            404 => Ok(false),
            _ => Err(answers::refused(&answer)),
        }
    }
}

impl Registry {
    /// The repositories of the registry, where it lists them (`/v2/_catalog`; many hosted ones refuse).
    ///
    /// # Errors
    /// Those of any request; [`StoreError::Denied`] and [`StoreError::Refused`] are common here.
    pub async fn catalog(&self) -> Result<Vec<RepositoryName>> {
        let access = Access { repository: None, scopes: Scopes::catalog() };
        let page = |url: Url| Request::new(Method::GET, url, access.clone());
        let names = gather(self, self.url("_catalog", Some(PER_PAGE)), page, |names| names.repositories).await?;
        Ok(names.iter().filter_map(|name| RepositoryName::parse(name).ok()).collect())
    }
}

/// Follows the pages that start at `url`. An empty page ends the list; one that brings nothing new is an error,
/// because a registry that links in circles can't be believed to have shown everything.
async fn gather(
    registry: &Registry,
    url: Url,
    page: impl Fn(Url) -> Request,
    pick: impl Fn(Names) -> Option<Vec<String>>,
) -> Result<Vec<String>> {
    let mut seen = HashSet::new();
    let mut gathered = Vec::new();
    let mut next = Some(url);
    while let Some(url) = next {
        let answer = registry.send(&page(url.clone()).at_most(PAGE)).await?;
        let names = pick(names_of(&answer)?).unwrap_or_default();
        if names.is_empty() {
            break;
        }
        let before = gathered.len();
        gathered.extend(names.into_iter().filter(|name| seen.insert(name.clone())));
        if gathered.len() == before {
            let detail = "the list repeats a page instead of ending".to_owned();
            return Err(StoreError::Unsafe { location: answer.location, detail });
        }
        if gathered.len() > limits::TAGS {
            let detail = format!("the list has more than {} entries", limits::TAGS);
            return Err(StoreError::WrongSize { location: answer.location, detail });
        }
        next = next_page(registry, &url, &answer)?;
    }
    Ok(gathered)
}

fn names_of(answer: &Answer) -> Result<Names> {
    match answer.status.as_u16() {
        200 => serde_json::from_slice(&answer.body).map_err(|error| StoreError::Refused {
            location: answer.location.clone(),
            status: 200,
            detail: format!("the list is not the JSON it should be (line {}, column {})", error.line(), error.column()),
        }),
        // A repository that doesn't exist has no tags. A page for people is another thing: the URL is wrong.
        404 if answer.media_type().is_none_or(|kind| kind != "text/html") => Ok(Names::default()),
        404 => {
            let detail = "no registry answers here".to_owned();
            Err(StoreError::Refused { location: answer.location.clone(), status: 404, detail })
        }
        _ => Err(answers::refused(answer)),
    }
}
