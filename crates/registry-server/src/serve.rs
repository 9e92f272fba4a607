//! The server on a TCP listener.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use crate::Server;

/// How long to wait before accepting again when the system has no more sockets or memory.
const BREATH: Duration = Duration::from_millis(50);

impl Server {
    /// Serves connections until `shutdown` is ready; requests under way may then finish within
    /// [`crate::Limits::shutdown_timeout`]. Must be called on a Tokio runtime with I/O and time.
    pub async fn serve(self: Arc<Self>, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        let graceful = GracefulShutdown::new();
        let slots = Arc::new(Semaphore::new(self.limits.connections));
        let mut connections = JoinSet::new();
        let mut shutdown = pin!(shutdown);
        loop {
            tokio::select! {
                biased;
                () = &mut shutdown => break,
                Some(_) = connections.join_next() => {}
                accepted = accept(&listener, &slots) => {
                    let Some((stream, slot)) = accepted else { continue };
                    let talk = Arc::clone(&self).talk(stream, graceful.watcher());
                    connections.spawn(async move {
                        talk.await;
                        drop(slot);
                    });
                }
            }
        }
        drop(listener);
        // Connections that are still busy afterwards end when `connections` is dropped.
        let _finished = timeout(self.limits.shutdown_timeout, graceful.shutdown()).await;
    }

    async fn talk(self: Arc<Self>, stream: TcpStream, watcher: Watcher) {
        let Some(config) = self.tls.clone() else { return self.converse(stream, watcher).await };
        let handshake = TlsAcceptor::from(config).accept(stream);
        if let Ok(Ok(stream)) = timeout(self.limits.header_timeout, handshake).await {
            self.converse(stream, watcher).await;
        }
    }

    async fn converse<S>(self: Arc<Self>, stream: S, watcher: Watcher)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let header_timeout = self.limits.header_timeout;
        let service = service_fn(move |request: Request<Incoming>| {
            let server = Arc::clone(&self);
            async move { Ok::<_, Infallible>(server.handle(request).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(header_timeout)
            .serve_connection(TokioIo::new(stream), service);
        // How a connection ends is the client's business: cut lines are no errors of the server.
        let _ended = watcher.watch(connection).await;
    }
}

/// The next connection with its place among the allowed number; `None` when accepting failed for the moment.
async fn accept(listener: &TcpListener, slots: &Arc<Semaphore>) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => {
            // Only a matter of speed: answers are small and should not wait for more.
            let _set = stream.set_nodelay(true);
            Some((stream, slot))
        }
        Err(_) => {
            sleep(BREATH).await;
            None
        }
    }
}
