//! What real programs wrote.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oci::{Digest, RawManifest, media_type};
use signing::policy::LogRule;
use signing::statement::predicate::SIGNATURE;
use signing::{Part, Policy, PublicKey, TrustedRoot, classic, verify};

use crate::world::NOW;

const CHART: &[u8] = include_bytes!("../fixtures/cosign/chart.json");
const BUNDLE: &[u8] = include_bytes!("../fixtures/cosign/bundle.json");
const SIGNATURES: &[u8] = include_bytes!("../fixtures/cosign/signatures.json");
const PAYLOAD: &[u8] = include_bytes!("../fixtures/cosign/payload.json");

fn key(pem: &str) -> PublicKey {
    let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    PublicKey::from_spki(STANDARD.decode(text).unwrap())
}

fn policy() -> Policy {
    Policy::keys(vec![key(include_str!("../fixtures/cosign/empty.pub"))])
}

#[test]
fn cosign_3_s_bundle_of_a_key_is_believed() {
    let proven = verify::bundle(BUNDLE, &Digest::of(CHART), &policy(), &TrustedRoot::none(), NOW).unwrap();
    assert_eq!(proven.predicate_type.as_deref(), Some(SIGNATURE));
    assert_eq!(proven.weakenings.len(), 2, "no log entry, and not even the field");
}

#[test]
fn c06_cosign_3_s_bundle_is_about_its_own_digest() {
    let refusal = verify::bundle(BUNDLE, &Digest::of(b"x"), &policy(), &TrustedRoot::none(), NOW).unwrap_err();
    assert_eq!(refusal.part, Part::Subject);
    let other = Policy::keys(vec![key(include_str!("../fixtures/cosign/spoken.pub"))]);
    let refusal = verify::bundle(BUNDLE, &Digest::of(CHART), &other, &TrustedRoot::none(), NOW).unwrap_err();
    assert_eq!(refusal.part, Part::Signature);
}

#[test]
fn cosign_s_classic_signature_is_believed() {
    let manifest = RawManifest::new(media_type::IMAGE_MANIFEST, SIGNATURES);
    let subject = Digest::of(CHART);
    let layers = classic::layers(&manifest, &subject).unwrap();
    let judged =
        |policy: &Policy| verify::classic(&manifest, &layers[0], PAYLOAD, &subject, policy, &TrustedRoot::none(), NOW);
    assert!(judged(&policy()).unwrap().is_signature());
    let Policy::Key { keys, .. } = policy() else { return };
    assert_eq!(judged(&Policy::Key { keys, log: LogRule::Required }).unwrap_err().part, Part::LogEntry);
}

/// The signatures of `fixtures/instance`, which its README explains.
mod instance {
    use std::time::{SystemTime, UNIX_EPOCH};

    use signing::policy::{Matcher, TimestampRule};
    use signing::statement::predicate::{SLSA_PROVENANCE, SPDX};
    use signing::verify::TimeSource;
    use signing::{Holder, Proven, Refusal};

    use super::*;
    use crate::world::identity_with;

    const CHART: &[u8] = include_bytes!("../fixtures/instance/chart.json");
    const ROOT: &[u8] = include_bytes!("../fixtures/instance/trusted_root.json");
    const REKOR_2: &[u8] = include_bytes!("../fixtures/instance/cosign3-rekor2.json");
    const REKOR_1: &[u8] = include_bytes!("../fixtures/instance/cosign3-rekor1.json");
    const ATTESTED: &[u8] = include_bytes!("../fixtures/instance/cosign3-attest.json");
    const KEYED: &[u8] = include_bytes!("../fixtures/instance/cosign3-key-rekor1.json");
    const PYTHON: &[u8] = include_bytes!("../fixtures/instance/python-attest.json");
    const PYTHON_FILE: &[u8] = include_bytes!("../fixtures/instance/python-sign.json");
    const CLASSIC: &[u8] = include_bytes!("../fixtures/instance/cosign2-signatures.json");
    const PAYLOAD: &[u8] = include_bytes!("../fixtures/instance/payload.json");
    const KEY: &str = include_str!("../fixtures/instance/key.pub");
    const MAIL: (&str, &str) = ("publisher@example.com", "http://127.0.0.1:37917/email");
    const WORKFLOW: (&str, &str) = (
        "https://github.com/example/charts/.github/workflows/release.yml@refs/tags/v1.0.0",
        "http://127.0.0.1:37917/github",
    );
    /// Behind the signatures.
    const LATER: i64 = 1_800_000_000;

