//! Step 4, the verdict: whether the digest is signed by whom the policy names.

use oci::Digest;
use signing::statement::predicate;
use signing::verify::hidden_classic_signature;
use signing::{Holder, Proven};

use super::attached::{Attached, Fetched, MOST_FOR_KYVERNO, refers_to};
use super::chart::VerifiedChart;
use super::claims::Claims;
use super::classics::Classics;
use super::descriptors;
use super::judged::Judged;
use super::request::{Request, Requirement};

/// Lines about signatures (`complete`: a release record is there with all that it lists): what is listed, every bundle and classic signature, and whether that is enough.
pub(super) fn judge(
    attached: &Attached,
    (claims, classics): (&Claims, &Classics),
    (chart, complete): (&VerifiedChart, bool),
    request: &Request<'_>,
) -> Vec<Judged> {
    let mut told = listed(attached, chart, complete);
    told.extend(
        claims.bundles(predicate::SIGNATURE).map(|claim| claim.judged("signature bundle", who(claim.proven.as_ref()))),
    );
    told.extend(claims.told.iter().cloned());
    told.extend(classics.told.iter().cloned());
    told.extend(enough(claims, classics, &chart.manifest.digest, request));
    told
}

/// Whose signature, and where it is logged.
fn who(proven: Option<&Proven>) -> String {
    let Some(proven) = proven else { return "not verified: no key or identity was given".to_owned() };
    let holder = match &proven.holder {
        Holder::Key(key) => format!("by key {}", signing::bundle::hint(key)),
        Holder::Identity(identity) => format!("by {} (issuer {})", identity.subject, identity.issuer),
    };
    let logged = proven.log.iter().map(|logged| format!(", logged at {} as {}", logged.url, logged.index));
    format!("{holder}{}", logged.collect::<String>())
}

/// Lines about what a list names and what is not as it says. What is listed and gone may have been of the release, unless
/// a record tells that all of it is there.
fn listed(attached: &Attached, chart: &VerifiedChart, complete: bool) -> Vec<Judged> {
    let subject = &chart.manifest.digest;
    let habits = descriptors::Habits::of(attached.referrers.iter().map(|(listed, _)| listed));
    let mut told = Vec::new();
    for (listed, read) in &attached.referrers {
        let digest = Some(&listed.digest);
        match read {
            Fetched::Gone(detail) if complete => {
                told.push(Judged::warning("referrer", digest, format!("listed, but {detail}")));
            }
            Fetched::Gone(detail) => {
                let hint = "it was removed, or its list is out of date: whatever it was can't be told any more";
                told.push(Judged::failed("referrer", digest, format!("listed, but {detail}")).hint(Some(hint)));
            }
            Fetched::Broken(detail) => told.push(Judged::failed("referrer", digest, detail)),
            Fetched::There(manifest) if !refers_to(manifest, subject) => {
                told.push(Judged::warning("referrer", digest, format!("listed, but it does not refer to {subject}")));
            }
            Fetched::There(manifest) => {
                told.extend(habits.differs(listed, manifest).map(|detail| Judged::failed("referrer", digest, detail)));
                told.extend(broken_blobs(attached, manifest));
            }
        }
    }
    if attached.left_out > 0 {
        let detail = format!(
            "{} more are listed and were not looked at: {} are read, bundles and SBOMs first",
            attached.left_out,
            super::attached::MOST_REFERRERS
        );
        told.push(Judged::warning("referrer", None, detail));
    }
    let count = attached.referrers.len().saturating_add(attached.left_out);
    if count > MOST_FOR_KYVERNO {
        let detail = format!("{count} are listed: Kyverno fails above {MOST_FOR_KYVERNO}");
        told.push(Judged::warning("referrer", None, detail));
    }
    told
}

/// Blobs of a referrer that are gone or something else.
fn broken_blobs(attached: &Attached, manifest: &oci::RawManifest) -> Vec<Judged> {
    let document = match manifest.document() {
        Ok(document) => document,
        Err(error) => return vec![Judged::failed("referrer", Some(&manifest.digest), error.to_string())],
    };
    let broken = document.blobs().filter_map(|blob| match attached.blob(blob)? {
        Fetched::There(_) => None,
        Fetched::Gone(detail) | Fetched::Broken(detail) => {
            let what = format!("blob of referrer {}", manifest.digest);
            Some(Judged::failed(what, Some(&blob.digest), detail))
        }
    });
    broken.collect()
}

/// Whether somebody said "I sign this", and who will not see it.
fn enough(claims: &Claims, classics: &Classics, subject: &Digest, request: &Request<'_>) -> Vec<Judged> {
    let proven = claims.claims.iter().filter(|claim| claim.is_bundle() && claim.proven.is_some()).count();
    let signatures = claims.bundles(predicate::SIGNATURE).filter(|claim| claim.proven.is_some()).count();
    let is_classic = !classics.proven.is_empty();
    let mut told = Vec::new();
    if let Some(warning) = hidden_classic_signature(is_classic, claims.parsed, proven) {
        told.push(Judged::warning("signature", None, warning));
    }
    if is_classic && proven > 0 && signatures == 0 {
        let detail = "only the classic signature signs the digest itself: cosign 3 takes another statement of the same \
                      holder for a signature, stricter readers do not";
        told.push(Judged::warning("signature", None, detail));
    }
    if request.policy.is_none() {
        let found = claims.parsed + classics.layers;
        let detail = match found {
            0 => "none".to_owned(),
            found => format!("{found} present, not verified: no key or identity was given"),
        };
        told.push(Judged::new(
            if found == 0 { super::Verdict::Absent } else { super::Verdict::Present },
            "signature",
            None,
            detail,
        ));
    } else if signatures == 0 && !is_classic && request.requires(Requirement::Signature) {
        told.push(missing(claims, proven, subject));
    }
    told
}

fn missing(claims: &Claims, proven: usize, subject: &Digest) -> Judged {
    let found = match (proven, claims.parsed) {
        (0, 0) => "there is none".to_owned(),
        (0, parsed) => format!("none of {parsed} bundles is the holder's"),
        (_, _) => {
            format!("the holder attested something, but no bundle has the predicate type {}", predicate::SIGNATURE)
        }
    };
    let detail =
        format!("{found}; expected a bundle of type {} or a classic signature of {subject}", predicate::SIGNATURE);
    Judged::failed("signature", None, detail)
        .hint(Some("ask the publisher which key or identity signs, or do not install it"))
}
