//! Values of libraries that have no parts.

/// A value of a library.
#[derive(Debug)]
pub enum Opaque {
    /// `kubernetes.URL`
    Url(gostd::url::Url),
}
