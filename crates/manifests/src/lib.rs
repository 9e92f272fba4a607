//! Kubernetes' own kinds: their schemas for every version, and objects judged against them.
//!
//! [`judge()`] says what API servers of several versions would refuse of a document, in one walk:
//!
//! ```
//! use manifests::{Versions, judge};
//!
//! let text = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {port: 80}\n";
//! let document = goyaml::parse(text)?.expect("a document");
//! let judged = judge(&document, Versions::of([31, 37]));
//! let fault = &judged[0].faults[0];
//! assert_eq!(fault.text, "data[port]: Invalid value: 80: expected string, got number");
//! assert_eq!((fault.versions.words().as_str(), fault.position.line), ("1.31 and 1.37", 4));
//! # Ok::<(), goyaml::Error>(())
//! ```
//!
//! What is judged: unknown fields and wrong types, as strict decoding does; what is required; enumerations; quantities,
//! times, base64 and the ranges of integers; names, labels and selectors where every server agrees on them; items that
//! server-side apply cannot tell apart. What is not in the schemas (which fields exclude each other, ranges of ports) is
//! not judged: no fault does not mean that a server accepts. Every fault does mean that it refuses.
//!
//! The schemas are embedded: `data/kinds.zlib`, made by `tools/kinds/generate`. `data` says how they are kept.

mod data;
mod fault;
mod judge;
mod metadata;
mod objects;
mod selector;
mod versions;

pub use data::{elsewhere, has_group, versions_of};
pub use fault::{Fault, FaultKind, Step};
pub use judge::{DuplicateKey, duplicate_keys};
pub use objects::{Judged, judge};
pub use versions::{NEWEST, OLDEST, Versions};

#[cfg(test)]
mod tests;
