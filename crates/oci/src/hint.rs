//! How to mend what a store could not do.
//!
//! The variant decides, and where that is not enough the first words of its detail, which are this project's own or
//! those of the TLS and HTTP libraries. What a registry said stands behind them, so that it can't choose the hint.

use std::io::ErrorKind;

use crate::StoreError;

const LOG_IN: &str =
    "log in first (`helm registry login HOST` or `docker login HOST`), or give --username with --password-stdin";

const PRIVATE_AUTHORITY: &str = "the certificate is not trusted here: give that of a private authority with --ca-file";

const SPEAKS_TLS: &str = "the port speaks TLS: leave --plain-http out";

const MEND_FILE: &str = "mend the file, or move it away and log in again (`helm registry login HOST`)";

const CERTIFICATES: &str = "give certificates in PEM form: each begins with `-----BEGIN CERTIFICATE-----`";

/// Causes of failed connections by words of the libraries, the specific ones first.
const CONNECTIONS: [(&str, &str); 9] = [
    ("dns error", "check the host name: it can't be resolved here (a proxy's name in HTTPS_PROXY counts, too)"),
    ("corrupt message", "the port does not speak TLS: a registry without TLS needs --plain-http"),
    ("invalid HTTP version", SPEAKS_TLS),
    ("not valid for name", "use the host name that the registry's certificate was issued for"),
    ("certificate expired", "check this machine's clock; if it is right, the registry needs a new certificate"),
    ("certificate not valid yet", "check this machine's clock; if it is right, the registry needs another certificate"),
    ("invalid peer certificate", PRIVATE_AUTHORITY),
    ("CertificateRequired", "the registry wants a client certificate: give --cert-file with --key-file"),
    ("by other writers", "run again when the other writers are done"),
];

/// What servers say, in lower case, when plain HTTP is spoken to their TLS port (Go, nginx, Apache).
const TLS_WANTED: [&str; 3] = [
    "client sent an http request to an https server",
    "plain http request was sent to https port",
    "speaking plain http to an ssl-enabled server port",
];

/// Problems of files that the client was given.
const FILES: [(&str, &str); 10] = [
    ("is not in PATH", "install that program, or take `credsStore` and `credHelpers` out of the file and log in again"),
    ("docker-credential-", "run the helper by hand to see what it lacks, or log in again (`docker login HOST`)"),
    ("helper name", "correct `credsStore` and `credHelpers` in the file, or log in again (`docker login HOST`)"),
    (".auth is not base64", "log in again (`helm registry login HOST`): that writes the entry anew"),
    ("broken JSON", MEND_FILE),
    ("the JSON ends too early", MEND_FILE),
    ("a value has another type", MEND_FILE),
    ("no PEM certificate", CERTIFICATES),
    ("no usable certificate", CERTIFICATES),
    (
        "no usable private key",
        "give an unencrypted private key in PEM form: it begins with `-----BEGIN PRIVATE KEY-----`",
    ),
];

/// What is wrong with a layout; everything else is damage.
const LAYOUTS: [(&str, &str); 6] = [
    (
        "not an OCI image layout",
        "check the path: the layout of a chart is in a folder of its own, named like the chart",
    ),
    ("a symbolic link", "put the real file or folder there: links are not followed, they could lead out of the layout"),
    ("kept it locked", "wait for the other program or end it, then run again"),
    ("imageLayoutVersion is", "copy the charts with the tool that wrote it to a layout of version 1.0.0"),
    ("folders in it", "name a folder that holds the layouts only"),
    ("found something else", "move away what is there, or choose another folder"),
];

/// The hint for an error, where one is known.
pub(crate) fn of(error: &StoreError) -> Option<&'static str> {
    match error {
        StoreError::Unauthenticated { detail, .. } => Some(unauthenticated(detail)),
        StoreError::Denied { detail, .. } => Some(denied(detail)),
        StoreError::Unreachable { location, detail } => Some(unreachable(location, detail)),
        StoreError::Refused { status, detail, .. } => refused(*status, detail),
        StoreError::NoRepository { .. } => Some(
            "create it first: Amazon ECR and Google Artifact Registry need the repository, Harbor needs the project",
        ),
        StoreError::TagMoved { .. } => {
            Some("another run published meanwhile: compare with `portolan verify`, then run again")
        }
        StoreError::DigestMismatch { .. } => {
            Some("the store or something on the way to it changed the content: do not use it")
        }
        StoreError::Configuration { detail, .. } => first_of(&FILES, detail),
        StoreError::Layout { detail, .. } => Some(
            first_of(&LAYOUTS, detail)
                .unwrap_or("the layout is damaged: restore it from a copy, or move it away and publish again"),
        ),
        StoreError::Io { source, .. } => io(source.kind()),
        _ => None,
    }
}

