//! Tokens in no error, whatever a service does with them.

use ::signing::{Message, Signer};

use super::fake::{Fake, Heard, Reply, http};
use super::forge;
use crate::token::{GithubService, find};
use crate::{IdentityToken, KeylessSigner, Secret, ServiceUrls, Services, TokenSources};

/// Gives back everything it was sent, in several ways.
fn echo(heard: &Heard, way: usize) -> Reply {
    let token = forge::token(&forge::claims());
    let piece = &token.reveal()[10..60];
    let body = String::from_utf8_lossy(&heard.body).into_owned();
    match way {
        0 => Reply::text(400, &format!("bad request: {} {body}", heard.head)),
        1 => Reply::json(401, &serde_json::json!({"message": format!("bad token {}", token.reveal())})),
        2 => Reply::text(503, &format!("cut: {piece} {}", heard.head)),
        3 => Reply::Say(302, vec![("Location", format!("/login/{}?t={}", token.reveal(), token.reveal()))], Vec::new()),
        4 => Reply::text(201, &body),
        5 => Reply::text(400, &token.reveal().replace("eyJ", "eyJ\u{7}")),
        _ => Reply::Cut,
    }
}

/// No run of twelve characters of the secret is in the text.
fn assert_hidden(text: &str, secret: &str) {
    for start in 0..secret.len() - 12 {
        let piece = &secret[start..start + 12];
        assert!(!text.contains(piece), "{piece} of the secret is in {text}");
    }
}

#[tokio::test]
async fn the_token_is_in_no_error() {
    for way in 0..7 {
        let fake = Fake::start(move |heard, _| echo(heard, way)).await;
        let secret = forge::token(&forge::claims());
        let token = IdentityToken::parse(&secret, "test").unwrap();
        assert!(!format!("{token:?}").contains(&secret.reveal()[..12]));
        let timestamp = Some(format!("{}/timestamp", fake.url()));
        let urls = ServiceUrls { fulcio: Some(fake.url()), timestamp, ..ServiceUrls::default() };
        let signer = KeylessSigner::new(Services::default().with(&urls).unwrap(), token, http(), None).unwrap();
        let error = signer.sign(&[Message::Simple(b"{}")]).await.unwrap_err();
        assert_hidden(&format!("{error} {error:?}"), secret.reveal());
    }
}

#[tokio::test]
async fn the_bearer_token_is_in_no_error() {
    for way in 0..7 {
        let fake = Fake::start(move |heard, _| echo(heard, way)).await;
        let bearer = Secret::new("planted.bearer-token-0123456789.of-the-job-abcdefghij");
        let github = Some(GithubService { url: fake.url(), bearer: bearer.clone() });
        let sources = TokenSources { github, ..TokenSources::default() };
        let error = find(&sources, &Services::default(), &http(), 0).await.unwrap_err();
        assert_hidden(&format!("{error} {error:?}"), bearer.reveal());
        assert!(!format!("{:?}", sources.github).contains("planted"));
    }
}