    fn who((subject, issuer): (&str, &str)) -> Policy {
        Policy::identity(Matcher::Exact(subject.to_owned()), Matcher::Exact(issuer.to_owned()))
    }

    fn root() -> TrustedRoot {
        TrustedRoot::read(ROOT, "trusted_root.json").unwrap()
    }

    fn judge(bundle: &[u8], policy: &Policy) -> Result<Proven, Refusal> {
        verify::bundle(bundle, &Digest::of(CHART), policy, &root(), LATER)
    }

    /// sigstore-verify asks the system's clock whether an entry is of the future; a clock that is years behind says yes.
    fn clock_is_behind() -> bool {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        now < 1_795_740_000
    }

    #[test]
    fn cosign_3_s_keyless_bundles_are_proven_with_both_versions_of_the_log() {
        let second = judge(REKOR_2, &who(MAIL)).unwrap();
        assert_eq!(second.predicate_type.as_deref(), Some(SIGNATURE));
        assert!(second.weakenings.is_empty() && second.log.len() == 1);
        assert!(second.signed_at.iter().all(|at| at.source == TimeSource::TimestampAuthority));
        if clock_is_behind() {
            return;
        }
        let first = judge(REKOR_1, &who(WORKFLOW)).unwrap();
        assert!(first.signed_at.iter().any(|at| at.source == TimeSource::TransparencyLog));
        assert!(first.claims.iter().any(|(name, _)| *name == "source repository URI"), "{:?}", first.claims);
        assert_eq!(judge(REKOR_1, &who(MAIL)).unwrap_err().part, Part::Identity);
        assert_eq!(judge(REKOR_2, &who((MAIL.0, WORKFLOW.1))).unwrap_err().part, Part::Identity);
    }

    #[test]
    fn attestations_of_cosign_and_python_are_no_signatures() {
        let spdx = judge(ATTESTED, &who(MAIL)).unwrap();
        assert!(spdx.demand(SPDX).is_ok() && spdx.demand(SIGNATURE).is_err() && !spdx.is_signature());
        let slsa = judge(PYTHON, &who(MAIL)).unwrap();
        assert!(slsa.demand(SLSA_PROVENANCE).is_ok() && !slsa.is_signature());
    }

    #[test]
    fn python_s_signature_of_a_file_is_refused_with_the_reason() {
        let refusal = judge(PYTHON_FILE, &who(MAIL)).unwrap_err();
        assert_eq!(refusal.part, Part::Field("messageSignature".to_owned()));
    }

    #[test]
    fn cosign_3_s_logged_bundle_of_a_key_is_proven() {
        if clock_is_behind() {
            return;
        }
        let policy = Policy::Key { keys: vec![key(KEY)], log: LogRule::Required };
        let proven = judge(KEYED, &policy).unwrap();
        assert_eq!((proven.log.len(), proven.weakenings.len()), (1, 0));
        assert!(verify::bundle(KEYED, &Digest::of(CHART), &policy, &TrustedRoot::none(), LATER).is_err());
    }

    #[test]
    fn cosign_2_s_classic_signatures_are_proven() {
        if clock_is_behind() {
            return;
        }
        let manifest = RawManifest::new(media_type::IMAGE_MANIFEST, CLASSIC);
        let subject = Digest::of(CHART);
        let layers = classic::layers(&manifest, &subject).unwrap();
        let judged = |layer: usize, policy: &Policy| {
            verify::classic(&manifest, &layers[layer], PAYLOAD, &subject, policy, &root(), LATER)
        };
        let keyless = judged(0, &who(MAIL)).unwrap();
        assert_eq!((keyless.signed_at.len(), keyless.log.len(), keyless.weakenings.len()), (2, 1, 0));
        let keyed = Policy::Key { keys: vec![key(KEY)], log: LogRule::Required };
        assert!(matches!(judged(1, &keyed).unwrap().holder, Holder::Key(_)));
        assert_eq!(judged(0, &keyed).unwrap_err().part, Part::Signature);
        assert_eq!(judged(1, &who(MAIL)).unwrap_err().part, Part::Policy);
    }

    #[test]
    fn another_instance_s_root_and_stricter_rules() {
        let foreign = verify::bundle(REKOR_2, &Digest::of(CHART), &who(MAIL), &TrustedRoot::public_good(), LATER);
        assert_eq!(foreign.unwrap_err().part, Part::LogEntry);
        let other =
            identity_with(LogRule::Required, signing::policy::CertificateLogRule::Required, TimestampRule::Required);
        assert_eq!(judge(REKOR_2, &other).unwrap_err().part, Part::Identity);
    }
}
