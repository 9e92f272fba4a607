//! Signing configs and what is chosen from them.

use serde_json::{Value, json};

use crate::{LogVersion, ServiceUrls, Services};

const NOW: i64 = 1_800_000_000; // 2027-01-15

fn service(url: &str, version: u32, start: &str, operator: &str) -> Value {
    json!({"url": url, "majorApiVersion": version, "validFor": {"start": start}, "operator": operator})
}

fn config(logs: Value, selector: Value) -> Value {
    json!({
        "mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json",
        "caUrls": [service("https://fulcio.example", 1, "2022-01-01T00:00:00Z", "a")],
        "rekorTlogUrls": logs,
        "rekorTlogConfig": selector,
        "tsaUrls": [service("https://tsa.example/stamp", 1, "2022-01-01T00:00:00Z", "a")],
        "tsaConfig": {"selector": "ANY"},
    })
}

fn read(config: &Value) -> Result<Services, signing::SignerError> {
    Services::read_config(config.to_string().as_bytes(), "config.json", NOW, false)
}

fn urls(services: &Services) -> Vec<&str> {
    services.logs.iter().map(|log| log.address.url().as_str()).collect()
}

fn logs() -> Value {
    let mut old = service("https://old.example/", 2, "2023-01-01T00:00:00Z", "a");
    old["validFor"]["end"] = json!("2024-01-01T00:00:00Z");
    json!([
        service("https://v1.example/", 1, "2021-01-01T00:00:00Z", "a"),
        service("https://v2.example/", 2, "2025-01-01T00:00:00Z", "a"),
        service("https://v2-new.example/", 2, "2026-01-01T00:00:00Z", "a"),
        service("https://future.example/", 2, "2036-01-01T00:00:00Z", "a"),
        service("https://v3.example/", 3, "2025-01-01T00:00:00Z", "a"),
        service("https://b.example/", 1, "2024-01-01T00:00:00Z", "b"),
        old,
    ])
}

#[test]
fn the_newest_api_and_start_of_each_operator_is_chosen() {
    let any = read(&config(logs(), json!({"selector": "ANY"}))).unwrap();
    assert_eq!(urls(&any), ["https://v2-new.example/"]);
    let all = read(&config(logs(), json!({"selector": "ALL"}))).unwrap();
    assert_eq!(urls(&all), ["https://v2-new.example/", "https://b.example/"]);
    let exact = read(&config(logs(), json!({"selector": "EXACT", "count": 2}))).unwrap();
    assert_eq!(urls(&exact), urls(&all));
    let error = read(&config(logs(), json!({"selector": "EXACT", "count": 3}))).unwrap_err();
    assert!(error.to_string().contains("EXACT 3"), "{error}");
    for bad in [json!({"selector": "EXACT"}), json!({"selector": "EXACT", "count": 0})] {
        assert!(read(&config(logs(), bad)).unwrap_err().to_string().contains("needs a count"));
    }
    assert!(read(&config(logs(), json!({"selector": "SERVICE_SELECTOR_UNDEFINED"}))).is_err());
}

#[test]
fn classic_signatures_get_a_log_of_the_older_api_where_there_is_one() {
    let services = read(&config(logs(), json!({"selector": "ANY"}))).unwrap();
    assert_eq!(services.logs[0].version, LogVersion::V2);
    assert_eq!(services.classic_logs[0].address.url().as_str(), "https://b.example/");
    let only_new = json!([service("https://v2.example/", 2, "2025-01-01T00:00:00Z", "a")]);
    assert!(!read(&config(only_new, json!({"selector": "ANY"}))).unwrap().logs_classic_signatures());
}

#[test]
fn configs_without_usable_services_are_refused() {
    let past = json!([service("https://future.example/", 1, "2036-01-01T00:00:00Z", "a")]);
    let error = read(&config(past, json!({"selector": "ANY"}))).unwrap_err();
    assert!(error.to_string().contains("config.json: rekorTlogUrls: none of the services is valid now"), "{error}");
    let mut other = config(logs(), json!({}));
    other["mediaType"] = json!("application/vnd.dev.sigstore.signingconfig.v0.1+json");
    assert!(read(&other).unwrap_err().hint.unwrap().contains("v0.2"));
    for garbage in [&b"{"[..], b"\xff", b"[]"] {
        assert!(Services::read_config(garbage, "c", NOW, false).is_err());
    }
    let plain = json!([service("http://log.example/", 1, "2021-01-01T00:00:00Z", "a")]);
    assert!(read(&config(plain, json!({}))).unwrap_err().to_string().contains("plain HTTP"));
}

#[test]
fn the_public_services_are_built_in() {
    let services = Services::public_good(NOW).unwrap();
    assert_eq!(services.log_url(), Some("https://rekor.sigstore.dev/"));
    assert!(services.logs_classic_signatures() && services.issuer().is_some() && services.prove_a_time().is_ok());
}

#[test]
fn named_addresses_replace_what_is_configured() {
    let urls =
        ServiceUrls { rekor: Some(("http://127.0.0.1:3003".to_owned(), LogVersion::V2)), ..ServiceUrls::default() };
    let services = Services::default().with(&urls).unwrap();
    assert!(!services.logs_classic_signatures());
    assert!(services.prove_a_time().unwrap_err().to_string().contains("Rekor 2 hold no time"));
    let both = ServiceUrls { timestamp: Some("http://127.0.0.1:3004/api/v1/timestamp".to_owned()), ..urls };
    assert!(services.with(&both).unwrap().prove_a_time().is_ok());
    assert!(Services::default().prove_a_time().unwrap_err().hint.unwrap().contains("--rekor-url"));
}
