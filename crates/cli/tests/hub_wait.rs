//! `portolan hub wait` against an Artifact Hub and a registry that say what each case needs.

mod common;
mod probe;

use std::sync::atomic::{AtomicUsize, Ordering};

use common::{Ran, Workspace};
use probe::{Answer, Fake, Heard, done, refused};

fn registry() -> Fake {
    Fake::start(|heard| match heard.asks_for("/tags/list") {
        true => Answer::new(200, r#"{"name":"charts/harbor","tags":["1.0.0","latest","1.2.3","artifacthub.io"]}"#),
        false => Answer::manifest(r#"{"schemaVersion":2,"annotations":{"artifacthub.io/prerelease":"false"}}"#),
    })
}

fn wait(registry: &Fake, hub: &str, timeout: &str, more: &[&str]) -> Ran {
    let reference = registry.chart();
    let fixed = ["hub", "wait", &reference, "--plain-http", "--hub-url", hub, "--interval", "1", "--timeout", timeout];
    Workspace::new().portolan(&[&fixed[..], more].concat())
}

const NAMED: [&str; 2] = ["--repository", "harbor"];

fn address(fake: &Fake) -> String {
    format!("http://{}", fake.host())
}

fn listed() -> Answer {
    Answer::new(
        200,
        r#"{"name":"harbor","version":"1.2.3","signed":true,"signatures":["cosign"],"repository":{"verified_publisher":true}}"#,
    )
}

/// The tracker's knowledge of the repository; its address is that of the registry's chart.
fn tracked(url: &str, digest: &str, errors: &str) -> Answer {
    let other = serde_json::json!({"name": "other", "url": "oci://other/harbor", "digest": digest_of_list()});
    let ours = serde_json::json!({"name": "harbor", "url": url, "digest": digest, "last_tracking_errors": errors});
    Answer::new(200, serde_json::json!([other, ours]).to_string())
}

fn digest_of_list() -> String {
    oci::Digest::of(b"1.2.3,1.0.0").hex().to_owned()
}

fn is_version(heard: &Heard) -> bool {
    heard.asks_for("/api/v1/packages/helm/harbor/harbor/1.2.3")
}

#[test]
fn a_listed_version_ends_the_wait() {
    let (registry, hub) = (registry(), Fake::always(listed()));
    done(wait(&registry, &address(&hub), "1", &NAMED), &["listed harbor 1.2.3", "cosign", "verified publisher yes"]);
    let json =
        wait(&registry, &address(&hub), "1", &[&NAMED[..], &["--output", "json"]].concat()).expect_code(0).json();
    assert_eq!((json["kind"].as_str(), json["listed"]["version"].as_str()), (Some("HubListing"), Some("1.2.3")));
}

#[test]
fn the_wait_goes_on_while_the_tracker_has_not_come_by() {
    let registry = registry();
    let url = format!("{}/harbor", registry.target());
    let asked = AtomicUsize::new(0);
    let hub = Fake::start(move |heard| match is_version(heard) {
        true if asked.fetch_add(1, Ordering::Relaxed) > 0 => listed(),
        true => Answer::new(404, r#"{"message":"not found"}"#),
        false => tracked(&url, "an older list", ""),
    });
    let ran = done(wait(&registry, &address(&hub), "10", &NAMED), &["listed harbor 1.2.3"]);
    assert!(ran.stderr.contains("not listed yet: the tracker has not read the new list of versions"), "{}", ran.stderr);
}

#[test]
fn a_version_that_was_read_and_refused_ends_it_at_once() {
    let registry = registry();
    let url = format!("{}/harbor", registry.target());
    let digest = digest_of_list();
    let hub = Fake::start(move |heard| match is_version(heard) {
        true => Answer::new(404, "{}"),
        false => {
            tracked(&url, &digest, "error preparing package: invalid category name (package: harbor version: 1.2.3)")
        }
    });
    refused(
        wait(&registry, &address(&hub), "60", &NAMED),
        7,
        &["did not list harbor 1.2.3", "invalid category name", "hint: "],
    );
}

#[test]
fn time_runs_out() {
    let registry = registry();
    let unknown = Fake::start(|heard| if is_version(heard) { Answer::new(404, "{}") } else { Answer::new(200, "[]") });
    refused(
        wait(&registry, &address(&unknown), "1", &NAMED),
        7,
        &["no repository with this address is registered", "not listed after 1 s"],
    );
    refused(
        wait(&registry, "http://127.0.0.1:1", "1", &NAMED),
        7,
        &["asking again: http://127.0.0.1:1/", "not listed after 1 s"],
    );
}

#[test]
fn what_is_not_the_api_is_said() {
    let registry = registry();
    let page = Fake::always(Answer::new(200, "<html>"));
    refused(
        wait(&registry, &address(&page), "1", &NAMED),
        7,
        &["unexpected answer", "/api/v1/packages/helm/harbor/harbor/1.2.3"],
    );
    let other =
        Fake::always(Answer::new(200, r#"{"name":"harbor","version":"9.9.9","content_url":"oci://x/y:9.9.9"}"#));
    let words = ["version is \"9.9.9\", expected \"1.2.3\"", "content_url is "];
    refused(wait(&registry, &address(&other), "1", &NAMED), 6, &words);
    refused(wait(&registry, "ftp://hub", "1", &NAMED), 2, &["\"ftp://hub\" is not the address of an Artifact Hub"]);
    refused(
        wait(&registry, &address(&page), "1", &[]),
        2,
        &["Artifact Hub's repository for harbor is not known", "hint: give --repository"],
    );
}

#[test]
fn build_metadata_is_asked_for_with_a_plus() {
    let registry = Fake::start(|heard| match heard.asks_for("/tags/list") {
        true => Answer::new(200, r#"{"name":"charts/harbor","tags":["1.2.3_b"]}"#),
        false => Answer::manifest(r#"{"schemaVersion":2,"annotations":{}}"#),
    });
    let case = 80;
    let hub = Fake::start(|heard| match heard.asks_for("/api/v1/packages/helm/harbor/harbor/1.2.3+b") {
        true => Answer::new(200, r#"{"name":"harbor","version":"1.2.3+b","repository":{}}"#),
        false => Answer::new(404, "{}"),
    });
    let reference = format!("{}/harbor:1.2.3_b", registry.target());
    let address = address(&hub);
    let fixed = ["hub", "wait", &reference, "--plain-http", "--hub-url", &address, "--timeout", "1", "--interval", "1"];
    let ran = Workspace::new().portolan(&[&fixed[..], &NAMED].concat());
    assert_eq!(ran.code, 0, "case {case}: {ran:?}");
}
