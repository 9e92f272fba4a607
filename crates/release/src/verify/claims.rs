//! Step 4: whose signatures are attached.
//!
//! A bundle counts when it parses, names this digest, and the policy believes it. What belongs to somebody else is told
//! and left alone; what claims to be the holder's and is not right is a failure: it was altered.

use bytes::Bytes;
use oci::{Digest, RawManifest};
use serde_json::Value;
use signing::bundle::{self, Bundle, BundleMaterial};
use signing::policy::LogRule;
use signing::{Holder, Part, Policy, Proven, Refusal};

use super::attached::{Attached, Fetched};
use super::attestations;
use super::judged::{Judged, Verdict};
use super::request::Request;

/// A signed statement about this release: in a bundle, or in a layer of cosign 2's `.att` tag.
pub(super) struct Claim {
    /// Its manifest.
    pub(super) manifest: RawManifest,
    /// The layer of a `.att` manifest; none: it is a bundle, and its manifest has no other layer.
    pub(super) layer: Option<Digest>,
    /// The bundle or envelope.
    pub(super) bytes: Bytes,
    /// What kind of claim it is.
    pub(super) predicate_type: String,
    /// The signed statement.
    pub(super) statement: Value,
    /// The proof; none without a policy.
    pub(super) proven: Option<Proven>,
}

impl Claim {
    /// The digest by which it is told.
    pub(super) fn digest(&self) -> &Digest {
        self.layer.as_ref().unwrap_or(&self.manifest.digest)
    }

    /// Whether it is a bundle.
    pub(super) fn is_bundle(&self) -> bool {
        self.layer.is_none()
    }

    /// What is claimed.
    pub(super) fn predicate(&self) -> Option<&Value> {
        self.statement.get("predicate")
    }

    /// A line about this claim: proven, or only there.
    pub(super) fn judged(&self, what: &str, detail: impl AsRef<str>) -> Judged {
        match self.proven {
            Some(_) => Judged::verified(what, Some(self.digest()), detail),
            None => Judged::present(what, Some(self.digest()), detail),
        }
    }
}

/// All signed statements.
#[derive(Default)]
pub(super) struct Claims {
    /// Those that count.
    pub(super) claims: Vec<Claim>,
    /// Lines about the others.
    pub(super) told: Vec<Judged>,
    /// How many parse: cosign 3 and Flux look at nothing else as soon as there is one.
    pub(super) parsed: usize,
}

impl Claims {
    /// Bundles of a type.
    pub(super) fn bundles<'a>(&'a self, predicate_type: &'a str) -> impl Iterator<Item = &'a Claim> {
        self.of(predicate_type).filter(|claim| claim.is_bundle())
    }

    /// Claims of a type, in whatever form.
    pub(super) fn of<'a>(&'a self, predicate_type: &'a str) -> impl Iterator<Item = &'a Claim> {
        self.claims.iter().filter(move |claim| claim.predicate_type == predicate_type)
    }
}

/// Judges every bundle that is attached to `subject`, and every attestation under its `.att` tag.
pub(super) fn judge(attached: &Attached, subject: &Digest, request: &Request<'_>) -> Claims {
    let (mut claims, mut refused) = (Claims::default(), Vec::new());
    for manifest in attached.manifests(subject) {
        let Some(bytes) = bundle_of(attached, manifest) else { continue };
        let read = bundle::read(bytes);
        claims.parsed += usize::from(read.is_ok());
        match claim(manifest, (bytes, read), subject, request) {
            Ok(claim) => claims.claims.push(claim),
            Err(judged) => refused.push((unlogged(bytes, subject, request), judged)),
        }
    }
    for (kind, judged) in refused {
        let replaced = kind.is_some_and(|kind| claims.bundles(&kind).next().is_some());
        claims.told.push(if replaced {
            Judged { verdict: Verdict::Warning, detail: REPLACED.to_owned(), hint: None, ..judged }
        } else {
            judged
        });
    }
    attestations::add(&mut claims, attached, subject, request);
    claims
}

/// What is told of a bundle from before the holder's signatures were logged.
const REPLACED: &str = "the holder signed it without a log entry; another one of its type has one";

/// The type of a bundle that lacks nothing but a log entry.
fn unlogged(bytes: &[u8], subject: &Digest, request: &Request<'_>) -> Option<String> {
    let Some(Policy::Key { keys, log: LogRule::Required }) = request.policy else { return None };
    let policy = Policy::Key { keys: keys.clone(), log: LogRule::Accepted };
    let proven = signing::verify::bundle(bytes, subject, &policy, request.root, request.now).ok()?;
    proven.predicate_type.filter(|_| proven.log.is_empty())
}

