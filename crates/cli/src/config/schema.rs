//! The keys of `portolan.yaml`, mapping by mapping. `docs/portolan.schema.json` says the same for editors; a test
//! compares both.

/// Top of the file.
pub const TOP: &[&str] = &["apiVersion", "charts", "targets", "signing", "sbom", "render", "hub", "checks"];
/// One entry of `targets`.
pub const TARGET: &[&str] = &["to", "visibility", "mirrors"];
/// `hub`.
pub const HUB: &[&str] = &["repositories"];
/// One entry of `hub.repositories`.
pub const HUB_REPOSITORY: &[&str] = &["id", "name"];
/// `checks`.
pub const CHECKS: &[&str] = &["levels", "exceptions", "baseline"];
/// `render`.
pub const RENDER: &[&str] = &["kubernetes", "values", "namespace"];
/// One entry of `checks.exceptions`.
pub const EXCEPTION: &[&str] = &["check", "where", "reason", "until"];
/// `sbom`.
pub const SBOM: &[&str] = &["formats", "images", "supplier", "merge", "find", "signers"];
/// One entry of `sbom.signers`.
pub const SBOM_SIGNER: &[&str] = &["key", "identity", "identityRegexp", "issuer", "issuerRegexp"];
/// One entry of `sbom.images`.
pub const SBOM_IMAGE: &[&str] = &["image", "file"];
/// `signing`.
pub const SIGNING: &[&str] = &["cosign", "provenance"];
/// `signing.cosign`.
pub const COSIGN: &[&str] = &[
    "key",
    "keyless",
    "identityToken",
    "log",
    "signingConfig",
    "trustedRoot",
    "tufMirror",
    "tufRoot",
    "fulcioURL",
    "rekorURL",
    "rekorVersion",
    "timestampURL",
];
/// `signing.provenance`.
pub const PROVENANCE: &[&str] = &["key"];
