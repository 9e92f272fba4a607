//! A registry as distribution 2.8 is: no referrers API, no `OCI-Subject`, conditions on writes are ignored. Every request
//! takes a moment of random length before it is looked at and after it was carried out.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use oci::{Hosting, MemoryRegistry};
use registry_server::{Body, Server, ServerOptions};
use tokio::net::{TcpListener, TcpStream};

/// Starts one on loopback; `host:port`. A request waits up to `delay` before and after.
pub async fn start(delay: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let hosting: Arc<dyn Hosting> = Arc::new(MemoryRegistry::default());
    let server = Arc::new(Server::new(ServerOptions::new(hosting)));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, Arc::clone(&server), delay));
        }
    });
    address
}

async fn serve(stream: TcpStream, server: Arc<Server>, delay: Duration) {
    let service = service_fn(move |request| answer(Arc::clone(&server), request, delay));
    let _cut = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(
    server: Arc<Server>,
    request: Request<Incoming>,
    delay: Duration,
) -> Result<Response<Body>, Infallible> {
    let (mut parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    if parts.uri.path().contains("/referrers/") {
        let mut response = Response::new(Body::default());
        *response.status_mut() = StatusCode::NOT_FOUND;
        return Ok(response);
    }
    parts.headers.remove("if-match");
    parts.headers.remove("if-none-match");
    tokio::time::sleep(delay.mul_f64(fastrand::f64())).await;
    let mut response = server.handle(Request::from_parts(parts, Full::new(body))).await;
    response.headers_mut().remove("oci-subject");
    tokio::time::sleep(delay.mul_f64(fastrand::f64())).await;
    Ok(response)
}
