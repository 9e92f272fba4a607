//! OCI as its specifications say it, without any transport: names, digests, manifests, the [`Store`] trait
//! that every place for charts implements, a store in memory, and [`copy()`], the only mover of graphs.
//!
//! Sources: OCI distribution specification 1.1, OCI image specification 1.1.

mod copy;
mod digest;
mod error;
mod hint;
mod hosting;
mod image_reference;
mod manifest;
pub mod media_type;
mod memory;
mod name;
mod store;

pub use copy::{Copied, CopyScope, copy, copy_manifest};
pub use digest::{Algorithm, Digest, Hasher, InvalidDigest};
pub use error::{Result, StoreError};
pub use hosting::{Hosted, Hosting, UploadId};
pub use image_reference::{ImageReference, ImageReferenceError};
pub use manifest::{Descriptor, InvalidManifest, ManifestDocument, RawManifest, index_of};
pub use memory::{MemoryRegistry, MemoryStore};
pub use name::{InvalidName, Reference, RepositoryName, Tag};
pub use store::{Store, TagRule, limits, referrer_descriptors};

#[cfg(test)]
mod tests;
