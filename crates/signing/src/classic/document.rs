//! A document under cosign's `.sbom` tag, for `cosign download sbom`, which looks nowhere else.
//!
//! cosign says since 2022 that this form is on its way out, and cosign 3 still reads and writes it. Nothing signs it.
//!
//! Source: cosign, `cmd/cosign/cli/attach/sbom.go`, `pkg/oci/static/file.go`, `pkg/types/media.go`.

use bytes::Bytes;
use oci::{Descriptor, Digest, Tag, media_type};
use serde_json::json;

use super::write::written;
use crate::attachment::{Attachment, in_go_order};

/// The media type under which cosign attaches SPDX documents in JSON.
pub const SPDX_TYPE: &str = "text/spdx+json";
/// The media type under which cosign attaches CycloneDX documents in JSON.
pub const CYCLONEDX_TYPE: &str = "application/vnd.cyclonedx+json";

/// The tag under which cosign looks for a document about `subject`: `sha256-<hex>.sbom`.
pub fn document_tag(subject: &Digest) -> Tag {
    Tag::of_document(subject)
}

/// The manifest of one document, byte by byte as `cosign attach sbom` writes it.
pub fn document(media_type: &str, content: &Bytes) -> Attachment {
    let layer = Descriptor::of(media_type, content);
    let manifest = json!({ "schemaVersion": 2, "mediaType": media_type::IMAGE_MANIFEST });
    let mut attachment = written(manifest, vec![in_go_order(&layer)], &[]);
    attachment.blobs.push((layer, content.clone()));
    attachment
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded from cosign 3.1.3 and 2.6.2.
    #[test]
    fn it_is_what_cosign_attaches() {
        let written = document(SPDX_TYPE, &Bytes::from_static(b"{\"spdxVersion\":\"SPDX-2.3\"}\n"));
        let expected = concat!(
            r#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"#,
            r#""application/vnd.oci.image.config.v1+json","size":233,"digest":"sha256:"#,
            r#"a711e36e6f23d5e533a9b092eec221c7a9fc2533fd615fef2b35415a61269807"},"layers":[{"mediaType":"text/spdx+json","#,
            r#""size":27,"digest":"sha256:033f748d28edb19db9e73d8b31ea18fe6f08d668ee43c202e1c20fe5ffc2e28f"}]}"#,
        );
        assert_eq!(String::from_utf8_lossy(&written.manifest.bytes), expected);
        assert_eq!(written.blobs.len(), 2);
    }
}
