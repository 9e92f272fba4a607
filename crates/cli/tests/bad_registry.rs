//! Registries that refuse, lie, redirect or don't answer: exit codes, what is said, and that no secret is.

mod common;
mod probe;

use std::fs;

use common::{Act, CHART, Ran, Registry, USER, Workspace, run};
use probe::{Answer, Fake, Heard, SECRET, SECRET_PAIR, done, nothing_half_written, quiet, refused};
use serde_json::Value;

const LOGIN: &str = "hint: log in first (`helm registry login HOST`";
const CHANGED: &str = "hint: do not install it";

/// `portolan verify` of the workspace's chart at a fake registry, as `pilot` with the secret.
fn verify_as_pilot(fake: &Fake) -> Ran {
    let workspace = Workspace::new();
    let mut command = workspace.command(&["verify", &fake.chart(), "--plain-http", "--username", USER, "-vvv"]);
    run(command.env("PORTOLAN_PASSWORD", SECRET))
}

fn verify(fake: &Fake) -> Ran {
    Workspace::new().portolan(&["verify", &fake.chart(), "--plain-http"])
}

/// A release that is refused leaves the archive at most: no report, nothing half-written.
#[track_caller]
fn release_refused(host: &str, code: i32, words: &[&str]) {
    let workspace = Workspace::new();
    let ran = workspace.portolan(&["release", "--to", &format!("oci://{host}/charts"), "--plain-http"]);
    refused(ran, code, words);
    nothing_half_written(&workspace.root());
}

/// The manifest and the blobs of the workspace's chart, as a release writes them.
struct Content {
    manifest: Vec<u8>,
    blobs: Vec<(String, Vec<u8>)>,
}

impl Content {
    fn new() -> Self {
        let workspace = Workspace::new();
        let digest = done(workspace.portolan(&["release"]), &["released"]).digest();
        let blob = |digest: &str| {
            let path = workspace.root().join("dist/oci/harbor/blobs").join(digest.replace(':', "/"));
            fs::read(path).expect("a blob")
        };
        let manifest = blob(&digest);
        let document: Value = serde_json::from_slice(&manifest).expect("a manifest");
        let digests = [&document["config"]["digest"], &document["layers"][0]["digest"]];
        let named = digests.map(|digest| digest.as_str().expect("a digest").to_owned());
        Self { manifest, blobs: named.into_iter().map(|digest| (digest.clone(), blob(&digest))).collect() }
    }

    /// What an honest registry answers.
    fn answer(&self, heard: &Heard) -> Answer {
        if heard.asks_for("/manifests/sha256-") || heard.asks_for("/manifests/artifacthub.io") {
            return Answer::unknown();
        }
        if heard.asks_for("/manifests/") {
            return Answer::manifest(self.manifest.clone());
        }
        let blob = self.blobs.iter().find(|(digest, _)| heard.asks_for(digest));
        blob.map_or_else(Answer::unknown, |(_, bytes)| Answer::new(200, bytes.clone()))
    }
}

#[test]
fn answers_that_end_a_request_at_once() {
    let said = |status: u16| {
        let text = r#"{"errors":[{"code":"SHOAL","message":"too shallow","detail":{"depth":1}}]}"#;
        Fake::always(Answer::new(status, text))
    };
    let words = "SHOAL: too shallow: {\"depth\":1}";
    let at = |fake: &Fake| format!("http://{}/v2/charts/harbor/manifests/1.2.3: ", fake.host());
    for (status, code, what) in
        [(400, 1, "the registry answered 400: "), (418, 1, "the registry answered 418: "), (403, 4, "access denied: ")]
    {
        let fake = said(status);
        refused(verify(&fake), code, &[&at(&fake), what, words]);
    }
    let fake = said(403);
    release_refused(&fake.host(), 4, &["/v2/charts/harbor/", "access denied: ", words, "hint: "]);
    let fake = said(404);
    refused(verify(&fake), 1, &[&format!("manifest 1.2.3 not found in oci://{}/charts/harbor", fake.host())]);
    release_refused(&fake.host(), 1, &[&format!("not found in oci://{}/charts/harbor", fake.host())]);
    let patient = Fake::always(Answer::new(429, "slow down").header("Retry-After", "9999"));
    refused(
        verify(&patient),
        5,
        &[&at(&patient), "429", "slow down", "asks to wait 9999 s, which is longer than the limit of 60 s"],
    );
    let page = Fake::always(Answer::new(400, "<html><body>Bad gateway</body></html>"));
    refused(verify(&page), 1, &["an HTML page, which is no registry's answer"]);
}

