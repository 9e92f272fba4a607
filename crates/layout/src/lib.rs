//! OCI image layouts on disk (image-spec, `image-layout.md`), one standard layout per repository, so that oras,
//! skopeo and crane read what Portolan wrote and the other way round.
//!
//! ```text
//! <root>/<repository>/oci-layout          {"imageLayoutVersion":"1.0.0"}
//!                    /index.json          one descriptor per tag, one without a name per untagged manifest
//!                    /blobs/<alg>/<hex>   every manifest, config and layer
//!                    /.portolan/lock      held while index.json is read, changed and replaced
//!                    /.portolan/tmp/      files that don't have their final name yet
//!                    /.portolan/uploads/  upload sessions of `portolan serve`
//! ```
//!
//! # What survives a crash
//!
//! Everything is written under another name and renamed, so a killed process leaves at most files in `.portolan`;
//! those older than a day are removed when a store first writes, and with every new upload session. Several
//! threads and processes may write at once: `index.json` only changes under the lock. Readers take no lock and
//! write nothing.
//!
//! Syncing is what a loss of power needs, and what costs: between 0.1 and 5 ms a file. `index.json` is always
//! synced before it replaces the old one, because a torn one would lose every tag. Blobs are synced at the commit
//! point, when a tag is written: all of this process at once and side by side, so that the file system serves
//! them with few flushes. A blob that power loss cut before its tag was written has the wrong length, counts as
//! absent and is written again by the next run.
//!
//! # Blocking
//!
//! The `async` functions do their work with blocking calls and never wait on anything else: they are ready when
//! they are first polled.

mod blobs;
mod files;
mod folder;
mod graph;
mod hosted;
mod index;
mod store;
mod tree;

pub use store::LayoutStore;
pub use tree::LayoutTree;

#[cfg(test)]
mod tests;