/// The one layer of a manifest that is a bundle, if it could be read.
fn bundle_of<'a>(attached: &'a Attached, manifest: &RawManifest) -> Option<&'a Bytes> {
    let layers = manifest.document().ok()?.layers?;
    let [layer] = layers.as_slice() else { return None };
    match attached.blob(layer) {
        Some(Fetched::There(bytes)) if bundle::is_bundle_type(&layer.media_type) => Some(bytes),
        _ => None,
    }
}

fn claim(
    manifest: &RawManifest,
    (bytes, read): (&Bytes, Result<Bundle, Refusal>),
    subject: &Digest,
    request: &Request<'_>,
) -> Result<Claim, Judged> {
    let told = |refusal: Refusal| refused(manifest, refusal, read.as_ref().ok(), request.policy);
    let proven = match request.policy {
        Some(policy) => Some(signing::verify::bundle(bytes, subject, policy, request.root, request.now).map_err(told)?),
        None => None,
    };
    let bundle = read.as_ref().map_err(|refusal| told(refusal.clone()))?;
    let statement = bundle.statement().map_err(told)?;
    if !statement.names(subject) {
        let found = "the statement is about something else";
        return Err(told(Refusal::new(Part::Subject, found, subject.to_string())));
    }
    if let Some(proven) = &proven {
        right_hint(manifest, bundle, proven)?;
    }
    right_annotation(manifest, &statement.predicate_type)?;
    Ok(Claim {
        manifest: manifest.clone(),
        layer: None,
        bytes: bytes.clone(),
        predicate_type: statement.predicate_type,
        statement: statement.document,
        proven,
    })
}

/// A bundle that proves nothing: altered if it claims to be the holder's, else somebody else's.
fn refused(manifest: &RawManifest, refusal: Refusal, bundle: Option<&Bundle>, policy: Option<&Policy>) -> Judged {
    let digest = Some(&manifest.digest);
    let detail = refusal.to_string();
    if refusal.part == Part::Subject || policy.is_some_and(|policy| claims_to_be(policy, bundle, &refusal)) {
        return Judged::failed("bundle", digest, detail).hint(refusal.hint);
    }
    match policy {
        Some(_) => Judged::warning("bundle", digest, format!("it is not the holder's, or can't be read: {detail}")),
        None => Judged::warning("bundle", digest, format!("readers drop it: {detail}")),
    }
}

/// Whether a bundle says of itself that it is of a policy's holder.
fn claims_to_be(policy: &Policy, bundle: Option<&Bundle>, refusal: &Refusal) -> bool {
    match (policy, bundle.map(|bundle| &bundle.material)) {
        (Policy::Key { keys, .. }, Some(BundleMaterial::Key(hint))) => {
            keys.iter().any(|key| bundle::hint(key) == *hint)
        }
        // Whom the certificate names is compared before anything else is verified.
        (Policy::Identity { .. }, Some(BundleMaterial::Certificate(_))) => {
            !matches!(refusal.part, Part::Identity | Part::Policy | Part::Document | Part::Field(_))
        }
        _ => false,
    }
}

/// The hint proves nothing, but one that names another key was not written by whoever signed.
fn right_hint(manifest: &RawManifest, bundle: &Bundle, proven: &Proven) -> Result<(), Judged> {
    match (&proven.holder, &bundle.material) {
        (Holder::Key(key), BundleMaterial::Key(hint)) if !hint.is_empty() && *hint != bundle::hint(key) => {
            let detail = format!("its key hint is {hint:?}, but the key that signed it has {:?}", bundle::hint(key));
            Err(Judged::failed("bundle", Some(&manifest.digest), detail))
        }
        _ => Ok(()),
    }
}

/// What the manifest says about the bundle, for those who list and filter.
fn right_annotation(manifest: &RawManifest, predicate_type: &str) -> Result<(), Judged> {
    let document = manifest.document().unwrap_or_default();
    match document.annotations.get(signing::attachment::BUNDLE_PREDICATE) {
        Some(found) if found != predicate_type => {
            let detail = format!(
                "annotation {} says {found:?}, but the signed statement {predicate_type:?}",
                signing::attachment::BUNDLE_PREDICATE
            );
            Err(Judged::failed("bundle", Some(&manifest.digest), detail))
        }
        _ => Ok(()),
    }
}