fn first_of(known: &[(&str, &'static str)], detail: &str) -> Option<&'static str> {
    known.iter().find(|(words, _)| detail.contains(words)).map(|(_, hint)| *hint)
}

fn unauthenticated(detail: &str) -> &'static str {
    if detail.starts_with("the credentials from") {
        return "check the user name, and whether the password or token has expired; then log in again (`helm registry login HOST`) or give --username with --password-stdin";
    }
    LOG_IN
}

fn denied(detail: &str) -> &'static str {
    if detail.starts_with("no credentials") {
        return LOG_IN;
    }
    if detail.contains("writing") {
        return "check that the repository exists (some registries do not create it on first push) and that the credentials may push to it";
    }
    "log in with an account that may read it (`helm registry login HOST`), and check the name: some registries deny what does not exist"
}

fn unreachable(location: &str, detail: &str) -> &'static str {
    if detail.starts_with("too many requests") {
        return "the registry limits requests: wait as long as it asks, then run again; it often allows more to users who are logged in";
    }
    if detail.starts_with("HTTP status") {
        return "the registry has trouble of its own: try again later";
    }
    first_of(&CONNECTIONS, detail).unwrap_or(match location.starts_with("http://") {
        true => "check host and port, and that the registry is running; one with TLS needs no --plain-http",
        false => "check host and port; a registry without TLS needs --plain-http, one with a private CA --ca-file",
    })
}

fn refused(status: u16, detail: &str) -> Option<&'static str> {
    let said = detail.to_ascii_lowercase();
    if status == 400 && TLS_WANTED.iter().any(|words| said.contains(words)) {
        return Some(SPEAKS_TLS);
    }
    if status == 413 || said.contains("request body too large") {
        return Some(
            "the registry or a proxy before it limits uploads: have the limit raised (nginx: `client_max_body_size`)",
        );
    }
    None
}

fn io(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::StorageFull => Some("free some space and run again: nothing half-written is visible"),
        ErrorKind::PermissionDenied => Some("make the folder writable or choose another target with --to"),
        ErrorKind::ReadOnlyFilesystem => {
            Some("the file system is mounted read-only: mount it writable or choose another target with --to")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unreachable_by(detail: &str) -> String {
        let location = "https://r.example/v2/".to_owned();
        StoreError::Unreachable { location, detail: detail.to_owned() }.hint().unwrap()
    }

    #[test]
    fn connections_are_mended_by_their_cause() {
        let tls = "error sending request: client error (Connect): ";
        let cases = [
            ("dns error: failed to lookup address information", "host name"),
            ("received corrupt message of type InvalidContentType", "needs --plain-http"),
            ("invalid HTTP version parsed", "leave --plain-http out"),
            ("invalid peer certificate: UnknownIssuer", "--ca-file"),
            ("invalid peer certificate: certificate not valid for name \"a\"; certificate is only valid for b", "name"),
            ("invalid peer certificate: certificate expired: verification time 2 (UNIX)", "clock"),
            ("tcp connect error: Connection refused (os error 111)", "host and port"),
        ];
        for (cause, expected) in cases {
            let hint = unreachable_by(&format!("{tls}{cause}"));
            assert!(hint.contains(expected), "{cause}: {hint}");
        }
        assert!(unreachable_by("too many requests, HTTP status 429: dns error").contains("limits requests"));
        assert!(unreachable_by("HTTP status 503: UnknownIssuer").contains("try again later"));
        let location = "http://r.example/v2/".to_owned();
        let plain = StoreError::Unreachable { location, detail: "Connection refused".to_owned() };
        assert!(!plain.hint().unwrap().contains("needs --plain-http"));
    }

    #[test]
    fn only_pushes_are_told_of_the_right_to_push() {
        let hint = |detail: &str| {
            StoreError::Denied { location: "https://r.example/v2/".to_owned(), detail: detail.to_owned() }
                .hint()
                .unwrap()
        };
        assert!(hint("no credentials for r.example: DENIED: writing").starts_with("log in first"));
        assert!(hint("the credentials from f do not allow writing: DENIED").contains("may push"));
        assert!(!hint("the credentials from f do not allow reading: DENIED").contains("push"));
    }

    #[test]
    fn refused_credentials_are_not_missing_ones() {
        let hint = |detail: &str| {
            let location = "https://r.example/v2/".to_owned();
            StoreError::Unauthenticated { location, detail: detail.to_owned() }.hint().unwrap()
        };
        assert!(hint("no credentials for r.example").starts_with("log in first"));
        assert!(hint("the credentials from --username were refused").starts_with("check the user name"));
    }

    #[test]
    fn refusals_files_and_layouts() {
        let refused = |status, detail: &str| {
            StoreError::Refused { location: "http://r.example/".to_owned(), status, detail: detail.to_owned() }.hint()
        };
        let told = refused(400, "Client sent an HTTP request to an HTTPS server.");
        assert!(told.unwrap().contains("leave --plain-http out"));
        assert!(refused(413, "an HTML page").unwrap().contains("client_max_body_size"));
        assert_eq!(refused(400, "MANIFEST_INVALID"), None);
        let file = |detail: &str| {
            StoreError::Configuration { location: "config.json".to_owned(), detail: detail.to_owned() }.hint()
        };
        assert!(file("docker-credential-gone is not in PATH").unwrap().contains("install"));
        assert!(file("line 2, column 1: broken JSON").unwrap().contains("log in again"));
        assert!(file("it holds no PEM certificate").unwrap().contains("BEGIN CERTIFICATE"));
        let damaged = StoreError::Layout { path: "index.json".to_owned(), detail: "it is missing".to_owned() };
        assert!(damaged.hint().unwrap().contains("restore"));
        let source = std::io::Error::from(ErrorKind::ReadOnlyFilesystem);
        assert!(StoreError::Io { path: "x".to_owned(), source }.hint().unwrap().contains("read-only"));
    }
}
