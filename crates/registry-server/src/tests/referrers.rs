use super::*;

#[tokio::test]
async fn referrers_are_listed_and_filtered() {
    let registry = Registry::new();
    let subject = Descriptor::of(media_type::IMAGE_MANIFEST, artifact("subject").to_string().as_bytes());
    let target = format!("/v2/a/referrers/{}", subject.digest);

    // neither the repository nor the subject exists, and that is no error
    let nothing = registry.get(&target).await;
    assert_eq!((nothing.status, nothing.header("content-type")), (200, media_type::IMAGE_INDEX));
    let empty = json!({"schemaVersion": 2, "mediaType": media_type::IMAGE_INDEX, "manifests": []});
    assert_eq!(nothing.json(), empty);

    let mut signature = artifact("signed");
    signature["subject"] = json!(subject);
    signature["artifactType"] = json!("application/vnd.example.signature+json");
    let mut bill = artifact("listed");
    bill["subject"] = json!(subject);
    bill["artifactType"] = Value::Null;
    let signed = registry.push_manifest("a", None, &signature).await;
    let listed = registry.push_manifest("a", None, &bill).await;

    let all = registry.get(&target).await.json();
    let find = |digest: &Digest| {
        let manifests = all["manifests"].as_array().unwrap();
        manifests.iter().find(|found| found["digest"] == digest.to_string()).unwrap().clone()
    };
    assert_eq!(all["manifests"].as_array().unwrap().len(), 2);
    assert_eq!(find(&signed)["artifactType"], "application/vnd.example.signature+json");
    assert_eq!(find(&signed)["size"], signature.to_string().len());
    assert_eq!(find(&listed)["artifactType"], "application/vnd.oci.empty.v1+json");
    assert_eq!(find(&listed)["annotations"], json!({"note": "listed"}));

    for kind in ["application%2Fvnd.example.signature%2Bjson", "application/vnd.example.signature+json"] {
        let filtered = registry.get(&format!("{target}?artifactType={kind}")).await;
        assert_eq!(filtered.header("oci-filters-applied"), "artifactType");
        assert_eq!(filtered.json()["manifests"], json!([find(&signed)]));
    }
    assert_eq!(registry.get(&format!("{target}?artifactType=none")).await.json(), empty);

    let deleted = registry.ask("DELETE", &format!("/v2/a/manifests/{signed}")).send().await;
    assert_eq!(deleted.status, 202);
    assert_eq!(registry.get(&target).await.json()["manifests"], json!([find(&listed)]));
    assert_eq!(registry.get("/v2/a/referrers/sha256:1").await.refusal(), refused(400, "DIGEST_INVALID"));
    assert_eq!(registry.ask("POST", &target).send().await.status, 405);
}
