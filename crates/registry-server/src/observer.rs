//! Who wants to know what is asked and answered.

use hyper::StatusCode;
use oci::StoreError;

/// Sees every request: for access logs, request counts and tests that break things on purpose.
///
/// Methods are called on the server's tasks and must not block. `path` has no query.
pub trait Observer: Send + Sync {
    /// Called before anything is read. A status fails the request with it; nothing else happens then.
    fn before(&self, method: &str, path: &str) -> Option<StatusCode> {
        let _ = (method, path);
        None
    }

    /// Called when the answer's head is ready; the body of a blob is still to be sent.
    fn request(&self, method: &str, path: &str, status: u16) {
        let _ = (method, path, status);
    }

    /// Called when the store failed. The client is only told that it did, because the error names local paths.
    fn failure(&self, method: &str, path: &str, error: &StoreError) {
        let _ = (method, path, error);
    }
}
