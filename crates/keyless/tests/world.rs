//! The signers against real services on loopback: Fulcio, Rekor 2, a certificate log, timestamps (`tests/interop`,
//! `start_sigstore_world`). `PORTOLAN_SIGSTORE_WORLD` names the folder of such a world; without it nothing is tested,
//! and the test says so. Bundles are left in the folder `ours` there, for other verifiers.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]
#![expect(clippy::print_stderr, reason = "what is left out is told")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use keyless::token::{FoundToken, GithubService, Person, find};
use keyless::{
    Clients, Http, IdentityToken, KeylessSigner, LogVersion, LoggedSigner, Patience, Secret, SelfCheck, ServiceUrls,
    Services, TokenSources,
};
use oci::Digest;
use signing::policy::{LogRule, Matcher};
use signing::statement::Subject;
use signing::statement::predicate::SIGNATURE;
use signing::{Holder, KeySigner, Message, Policy, Proven, Signature, Signer, TrustedRoot, classic};

const ARTIFACT: &[u8] = b"to be signed\n";

struct World {
    folder: PathBuf,
    values: BTreeMap<String, String>,
}

impl World {
    /// The world that the environment names.
    fn named() -> Option<Self> {
        let Some(folder) = std::env::var_os("PORTOLAN_SIGSTORE_WORLD").map(PathBuf::from) else {
            eprintln!("LEFT OUT: PORTOLAN_SIGSTORE_WORLD names no folder of a sigstore world on loopback");
            return None;
        };
        let text = fs::read_to_string(folder.join("env")).unwrap();
        let lines = text.lines().filter_map(|line| line.strip_prefix("export ")?.split_once('='));
        let values = lines.map(|(name, value)| (name.to_owned(), value.trim_matches('\'').to_owned())).collect();
        fs::create_dir_all(folder.join("ours")).unwrap();
        fs::write(folder.join("ours/artifact"), ARTIFACT).unwrap();
        Some(Self { folder, values })
    }

    fn value(&self, name: &str) -> String {
        self.values[name].clone()
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.join(name)).unwrap()
    }

    fn config(&self, name: &str) -> Services {
        Services::read_config(&self.read(name), name, now(), false).unwrap()
    }

    fn check(&self) -> Option<SelfCheck> {
        Some(SelfCheck::read(&self.read("trusted_root.json"), "trusted_root.json").unwrap())
    }

    fn root(&self) -> TrustedRoot {
        TrustedRoot::read(&self.read("trusted_root.json"), "trusted_root.json").unwrap()
    }

    async fn token(&self, sources: &TokenSources, services: &Services) -> IdentityToken {
        find(sources, services, &http(), now()).await.unwrap()
    }

    fn by_file(&self) -> TokenSources {
        let token = Secret::new(String::from_utf8(self.read("token")).unwrap());
        TokenSources { given: Some(FoundToken { token, source: "token".to_owned() }), ..TokenSources::default() }
    }

    fn by_github(&self) -> TokenSources {
        let bearer = Secret::new(self.value("WORLD_GITHUB_TOKEN_BEARER"));
        let github = Some(GithubService { url: self.value("WORLD_GITHUB_TOKEN_URL"), bearer });
        TokenSources { github, ..TokenSources::default() }
    }

    fn left(&self, name: &str, bundle: &[u8]) {
        fs::write(self.folder.join("ours").join(name), bundle).unwrap();
    }
}

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

fn http() -> Http {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    let client = client.tls_certs_only(Vec::<reqwest::Certificate>::new()).build().unwrap();
    Http::new(Clients { remote: client.clone(), loopback: client }, Patience::default(), None)
}

fn subject() -> Digest {
    Digest::of(ARTIFACT)
}

/// Signs two statements and a classic payload, and verifies all with the room that has no network. The bundle whose
/// subject has a name is for sigstore-python, which takes no others.
async fn signed_and_verified(signer: &dyn Signer, policy: &Policy, world: &World, name: &str) -> Vec<Proven> {
    let root = world.root();
    let named = Subject { name: Some("artifact".to_owned()), digest: subject() };
    let plain = signing::statement::signature(&subject());
    let named = signing::statement::statement(&[named], SIGNATURE, &serde_json::json!({}));
    let payload = classic::payload("127.0.0.1:5000/charts/demo", &subject());
    let messages = [Message::Statement(&plain), Message::Statement(&named), Message::Simple(&payload)];
    let signatures: [Signature; 3] = signer.sign(&messages).await.unwrap().try_into().unwrap();
    let [by_plain, by_named, by_tag] = signatures;
    let mut proven = Vec::new();
    for (kind, statement, signature) in [("plain", plain, by_plain), ("named", named, by_named)] {
        let bundle = signing::bundle::write(&statement, &signature).unwrap();
        proven.push(signing::verify::bundle(&bundle, &subject(), policy, &root, now()).unwrap());
        world.left(&format!("{name}-{kind}.json"), &bundle);
    }
    if !by_tag.log_entries.is_empty() {
        let manifest = classic::manifest(&[(payload.clone(), by_tag)]).manifest;
        let layer = classic::layers(&manifest, &subject()).unwrap().remove(0);
        proven.push(signing::verify::classic(&manifest, &layer, &payload, &subject(), policy, &root, now()).unwrap());
    }
    proven
}

fn exactly(subject: &str, issuer: &str) -> Policy {
    Policy::identity(Matcher::Exact(subject.to_owned()), Matcher::Exact(issuer.to_owned()))
}

