use std::time::Duration;

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::*;
use crate::{InvalidTls, tls_config};

const CERTIFICATE: &[u8] = include_bytes!("localhost.pem");
const KEY: &[u8] = include_bytes!("localhost.key.pem");

/// A listening server, what stops it, and its end.
async fn listen(registry: &Registry) -> (TcpStream, oneshot::Sender<()>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = Arc::clone(&registry.0);
    let task = tokio::spawn(async move {
        let shutdown = async move {
            stopped.await.ok();
        };
        server.serve(listener, shutdown).await;
    });
    (TcpStream::connect(address).await.unwrap(), stop, task)
}

/// Sends a request that closes the connection, and reads everything that comes.
async fn converse(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_blob_crosses_the_wire() {
    let registry = Registry::new();
    let digest = registry.push_blob("a", b"over the wire").await;
    let (mut stream, stop, task) = listen(&registry).await;
    let head = format!("HEAD /v2/a/blobs/{digest} HTTP/1.1\r\nhost: test\r\n\r\n");
    let get = format!("GET /v2/a/blobs/{digest} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    let answers = converse(&mut stream, &format!("{head}{get}")).await;
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
    assert_eq!(answers.matches("content-length: 13").count(), 2, "{answers}");
    assert!(answers.ends_with("\r\n\r\nover the wire"), "{answers}");
    stop.send(()).unwrap();
    timeout(Duration::from_secs(5), task).await.unwrap().unwrap();
}

#[tokio::test]
async fn idle_connections_do_not_delay_the_end() {
    let registry = Registry::new();
    let (mut idle, stop, task) = listen(&registry).await;
    idle.write_all(b"GET /v2/ HTTP/1.1\r\nhost: test\r\n\r\n").await.unwrap();
    let mut first = [0_u8; 12];
    idle.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    stop.send(()).unwrap();
    timeout(Duration::from_secs(5), task).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_slow_body_is_given_up() {
    let registry = Registry::with(|options| options.limits.read_timeout = Duration::from_millis(20));
    let (mut stream, _stop, _task) = listen(&registry).await;
    let request = "PUT /v2/a/manifests/x HTTP/1.1\r\nhost: test\r\ncontent-length: 10\r\nconnection: close\r\n\r\n{";
    let answer = converse(&mut stream, request).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

#[tokio::test]
async fn tls_is_spoken_with_the_given_certificate() {
    let config = tls_config(CERTIFICATE, KEY).unwrap();
    let registry = Registry::with(|options| options.tls = Some(config));
    let (stream, _stop, _task) = listen(&registry).await;
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(CERTIFICATE).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let client = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(client)).connect(name, stream).await.unwrap();
    let answer = converse(&mut stream, "GET /v2/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
}

#[test]
fn certificate_and_key_must_be_there() {
    assert!(matches!(tls_config(b"", KEY), Err(InvalidTls::NoCertificate)));
    assert!(matches!(tls_config(CERTIFICATE, CERTIFICATE), Err(InvalidTls::Key(_))));
    assert!(matches!(tls_config(b"-----BEGIN CERTIFICATE-----\n!", KEY), Err(InvalidTls::Certificate(_))));
}
