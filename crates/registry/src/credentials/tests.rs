//! Lookups through several files, with helpers played by a table.

use super::*;

/// Knows (helper, server, user name, secret); a helper outside the table is missing.
struct Table(&'static [(&'static str, &'static str, &'static str, &'static str)]);

impl HelperRunner for Table {
    fn get(&self, helper: &str, server: &str) -> Result<Option<HelperAnswer>, HelperError> {
        if !self.0.iter().any(|row| row.0 == helper) {
            return Err(HelperError::Missing(helper.to_owned()));
        }
        let row = self.0.iter().find(|row| row.0 == helper && row.1 == server);
        Ok(row.map(|row| HelperAnswer { username: row.2.to_owned(), secret: Secret::new(row.3) }))
    }
}

const HELPERS: Table = Table(&[
    ("pass", "r.example", "from-pass", "p"),
    ("pass", "https://index.docker.io/v1/", "hub", "h"),
    ("own", "acr.example", "<token>", "refresh"),
]);

fn credentials(files: &[(&str, &str)]) -> Credentials {
    let file =
        |(path, text): &(&str, &str)| CredentialFile { path: (*path).to_owned(), text: text.as_bytes().to_vec() };
    Credentials::from_files(files.iter().map(file).collect(), Arc::new(HELPERS))
}

fn found(text: &str, host: &str) -> Option<Credential> {
    credentials(&[("config.json", text)]).find(host, None).unwrap().map(|found| found.credential)
}

fn basic(username: &str, password: &str) -> Option<Credential> {
    Some(Credential::Basic { username: username.to_owned(), password: Secret::new(password) })
}

#[test]
fn i25_auth_fields_in_every_form() {
    // me:a:b, split at the first colon; the second with NUL bytes, the third without padding
    assert_eq!(found(r#"{"auths":{"r.example":{"auth":"bWU6YTpi"}}}"#, "r.example"), basic("me", "a:b"));
    assert_eq!(found(r#"{"auths":{"https://r.example/v1/":{"auth":"bWU6YQAA"}}}"#, "r.example"), basic("me", "a"));
    assert_eq!(found(r#"{"auths":{"r.example":{"auth":"bWU6YQ"}}}"#, "r.example"), basic("me", "a"));
    let fields = r#"{"auths":{"r.example":{"username":"me","password":"x"}}}"#;
    assert_eq!(found(fields, "r.example"), basic("me", "x"));
    assert_eq!(found(r#"{"auths":{"r.example":{}}}"#, "r.example"), None);
    assert_eq!(found("", "r.example"), None);
    assert_eq!(found(r#"{"auths":null,"currentContext":"x"}"#, "r.example"), None);
}

#[test]
fn i25_tokens_are_told_apart() {
    let identity = r#"{"auths":{"r.example":{"auth":"bWU6","identitytoken":"t"}}}"#;
    let expected = Credential::IdentityToken { username: Some("me".to_owned()), token: Secret::new("t") };
    assert_eq!(found(identity, "r.example"), Some(expected));
    let ready = r#"{"auths":{"r.example":{"registrytoken":"t"}}}"#;
    assert_eq!(found(ready, "r.example"), Some(Credential::RegistryToken(Secret::new("t"))));
    let helper = r#"{"credHelpers":{"acr.example":"own"}}"#;
    let expected = Credential::IdentityToken { username: None, token: Secret::new("refresh") };
    assert_eq!(found(helper, "acr.example"), Some(expected));
}

#[test]
fn i25_only_the_first_configured_source_of_a_file_is_asked() {
    let file = r#"{"credHelpers":{"r.example":"own","other.example":""},"credsStore":"pass",
        "auths":{"r.example":{"auth":"bWU6YQ=="},"other.example":{"auth":"bWU6YQ=="}}}"#;
    // "own" knows nothing of the host: neither credsStore nor auths of the same file are asked
    assert_eq!(found(file, "r.example"), None);
    // an empty helper name means auths
    assert_eq!(found(file, "other.example"), basic("me", "a"));
    assert_eq!(found(file, "docker.io"), basic("hub", "h"));
}

#[test]
fn i26_the_next_file_is_asked_and_the_source_is_named() {
    let helm = ("helm.json", r#"{"credsStore":"own"}"#);
    let docker = ("docker.json", r#"{"credsStore":"pass"}"#);
    let found = credentials(&[helm, docker]).find("r.example", None).unwrap().unwrap();
    assert_eq!(found.source, "docker.json (docker-credential-pass)");
    assert_eq!(Some(found.credential), basic("from-pass", "p"));
}

#[test]
fn i25_namespaces_of_the_containers_tools() {
    let file = r#"{"auths":{"quay.io":{"auth":"aG9zdDph"},"quay.io/org":{"auth":"b3JnOmE="}}}"#;
    let credentials = credentials(&[("auth.json", file)]);
    let user = |repository: &str| {
        let repository = RepositoryName::parse(repository).unwrap();
        credentials.find("quay.io", Some(&repository)).unwrap().map(|found| found.credential)
    };
    assert_eq!(user("org/chart"), basic("org", "a"));
    assert_eq!(user("organ/chart"), basic("host", "a"));
}

#[test]
fn problems_name_the_file_and_never_its_content() {
    let error = |text| credentials(&[("config.json", text)]).find("r.example", None).unwrap_err().to_string();
    let broken = error("{\n  \"auths\": {,}\n}");
    assert!(broken.starts_with("config.json: line 2, column 1") && broken.ends_with("broken JSON"), "{broken}");
    let secret = error(r#"{"auths":{"r.example":"aHVudGVyMg=="}}"#);
    assert!(secret.starts_with("config.json: line 1, column ") && !secret.contains("aHVudGVyMg"), "{secret}");
    let auth = error(r#"{"auths":{"r.example":{"auth":"%%%"}}}"#);
    assert_eq!(auth, r#"config.json: auths["r.example"].auth is not base64 of user:password"#);
    assert_eq!(error(r#"{"credsStore":"gone"}"#), "config.json: docker-credential-gone is not in PATH");
}

#[test]
fn nothing_prints_a_secret() {
    let found = credentials(&[("f", r#"{"auths":{"r.example":{"auth":"bWU6aHVudGVyMg=="}}}"#)]).find("r.example", None);
    let text = format!("{found:?}");
    assert!(text.contains("****") && !text.contains("hunter2"), "{text}");
}
