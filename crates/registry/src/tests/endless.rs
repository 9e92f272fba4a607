//! Answers that don't end, that grow when they are unpacked, and lists that always have one more page.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use oci::{Descriptor, Digest, Reference, RepositoryName, Store, StoreError, Tag, limits};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use super::fake::{Fake, name, read_request};
use crate::{ClientOptions, Credentials, Registry, RemoteStore};

/// What the kernel may hold between the two ends of a line.
const IN_FLIGHT: u64 = 16 << 20;

/// A client of the server behind `listener`.
fn client(listener: &TcpListener, repository: RepositoryName) -> RemoteStore {
    let host = listener.local_addr().unwrap().to_string();
    let options = ClientOptions { plain_http: true, ..ClientOptions::default() };
    Registry::new(&host, options, Credentials::none()).unwrap().repository(repository)
}

/// A repository whose every answer is a body without length and end, and the bytes that it could send.
async fn endless(head: &'static str) -> (RemoteStore, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let store = client(&listener, name());
    let sent = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&sent);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            pour(stream, head, &counter).await;
        }
    });
    (store, sent)
}

/// Writes until the other side has enough.
async fn pour(mut stream: TcpStream, head: &str, sent: &AtomicU64) {
    let Some(_) = read_request(&mut stream).await else { return };
    let head = format!("HTTP/1.1 200 OK\r\n{head}Connection: close\r\n\r\n");
    let mut piece = head.into_bytes();
    while stream.write_all(&piece).await.is_ok() {
        sent.fetch_add(piece.len() as u64, Ordering::Relaxed);
        piece = vec![b' '; 64 << 10];
    }
}

#[tokio::test]
async fn r07_a_manifest_without_end_is_read_up_to_the_limit() {
    let (store, sent) = endless("Content-Type: application/vnd.oci.image.manifest.v1+json\r\n").await;
    let error = store.manifest(&Reference::Tag(Tag::parse("1.0.0").unwrap())).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongSize { .. }), "{error}");
    assert!(error.to_string().contains("longer than 4194304 bytes"), "{error}");
    assert!(sent.load(Ordering::Relaxed) < limits::MANIFEST + IN_FLIGHT);
}

/// The length is known before: nothing is read.
#[tokio::test]
async fn r07_a_manifest_that_is_announced_too_long_is_not_read() {
    let (store, sent) = endless("Content-Length: 10737418240\r\n").await;
    let error = store.manifest(&Reference::Digest(Digest::of(b"x"))).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongSize { .. }), "{error}");
    assert!(sent.load(Ordering::Relaxed) < IN_FLIGHT);
}

#[tokio::test]
async fn c02_a_blob_without_end_is_read_up_to_its_size() {
    let (store, sent) = endless("").await;
    let blob = Descriptor::of("text/plain", b"hello");
    let error = store.blob(&blob, limits::BLOB).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongSize { .. }), "{error}");
    assert!(error.to_string().contains("longer than 5 bytes"), "{error}");
    assert!(sent.load(Ordering::Relaxed) < IN_FLIGHT);
}

/// Bytes are what they are: nothing is unpacked on the way, so nothing can grow.
#[tokio::test]
async fn r08_a_content_encoding_is_neither_asked_for_nor_undone() {
    let blob = Descriptor::of("text/plain", b"hello");
    let get = format!("GET /v2/org/demo/blobs/{}", blob.digest);
    let fake = Fake::start(&[(&get, "200 OK\nContent-Encoding: gzip\n\nhello")]).await;
    assert_eq!(fake.repository().blob(&blob, limits::BLOB).await.unwrap().as_ref(), b"hello");
    assert!(!fake.finish()[0].to_ascii_lowercase().contains("accept-encoding"));
}

/// Every page has new tags and a link to the next.
#[tokio::test]
async fn r06_a_list_whose_pages_never_end_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let store = client(&listener, name());
    tokio::spawn(async move {
        for page in 0_u32.. {
            let Ok((stream, _)) = listener.accept().await else { return };
            another_page(stream, page).await;
        }
    });
    let error = store.tags().await.unwrap_err();
    assert!(matches!(error, StoreError::WrongSize { .. }), "{error}");
    assert!(error.to_string().contains("more than 100000 entries"), "{error}");
    assert!(store.registry().requests() <= 4);
}

async fn another_page(mut stream: TcpStream, page: u32) {
    let Some(_) = read_request(&mut stream).await else { return };
    let tags: Vec<String> = (0..40_000).map(|number| format!("\"{page}.{number}.0\"")).collect();
    let body = format!("{{\"tags\":[{}]}}", tags.join(","));
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nLink: </v2/org/demo/tags/list?n=1000&last={page}>; rel=\"next\"\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(body.as_bytes()).await;
}

/// distribution answers with everything at once, in no order, whatever it was asked for.
#[tokio::test]
async fn i30_all_of_three_thousand_tags_in_one_answer_are_taken() {
    let numbers = (0..1500_u32).map(|number| number * 7919 % 1500);
    let tags: Vec<String> = numbers
        .flat_map(|number| {
            [format!("1.{number}.0"), format!("{}.sig", Digest::of(&number.to_be_bytes()).referrers_tag())]
        })
        .collect();
    let body = serde_json::json!({ "name": "org/demo", "tags": tags }).to_string();
    let fake = Fake::start(&[("GET /v2/org/demo/tags/list?n=1000", &format!("200 OK\n\n{body}"))]).await;
    let found = fake.repository().tags().await.unwrap();
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), tags);
    fake.finish();
}
