//! Tags and versions.

use super::{URL, at, chart, found, has_note, kind, listed};
use crate::ingest::{Effect, PullFailure, RefusalKind, Seen, ingest, pull_refusal};
use crate::{layers, versions};
use oci::{Descriptor, RawManifest, media_type};

#[test]
fn digests_and_collisions() {
    let case = 1;
    let visible = versions::visible(["1.0.0", "2.0.0"]);
    let digest = oci::Digest::of(versions::repository_digest_input(&visible).as_bytes());
    let expected = "32b4478532e3fbd46940cfaa0b288bc328817cec9ef38e81c9d19a803bcff285";
    assert_eq!(digest.hex(), expected, "case {case}");
    let case = 4;
    let tags = vec!["1".to_owned(), "1.0.0".to_owned()];
    assert_eq!(versions::collisions(["1", "1.0.0", "2.0.0"]), [("1.0.0".to_owned(), tags)], "case {case}");
}

#[test]
fn tags_become_versions() {
    let rows = [(2, "1.0.0_build.1", "1.0.0+build.1"), (3, "v1.2.3", "1.2.3"), (5, "1234567", "1234567.0.0")];
    for (case, tag, version) in rows {
        let ingested = ingest(&found(URL, tag), &chart("", &[]), &Seen::default());
        let package = listed(case, &ingested);
        assert_eq!(package.version, version, "case {case}");
        assert_eq!(package.content_url, format!("{URL}:{tag}"), "case {case}");
        let odd = tag.replacen('_', "+", 1) != version;
        assert_eq!(has_note(&ingested, Effect::Changed, "tag"), odd, "case {case}");
    }
    let case = 5;
    let visible = versions::visible(["1.0.0", "1234567"]);
    assert_eq!(versions::latest(&visible).map(|found| found.version.as_str()), Some("1234567.0.0"), "case {case}");
    let case = 75;
    let visible = versions::visible(["1.9.9", "2.0.0-rc.1"]);
    assert_eq!(versions::latest(&visible).map(|found| found.version.as_str()), Some("2.0.0-rc.1"), "case {case}");
}

#[test]
fn other_tags_are_ignored() {
    let digest = format!("sha256-{}", "0".repeat(64));
    let signature = format!("{digest}.sig");
    let rows =
        [(6, vec!["latest", "artifacthub.io", &signature, &digest]), (7, vec!["1.0.0-01", "1.0.0_a_b", "V1.0.0"])];
    for (case, tags) in rows {
        for tag in tags {
            let ingested = ingest(&found(URL, tag), &chart("", &[]), &Seen::default());
            assert_eq!(kind(case, &ingested), RefusalKind::NotAVersion, "case {case}: {tag}");
        }
    }
}

#[test]
fn archives_that_are_not_there() {
    let rows = [
        (8, PullFailure::LayerNotFound, "layer not found"),
        (9, PullFailure::ArtifactNotFound(""), "artifact not found"),
    ];
    for (case, failure, text) in rows {
        let error = format!(
            "error preparing package: error loading chart (oci://registry/namespace/chart:1.0.0): {text} \
             (package: chart version: 1.0.0)"
        );
        assert_eq!(pull_refusal(failure, &at()).tracking_error, Some(error), "case {case}");
    }
    let case = 8;
    let refusal = pull_refusal(PullFailure::LayerNotFound, &found(URL, "v1.1.0"));
    let ends = refusal.tracking_error.is_some_and(|error| error.ends_with("(package: chart version: v1.1.0)"));
    assert!(ends, "case {case}");
}

#[test]
fn layers_are_found_in_any_order() {
    let manifest = |kinds: &[&str]| {
        let layers: Vec<Descriptor> = kinds.iter().map(|kind| Descriptor::of(kind, kind.as_bytes())).collect();
        let text = serde_json::json!({"schemaVersion": 2, "layers": layers}).to_string();
        RawManifest::new(media_type::IMAGE_MANIFEST, text)
    };
    let case = 8;
    assert_eq!(layers::chart(&manifest(&["application/octet-stream"])), None, "case {case}");
    let case = 10;
    let legacy = layers::chart(&manifest(&[media_type::HELM_CHART_LEGACY]));
    assert!(legacy.is_some(), "case {case}");
    let case = 12;
    let both = manifest(&[media_type::HELM_PROVENANCE, media_type::HELM_CHART]);
    let found = layers::chart(&both).map(|layer| layer.media_type);
    assert_eq!(found.as_deref(), Some(media_type::HELM_CHART), "case {case}");
    assert!(layers::provenance(&both).is_some(), "case {case}");
}

/// The tracker goes on only when the digest over the tags has changed; then it removes what is no longer there.
#[test]
fn what_changes_in_a_registry_is_seen_by_its_tags() {
    let seen = |tags: &[&str]| versions::repository_digest_input(&versions::visible(tags.iter().copied()));
    let case = 72;
    let before = seen(&["1.0.0", "2.0.0"]);
    let pushed_again = ["1.0.0", "2.0.0"];
    assert_eq!(seen(&pushed_again), before, "case {case}: other content under a tag is not noticed");
    assert_eq!(seen(&["1.0.0", "2.0.0", "artifacthub.io"]), before, "case {case}: nor is new metadata");
    let case = 74;
    let after = versions::visible(["2.0.0"]);
    assert_ne!(versions::repository_digest_input(&after), before, "case {case}");
    assert!(after.iter().all(|found| found.version != "1.0.0"), "case {case}");
}
