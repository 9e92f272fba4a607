//! `portolan serve`: a tree of OCI layouts as a registry.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use layout::LayoutTree;
use registry_server::{Htpasswd, InvalidTls, Server, ServerOptions, tls_config};
use tokio::net::TcpListener;

use crate::disk;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::terminal;

/// Arguments of `portolan serve`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The tree: one OCI layout per repository
    #[arg(value_name = "DIR", default_value = "dist/oci")]
    folder: PathBuf,
    /// Where to listen, HOST:PORT; without HOST on loopback, port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:5000")]
    listen: String,
    /// Ask for user and password, checked against this file of bcrypt hashes (`htpasswd -nB USER`)
    #[arg(long, value_name = "FILE")]
    htpasswd: Option<PathBuf>,
    /// Certificate chain, PEM; needs --tls-key
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Private key, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

const FILE_LIMIT: u64 = 1 << 20;

/// Runs the command until it is told to stop.
///
/// # Errors
/// When the address is taken or a file can't be used.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    if std::fs::metadata(&arguments.folder).is_ok_and(|metadata| !metadata.is_dir()) {
        return Err(Failure::usage(format!("{}: not a folder", arguments.folder.display())));
    }
    let options = options(arguments)?;
    let listen = match arguments.listen.strip_prefix(':') {
        Some(port) => format!("127.0.0.1:{port}"),
        None => arguments.listen.clone(),
    };
    let scheme = if options.tls.is_some() { "https" } else { "http" };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::input(format!("no runtime: {error}")))?;
    runtime.block_on(async {
        let failed = |error: std::io::Error| {
            Failure::usage(format!("{listen}: {error}"))
                .hint("write HOST:PORT, such as 127.0.0.1:5000, with a port that is free")
        };
        let listener = TcpListener::bind(&listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        if !address.ip().is_loopback() && options.auth.is_none() {
            terminal::warn(&format!(
                "everybody who reaches {address} may read and write: --htpasswd asks for a password"
            ));
        }
        terminal::say(&format!("listening on {scheme}://{address}"));
        let stop = stopped()?;
        Arc::new(Server::new(options)).serve(listener, stop).await;
        Ok(Exit::Done)
    })
}

fn options(arguments: &Arguments) -> Result<ServerOptions> {
    let mut options = ServerOptions::new(Arc::new(LayoutTree::new(&arguments.folder)));
    if let Some(path) = &arguments.htpasswd {
        let text = String::from_utf8_lossy(&read(path)?).into_owned();
        options.auth = Some(
            Htpasswd::parse(&text).map_err(|error| with_hint(format!("{}: {error}", path.display()), error.hint()))?,
        );
    }
    if let (Some(certificate), Some(key)) = (&arguments.tls_cert, &arguments.tls_key) {
        let failed = |error: InvalidTls| {
            with_hint(format!("{} with {}: {error}", certificate.display(), key.display()), error.hint())
        };
        options.tls = Some(tls_config(&read(certificate)?, &read(key)?).map_err(failed)?);
    }
    Ok(options)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    disk::read(path, FILE_LIMIT).map_err(|failure| Failure::usage(failure.message))
}

fn with_hint(message: String, hint: Option<String>) -> Failure {
    Failure { message, hint, exit: Exit::Usage }
}

/// Ends at SIGINT or SIGTERM.
#[cfg(unix)]
fn stopped() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let failed = |error: std::io::Error| Failure::input(format!("signals: {error}"));
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends at Ctrl-C.
#[cfg(not(unix))]
fn stopped() -> Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