#[test]
fn a_repository_that_is_only_denied_until_it_exists() {
    let registry = Registry::start();
    let is_read = |method: &str| matches!(method, "GET" | "HEAD");
    let made = std::sync::atomic::AtomicBool::new(false);
    registry.hook(move |asked| {
        use std::sync::atomic::Ordering::SeqCst;
        if asked.method == "PUT" && asked.path.contains("/manifests/") {
            made.store(true, SeqCst);
        }
        if is_read(&asked.method) && !made.load(SeqCst) { Act::Answer(403, Vec::new()) } else { Act::Pass }
    });
    done(Workspace::new().release(&registry), &["released"]);
    assert_eq!(registry.visible(), ["1.2.3"]);
    let registry = Registry::start();
    registry.hook(|asked| if asked.is("GET", "/manifests/1.2.3") { Act::Answer(403, Vec::new()) } else { Act::Pass });
    let unknown = format!("can't tell whether {}/harbor:1.2.3 is already published: ", registry.target());
    let workspace = Workspace::new();
    refused(workspace.release(&registry), 4, &[&unknown, "access denied", "hint: log in with an account"]);
    assert_eq!(registry.visible(), Vec::<String>::new());
    nothing_half_written(&workspace.root());
}

#[test]
fn r32_escapes_in_answers_are_not_printed() {
    let attack = "\u{1b}]0;title\u{7}sunk \u{1b}[2J\u{9b}31mred";
    let plain = Fake::always(Answer::new(400, attack));
    let json = Fake::always(Answer::new(403, r#"{"errors":[{"code":"X","message":"\u001b[31mred\u0007 \u202eder"}]}"#));
    let page = format!("<html>{attack}{}</html>", "<p>sunk</p>".repeat(100_000));
    for fake in [plain, json, Fake::always(Answer::new(400, page))] {
        let ran = verify(&fake);
        assert!(ran.stderr.len() < 2000, "{} bytes are printed", ran.stderr.len());
        assert!(matches!(ran.code, 1 | 4), "{ran:?}");
        assert!(!ran.stderr.chars().any(|c| c.is_control() && c != '\n'), "{ran:?}");
        assert!(!ran.stderr.contains('\u{202e}'), "{ran:?}");
        quiet(&ran);
    }
}

#[test]
fn c01_c03_c04_a_manifest_or_blob_that_was_changed() {
    let content = Content::new();
    let digest = oci::Digest::of(&content.manifest).to_string();
    let changed = String::from_utf8(content.manifest.clone()).unwrap().replace("1.2.3", "1.2.4");
    let fake = Fake::always(Answer::manifest(changed.clone()));
    let workspace = Workspace::new();
    let reference = format!("{}/harbor@{digest}", fake.target());
    let words: [&str; 3] = [
        &format!("http://{}/v2/charts/harbor/manifests/{digest}: content has digest sha256:", fake.host()),
        &format!(", expected {digest}"),
        CHANGED,
    ];
    refused(workspace.portolan(&["verify", &reference, "--plain-http"]), 6, &words);
    let lying = Fake::always(Answer::manifest(changed).header("Docker-Content-Digest", digest.clone()));
    refused(verify(&lying), 6, &["content has digest sha256:", &format!(", expected {digest}"), CHANGED]);
    for which in 0..2 {
        let mut content = Content::new();
        content.blobs[which].1[20] ^= 1;
        let digest = content.blobs[which].0.clone();
        let fake = Fake::start(move |heard| content.answer(heard));
        let place = format!("http://{}/v2/charts/harbor/blobs/{digest}: content has digest sha256:", fake.host());
        refused(verify(&fake), 6, &[&place, &format!(", expected {digest}"), CHANGED]);
        let workspace = Workspace::new();
        let mirror = ["mirror", &fake.chart(), "--to", "oci-layout:mirror", "--plain-http"];
        refused(workspace.portolan(&mirror), 6, &[&place]);
        let index = fs::read_to_string(workspace.root().join("mirror/harbor/index.json")).unwrap_or_default();
        assert!(!index.contains("1.2.3"), "the mirror has the tag: {index}");
    }
}

#[test]
fn c05_r07_answers_that_are_too_long_or_no_manifest() {
    let long = Fake::always(Answer::manifest(vec![b' '; (4 << 20) + 1]));
    refused(
        verify(&long),
        6,
        &[&format!("http://{}/v2/charts/harbor/manifests/1.2.3: ", long.host()), "longer than 4194304 bytes"],
    );
    let text = Fake::always(Answer::manifest("ahoy"));
    refused(
        verify(&text),
        6,
        &[&format!("{} does not verify: not a Helm chart: ", text.chart()), "hint: do not install it"],
    );
    let index = "application/vnd.oci.image.index.v1+json";
    for two_things in [
        format!("{{\"schemaVersion\":2,\"mediaType\":\"{index}\",\"manifests\":[]}}"),
        "{\"schemaVersion\":2,\"layers\":[],\"manifests\":[]}".to_owned(),
    ] {
        let fake = Fake::always(Answer::manifest(two_things));
        refused(verify(&fake), 6, &[&format!("{} does not verify: ", fake.chart()), "hint: do not install it"]);
    }
    let untyped = Fake::always(Answer::new(200, "{}"));
    refused(verify(&untyped), 6, &["invalid manifest: neither Content-Type nor mediaType says what it is"]);
}

#[test]
fn r01_credentials_do_not_follow_redirects() {
    let content = Content::new();
    let blobs = content.blobs.clone();
    let other = Fake::start(move |heard| {
        let blob = blobs.iter().find(|(digest, _)| heard.asks_for(digest.trim_start_matches("sha256:")));
        blob.map_or_else(Answer::unknown, |(_, bytes)| Answer::new(200, bytes.clone()))
    });
    let elsewhere = other.host();
    let first = Fake::start(move |heard| {
        if heard.header("authorization").is_none() {
            return Answer::asks_for_password();
        }
        match heard.path.split_once("/blobs/sha256:") {
            Some((_, hex)) => {
                Answer::new(307, "").header("Location", format!("http://{elsewhere}/store/{hex}?signature={SECRET}"))
            }
            None => content.answer(heard),
        }
    });
    let ran = done(verify_as_pilot(&first), &["verified oci://"]);
    assert!(ran.stderr.contains(&format!("credentials for {} come from --username", first.host())), "{ran:?}");
    let sent = first.heard().iter().filter(|heard| heard.header("authorization").is_some()).count();
    let expected = format!("Basic {SECRET_PAIR}");
    assert!(first.heard().iter().filter_map(|heard| heard.header("authorization")).all(|value| value == expected));
    assert!(sent >= 3 && other.heard().len() >= 2, "blobs come from the other host");
    assert!(other.heard().iter().all(|heard| heard.header("authorization").is_none()), "{:?}", other.heard());
}

#[test]
fn r02_r03_a_redirect_that_ends_in_a_refusal_hides_its_signature() {
    let other = Fake::always(Answer::new(403, "<Error><Code>AccessDenied</Code></Error>"));
    let location = format!("http://{}/store?signature={SECRET}", other.host());
    let first = Fake::start(move |_| Answer::new(307, "").header("Location", location.clone()));
    refused(
        verify_as_pilot(&first),
        1,
        &["the target of its redirect said so, which gets no credentials", "AccessDenied"],
    );
    let circle = Fake::start(|heard| Answer::new(302, "").header("Location", heard.path.clone()));
    let ran = verify(&circle);
    assert!(matches!(ran.code, 1 | 5) && ran.stderr.contains("redirect"), "{ran:?}");
    assert!(circle.heard().len() <= 10, "a circle of redirects ends");
}

#[test]
fn the_hub_metadata_of_a_registry_that_refuses() {
    let fake = Fake::always(Answer::asks_for_password());
    let workspace = Workspace::new();
    let push = ["hub", "metadata", "push", CHART, "--to", &fake.target(), "--plain-http"];
    refused(workspace.portolan(&push), 4, &["/v2/charts/harbor/", "not authenticated", LOGIN]);
    let show = ["hub", "metadata", "show", &format!("{}/harbor", fake.target()), "--plain-http"];
    refused(workspace.portolan(&show), 4, &["/v2/charts/harbor/manifests/artifacthub.io: not authenticated", LOGIN]);
}

/// As distribution lists them: in no order, whatever number was asked for, signatures among them.
#[test]
fn i30_versions_of_an_unsorted_list_are_complete_and_in_order() {
    let content = Content::new();
    let mut tags = Vec::new();
    for number in 0..1000_u32 {
        let other = oci::Digest::of(&number.to_be_bytes()).referrers_tag();
        tags.extend([format!("{other}.sig"), format!("1.{}.0", number * 7919 % 1000), other.to_string()]);
    }
    let fake = Fake::start(move |heard| match heard.asks_for("/tags/list") {
        true => Answer::new(200, serde_json::json!({ "name": "charts/harbor", "tags": tags }).to_string()),
        false => content.answer(heard),
    });
    let repository = format!("{}/harbor", fake.target());
    let ran = done(Workspace::new().portolan(&["versions", &repository, "--plain-http", "--output", "json"]), &[]);
    let listed = ran.json();
    let found = listed["versions"].as_array().unwrap().iter().map(|version| version["version"].as_str().unwrap());
    let expected: Vec<String> = (0..1000).rev().map(|number| format!("1.{number}.0")).collect();
    assert_eq!(found.collect::<Vec<_>>(), expected);
}