#[tokio::test]
async fn i07_keyless_with_rekor_2() {
    let Some(world) = World::named() else { return };
    let services = world.config("signing_config.json");
    let token = world.token(&world.by_file(), &services).await;
    let signer = KeylessSigner::new(services, token, http(), world.check()).unwrap();
    let foreseen = signer.holder().await.unwrap();
    let policy = exactly(&world.value("WORLD_IDENTITY"), &world.value("WORLD_ISSUER"));
    let proven = signed_and_verified(&signer, &policy, &world, "keyless-v2").await;
    assert_eq!(proven[0].holder, foreseen);
    assert_eq!(signer.holder().await.unwrap(), foreseen);
    assert_eq!((proven.len(), proven[0].log.len(), proven[0].signed_at.len()), (2, 1, 1));
}

#[tokio::test]
async fn i07_keyless_with_rekor_1_as_a_workflow_of_github() {
    let Some(world) = World::named() else { return };
    let services = world.config("signing_config_v1.json");
    let token = world.token(&world.by_github(), &services).await;
    let signer = KeylessSigner::new(services, token, http(), world.check()).unwrap();
    let foreseen = signer.holder().await.unwrap();
    let policy = exactly(&world.value("WORLD_GITHUB_IDENTITY"), &world.value("WORLD_GITHUB_ISSUER"));
    let proven = signed_and_verified(&signer, &policy, &world, "keyless-v1").await;
    assert_eq!(proven.len(), 3);
    assert!(proven.iter().all(|proven| proven.holder == foreseen && !proven.log.is_empty()));
}

#[tokio::test]
async fn a_key_is_logged_in_both_rekors() {
    let Some(world) = World::named() else { return };
    for (name, url, version) in [("v1", "WORLD_REKOR_V1", LogVersion::V1), ("v2", "WORLD_REKOR_V2", LogVersion::V2)] {
        let timestamp = Some(world.value("WORLD_TIMESTAMPS"));
        let urls = ServiceUrls { rekor: Some((world.value(url), version)), timestamp, ..ServiceUrls::default() };
        let services = Services::default().with(&urls).unwrap();
        let pair = signing::keys::KeyPair::generate().unwrap();
        let policy = Policy::Key { keys: vec![pair.public()], log: LogRule::Required };
        fs::write(world.folder.join("ours").join(format!("key-{name}.pub")), pair.public().to_pem()).unwrap();
        let signer = LoggedSigner::new(KeySigner::new(pair), services, http(), world.check()).unwrap();
        let proven = signed_and_verified(&signer, &policy, &world, &format!("key-{name}")).await;
        assert_eq!(proven.len(), if version == LogVersion::V1 { 3 } else { 2 });
        assert!(proven.iter().all(|proven| matches!(proven.holder, Holder::Key(_)) && !proven.log.is_empty()));
    }
}

/// A browser that says yes to everything.
struct Obedient;

impl Person for Obedient {
    fn open(&self, page: &str) -> bool {
        let page = page.to_owned();
        tokio::spawn(async move {
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            assert!(client.get(page).send().await.unwrap().status().is_success());
        });
        true
    }

    fn code(&self, _page: &str) -> std::io::Result<String> {
        Err(std::io::Error::other("nobody"))
    }
}

#[tokio::test]
async fn a_person_logs_in() {
    let Some(world) = World::named() else { return };
    let oidc = serde_json::json!([{"url": world.value("WORLD_ISSUER"), "majorApiVersion": 1,
        "validFor": {"start": "2022-01-01T00:00:00Z"}}]);
    let mut config: serde_json::Value = serde_json::from_slice(&world.read("signing_config.json")).unwrap();
    config["oidcUrls"] = oidc;
    let services = Services::read_config(config.to_string().as_bytes(), "config", now(), false).unwrap();
    let sources = TokenSources { person: Some(Arc::new(Obedient)), ..TokenSources::default() };
    let token = world.token(&sources, &services).await;
    assert_eq!(token.identity().subject, world.value("WORLD_IDENTITY"));
    let signer = KeylessSigner::new(services, token, http(), world.check()).unwrap();
    assert_eq!(signer.sign(&[Message::Simple(b"{}")]).await.unwrap().len(), 1);
}

#[tokio::test]
async fn i07_another_trusted_root_finds_out() {
    let Some(world) = World::named() else { return };
    let services = world.config("signing_config.json");
    let token = world.token(&world.by_file(), &services).await;
    let check = SelfCheck::read(keyless::trusted_root::built_in(), "the built-in trusted root").unwrap();
    let signer = KeylessSigner::new(services, token, http(), Some(check)).unwrap();
    let statement = signing::statement::signature(&subject());
    let error = signer.sign(&[Message::Statement(&statement)]).await.unwrap_err();
    assert!(error.to_string().contains("can't be verified"), "{error}");
}

#[tokio::test]
async fn fulcio_s_own_refusals_are_told() {
    let Some(world) = World::named() else { return };
    let services = world.config("signing_config.json");
    let token = String::from_utf8(world.read("token")).unwrap();
    let (rest, signature) = token.rsplit_once('.').unwrap();
    let forged = format!("{rest}.{}", signature.chars().rev().collect::<String>());
    let found = FoundToken { token: Secret::new(forged.clone()), source: "token".to_owned() };
    let sources = TokenSources { given: Some(found), ..TokenSources::default() };
    let token = world.token(&sources, &services).await;
    let signer = KeylessSigner::new(services, token, http(), world.check()).unwrap();
    let error = signer.sign(&[Message::Simple(b"{}")]).await.unwrap_err();
    assert_eq!(error.kind, signing::SignerErrorKind::Denied);
    assert!(!format!("{error} {error:?}").contains(&forged[20..60]));
    assert!(error.to_string().contains("There was an error processing the identity token"), "{error}");
    assert!(error.hint.unwrap().contains(&world.value("WORLD_ISSUER")));
}
