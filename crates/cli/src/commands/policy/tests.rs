//! What snippets say of releases that are not as most are.

use oci::Digest;
use signing::keys::KeyPair;
use signing::{Holder, Identity};

use super::released::Released;
use super::trust_root::TrustRoot;
use super::{flux, helm, kyverno, policy_controller};

fn released() -> Released {
    Released {
        repository: "registry.example/charts/harbor".to_owned(),
        name: "harbor".to_owned(),
        version: "1.2.3".to_owned(),
        digest: Digest::of(b""),
        holder: Holder::Key(KeyPair::generate().unwrap().public()),
        logged: false,
        bundled: true,
        classic: true,
        provenance: true,
        keyring: None,
        attested: Vec::new(),
        trusted_root: None,
        trust_root: None,
        timestamped: false,
        plain_http: false,
    }
}

fn by(subject: &str) -> Released {
    let issuer = "https://token.actions.githubusercontent.com".to_owned();
    Released { holder: Holder::Identity(Identity { subject: subject.to_owned(), issuer }), ..released() }
}

#[test]
fn kyverno_is_sent_to_the_form_of_signature_that_is_there() {
    assert!(kyverno::emit(&released()).contains("- type: SigstoreBundle\n"));
    assert!(kyverno::emit(&Released { bundled: false, ..released() }).contains("- type: Cosign\n"));
}

#[test]
fn flux_is_told_of_later_versions_only_where_the_same_signer_signs_them() {
    let workflow = "https://github.com/org/charts/.github/workflows/release.yml";
    for (released, follows) in [
        (released(), true),
        (by(&format!("{workflow}@refs/heads/main")), true),
        (by(&format!("{workflow}@refs/tags/v1.2.3")), false),
    ] {
        let text = flux::emit(&released);
        assert_eq!(text.contains("semver"), follows, "{text}");
        assert!(goyaml::parse(text.split("---\n").next().unwrap().as_bytes()).is_ok(), "{text}");
    }
}

#[test]
fn the_keyring_of_helms_commands_has_an_origin() {
    let text = helm::emit(&released());
    assert!(
        text.contains("`gpg --export NAME > publisher.gpg`") && text.contains("--keyring publisher.gpg\n"),
        "{text}"
    );
    let text = helm::emit(&Released { keyring: Some("keys/lou.gpg".to_owned()), ..released() });
    assert!(text.contains("# keys/lou.gpg is the publisher's") && text.contains("--keyring keys/lou.gpg\n"), "{text}");
}

#[test]
fn policy_controller_is_sent_to_the_log_that_holds_the_signature() {
    let logged = || Released { logged: true, ..released() };
    assert!(policy_controller::emit(&logged()).contains("url: \"https://rekor.sigstore.dev\"\n"));
    let root = include_bytes!("../../../../signing/tests/fixtures/instance/trusted_root.json");
    let text = policy_controller::emit(&Released { trust_root: TrustRoot::read(root), ..logged() });
    let url = TrustRoot::read(root).unwrap().log().unwrap().to_owned();
    assert!(text.contains("kind: TrustRoot\n") && text.contains("trustRootRef: "), "{text}");
    assert!(text.contains(&format!("ctlog:\n        url: \"{url}\"\n")), "{text}");
    let none = policy_controller::emit(&Released { trust_root: TrustRoot::read(b"{}"), ..logged() });
    assert!(!none.contains("ctlog") && !none.contains("TrustRoot"), "{none}");
    let unlogged = policy_controller::emit(&Released { trust_root: TrustRoot::read(root), ..released() });
    assert!(!unlogged.contains("ctlog") && !unlogged.contains("TrustRoot"), "{unlogged}");
}
