//! The artifact under the tag `artifacthub.io` that carries `artifacthub-repo.yml` in an OCI repository
//! (Artifact Hub, `internal/repo/manager.go`, `GetMetadata`).

use oci::{Descriptor, RawManifest, media_type};

/// The tag under which Artifact Hub looks for repository metadata.
pub const TAG: &str = "artifacthub.io";

/// The config's content: some registries refuse an empty blob, and Artifact Hub never reads it.
pub const CONFIG: &[u8] = b"{}";

/// The manifest for a metadata file, and its two blobs. The same bytes give the same digest: it holds no time.
pub fn describe(file: &[u8]) -> (RawManifest, Descriptor, Descriptor) {
    let config = Descriptor::of(media_type::HUB_CONFIG, CONFIG);
    let mut layer = Descriptor::of(media_type::HUB_METADATA, file);
    layer.annotations.insert("org.opencontainers.image.title".to_owned(), "artifacthub-repo.yml".to_owned());
    let document = serde_json::json!({
        "schemaVersion": 2,
        "mediaType": media_type::IMAGE_MANIFEST,
        "config": config,
        "layers": [layer],
    });
    (RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string()), config, layer)
}

/// The layer that Artifact Hub would read from a manifest: the first one of the right type.
pub fn metadata_layer(manifest: &RawManifest) -> Option<Descriptor> {
    let document = manifest.document().ok()?;
    document.layers?.into_iter().find(|layer| layer.media_type == media_type::HUB_METADATA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_file_gives_the_same_manifest() {
        let (one, config, layer) = describe(b"repositoryID: x\n");
        assert_eq!(one.digest, describe(b"repositoryID: x\n").0.digest);
        assert_ne!(one.digest, describe(b"repositoryID: y\n").0.digest);
        assert_eq!(config.size, 2);
        assert_eq!(metadata_layer(&one), Some(layer));
    }
}
