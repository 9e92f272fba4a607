use super::*;

#[tokio::test]
async fn tags_are_sorted_and_paged() {
    let registry = Registry::new();
    let manifest = artifact("x");
    for tag in ["1.10.0", "latest", "1.9.0", "B", "a"] {
        registry.push_manifest("org/a", Some(tag), &manifest).await;
    }
    let all = registry.get("/v2/org/a/tags/list").await;
    assert_eq!(all.json(), json!({"name": "org/a", "tags": ["1.10.0", "1.9.0", "B", "a", "latest"]}));
    assert_eq!(all.header("content-type"), "application/json");

    let mut seen = Vec::new();
    let mut next = "/v2/org/a/tags/list?n=2".to_owned();
    while !next.is_empty() {
        let page = registry.get(&next).await;
        seen.extend(page.json()["tags"].as_array().unwrap().clone());
        let link = page.header("link");
        next = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).unwrap_or("").to_owned();
    }
    assert_eq!(json!(seen), all.json()["tags"]);
    let none = registry.get("/v2/org/a/tags/list?n=0").await;
    assert_eq!((none.json()["tags"].clone(), none.header("link")), (json!([]), ""));
    assert_eq!(registry.get("/v2/org/a/tags/list?n=x").await.refusal(), refused(400, "UNSUPPORTED"));
    assert_eq!(registry.get("/v2/org/b/tags/list").await.refusal(), refused(404, "NAME_UNKNOWN"));
    assert_eq!(registry.get("/v2/Org/tags/list").await.refusal(), refused(400, "NAME_INVALID"));
}

#[tokio::test]
async fn repositories_are_listed() {
    let registry = Registry::new();
    for name in ["b", "a/nested", "c"] {
        registry.push_blob(name, b"x").await;
    }
    assert_eq!(registry.get("/v2/_catalog").await.json(), json!({"repositories": ["a/nested", "b", "c"]}));
    let page = registry.get("/v2/_catalog?n=1").await;
    assert_eq!(page.json(), json!({"repositories": ["a/nested"]}));
    assert_eq!(page.header("link"), "</v2/_catalog?n=1&last=a%2Fnested>; rel=\"next\"");
    assert_eq!(registry.get("/v2/_catalog?last=a%2Fnested").await.json(), json!({"repositories": ["b", "c"]}));
}
