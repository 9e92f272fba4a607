//! Whom a verifier trusts: certificate authorities, logs and timestamp authorities, each within its time.
//!
//! Windows of validity are kept with what they are about, and looked at when something is verified: an authority counts
//! if it was valid at the proven time of the signature, a log key if it was valid when the entry was made.

use sigstore_trust_root::{SIGSTORE_PRODUCTION_TRUSTED_ROOT, TrustedRoot as Document};
use sigstore_verify::Verifier;
use sigstore_verify::crypto::VerificationKey;

use crate::json::{self, Object};
use crate::refusal::{Part, Refusal, shown};

/// Largest trusted root; the public one has 12 KiB.
const LIMIT: usize = 4 << 20;

/// The media types that are read (sigstore protobuf specifications, `sigstore_trustroot.proto`).
const MEDIA_TYPES: [&str; 3] = [
    "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    "application/vnd.dev.sigstore.trustedroot+json;version=0.2",
    "application/vnd.dev.sigstore.trustedroot.v0.2+json",
];

/// A trusted root, or none.
#[derive(Clone, Debug)]
pub struct TrustedRoot {
    document: Option<Document>,
    left_out: Vec<String>,
}

impl TrustedRoot {
    /// Reads a `trusted_root.json`; `what` names it in errors.
    ///
    /// # Errors
    /// [`Refusal`] when it is no trusted root of a known version, an authority has no readable certificate, a window
    /// ends before it starts, or a log is listed twice.
    pub fn read(json: &[u8], what: &str) -> Result<Self, Refusal> {
        let refuse = |refusal: Refusal| Refusal {
            found: format!("{what}: {}", refusal.found),
            part: if refusal.part == Part::Document { Part::TrustedRoot } else { refusal.part },
            ..refusal
        };
        let value = json::read(json, LIMIT).map_err(refuse)?;
        let media_type = Object::open(&value, "").and_then(|root| root.text("mediaType")).map_err(refuse)?;
        if !MEDIA_TYPES.contains(&media_type) {
            let found = format!("{what}: media type {:?}", shown(media_type));
            return Err(Refusal::new(Part::TrustedRoot, found, MEDIA_TYPES.join(" or ")));
        }
        let document: Document = serde_json::from_value(value).map_err(|error| {
            Refusal::new(Part::TrustedRoot, format!("{what}: {}", shown(&error.to_string())), "a trusted root")
        })?;
        let root = Self::usable(document);
        root.verifier().map_err(refuse)?;
        Ok(root)
    }

    /// The root of sigstore's public instance as it was when this program was built.
    pub fn public_good() -> Self {
        // Without it nothing is believed, which a test would notice.
        Self::read(SIGSTORE_PRODUCTION_TRUSTED_ROOT.as_bytes(), "the embedded trusted root")
            .unwrap_or_else(|_| Self::none())
    }

    /// No authority at all: enough for keys whose signatures are not logged.
    pub fn none() -> Self {
        Self { document: None, left_out: Vec::new() }
    }

    /// Leaves out logs whose kind of key is not known here, so that a new kind does not spoil the rest.
    fn usable(mut document: Document) -> Self {
        let mut left_out = Vec::new();
        document.tlogs.retain(|log| {
            let known = VerificationKey::from_spki(&log.public_key.raw_bytes).is_ok();
            if !known {
                left_out.push(format!("log {}: its kind of key is not known here", shown(&log.base_url)));
            }
            known
        });
        Self { document: Some(document), left_out }
    }

    /// What was left out, in sentences.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// Whether no authority is trusted.
    pub fn is_none(&self) -> bool {
        self.document.is_none()
    }

    /// The authorities; `None` without a root.
    pub(crate) fn document(&self) -> Option<&Document> {
        self.document.as_ref()
    }

    /// sigstore's verifier for this root.
    pub(crate) fn verifier(&self) -> Result<Verifier, Refusal> {
        let Some(document) = &self.document else {
            let hint = "give a trusted root, or use the public one";
            return Err(
                Refusal::new(Part::TrustedRoot, "none was given", "one that names logs and authorities").hint(hint)
            );
        };
        Verifier::new(document).map_err(|error| {
            let expected = "readable keys and certificates, each log once, windows that end after they start";
            Refusal::new(Part::TrustedRoot, shown(&error.to_string()), expected)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_root_is_there() {
        let root = TrustedRoot::public_good();
        let document = root.document();
        assert!(document.is_some_and(|document| !document.tlogs.is_empty() && !document.ctlogs.is_empty()));
        assert!(root.left_out().is_empty(), "{:?}", root.left_out());
    }

    #[test]
    fn c20_an_unknown_media_type_is_refused() {
        let json = SIGSTORE_PRODUCTION_TRUSTED_ROOT.replace("version=0.1", "version=0.9");
        let refusal = TrustedRoot::read(json.as_bytes(), "root.json").err();
        let text = refusal.map(|refusal| refusal.to_string()).unwrap_or_default();
        assert!(text.contains("root.json: media type") && text.contains("version=0.9"), "{text}");
    }

    #[test]
    fn no_root_is_said() {
        let text = TrustedRoot::none().verifier().err().map(|refusal| refusal.to_string()).unwrap_or_default();
        assert!(text.starts_with("trusted root: none was given"), "{text}");
    }
}
