//! Conversations with a server in process, one file per group of endpoints.

mod access;
mod blobs;
mod listen;
mod manifests;
mod mutations;
mod referrers;
mod tags;
mod uploads;

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::header::HeaderValue;
use hyper::{HeaderMap, Request};
use oci::{Descriptor, Digest, MemoryRegistry, media_type};
use serde_json::{Value, json};

use crate::{Server, ServerOptions};

/// A server over an empty registry in memory.
struct Registry(Arc<Server>);

impl Registry {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut ServerOptions)) -> Self {
        let mut options = ServerOptions::new(Arc::new(MemoryRegistry::new()));
        change(&mut options);
        Self(Arc::new(Server::new(options)))
    }

    fn ask(&self, method: &str, target: &str) -> Ask {
        let mut request = Request::new(Full::new(Bytes::new()));
        *request.method_mut() = method.parse().unwrap();
        *request.uri_mut() = target.parse().unwrap();
        Ask { server: Arc::clone(&self.0), request }
    }

    async fn get(&self, target: &str) -> Said {
        self.ask("GET", target).send().await
    }

    /// Uploads a blob in one request.
    async fn push_blob(&self, name: &str, content: &[u8]) -> Digest {
        let digest = Digest::of(content);
        let target = format!("/v2/{name}/blobs/uploads/?digest={digest}");
        assert_eq!(self.ask("POST", &target).body(content).send().await.status, 201);
        digest
    }

    /// Uploads an artifact with one layer, without a tag unless `reference` is one.
    async fn push_manifest(&self, name: &str, reference: Option<&str>, manifest: &Value) -> Digest {
        self.push_blob(name, b"{}").await;
        let bytes = manifest.to_string();
        let digest = Digest::of(bytes.as_bytes());
        let reference = reference.map_or_else(|| digest.to_string(), str::to_owned);
        let put = self.put_manifest(name, &reference, &bytes).await;
        assert_eq!(put.status, 201, "{:?}", put.body);
        digest
    }

    async fn put_manifest(&self, name: &str, reference: &str, manifest: &str) -> Said {
        let target = format!("/v2/{name}/manifests/{reference}");
        self.ask("PUT", &target).header("content-type", media_type::IMAGE_MANIFEST).body(manifest).send().await
    }
}

/// An artifact that says `note`, with the empty JSON object as config and only layer.
fn artifact(note: &str) -> Value {
    let empty = Descriptor::of("application/vnd.oci.empty.v1+json", b"{}");
    json!({
        "schemaVersion": 2,
        "mediaType": media_type::IMAGE_MANIFEST,
        "artifactType": "application/vnd.example.note",
        "config": empty,
        "layers": [empty],
        "annotations": {"note": note},
    })
}

/// A request in the making.
struct Ask {
    server: Arc<Server>,
    request: Request<Full<Bytes>>,
}

impl Ask {
    fn header(mut self, name: &'static str, value: &str) -> Self {
        self.request.headers_mut().append(name, HeaderValue::from_str(value).unwrap());
        self
    }

    fn body(mut self, content: impl AsRef<[u8]>) -> Self {
        *self.request.body_mut() = Full::new(Bytes::copy_from_slice(content.as_ref()));
        self
    }

    async fn send(self) -> Said {
        let response = self.server.handle(self.request).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Said { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

/// A response that was read to its end.
struct Said {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Said {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Status and error code.
    fn refusal(&self) -> (u16, String) {
        (self.status, self.json()["errors"][0]["code"].as_str().unwrap().to_owned())
    }
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}
