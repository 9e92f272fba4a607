//! The claims of an OIDC identity token (JWT, RFC 7519), read without believing them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;
use signing::Identity;
use web::printable;

use super::AUDIENCE;

/// Longest token that is read; those of CI systems have about 2 KiB.
const LONGEST: usize = 32 << 10;
/// Clocks may differ by this many seconds.
const SKEW: i64 = 60;

/// What is wrong with a claim, and how to mend it.
pub(super) type Complaint = (String, String);

/// The claims that Fulcio looks at.
#[derive(Clone, Deserialize)]
pub(super) struct Claims {
    iss: String,
    #[serde(default)]
    sub: String,
    #[serde(default)]
    aud: Audience,
    exp: f64,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    email_verified: Option<Verified>,
    #[serde(default)]
    job_workflow_ref: Option<String>,
    #[serde(default)]
    ci_config_ref_uri: Option<String>,
    #[serde(default)]
    federated_claims: Option<Federated>,
    #[serde(default, rename = "kubernetes.io")]
    kubernetes: Option<Kubernetes>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(untagged)]
enum Audience {
    #[default]
    None,
    One(String),
    Several(Vec<String>),
}

/// Some issuers write a boolean as text.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Verified {
    Boolean(bool),
    Text(String),
}

/// Claims of Dex, which speaks for other issuers.
#[derive(Clone, Deserialize)]
struct Federated {
    #[serde(default)]
    connector_id: String,
}

#[derive(Clone, Deserialize)]
struct Kubernetes {
    namespace: String,
    serviceaccount: ServiceAccount,
}

#[derive(Clone, Deserialize)]
struct ServiceAccount {
    name: String,
}

impl Claims {
    /// Reads the middle part. No error repeats any of the token.
    pub(super) fn parse(token: &str) -> Result<Self, String> {
        if token.is_empty() {
            return Err("it is empty".to_owned());
        }
        if token.len() > LONGEST {
            return Err(format!("it is longer than {LONGEST} bytes"));
        }
        let parts: Vec<&str> = token.split('.').collect();
        let [_, payload, _] = parts[..] else {
            return Err(format!("it has {} parts, expected 3", parts.len()));
        };
        if parts.iter().any(|part| part.is_empty()) {
            return Err("one of its three parts is empty".to_owned());
        }
        let decoded = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('='));
        let decoded = decoded.map_err(|_| "its second part is not base64url".to_owned())?;
        // serde's own words could quote a claim.
        serde_json::from_slice(&decoded).map_err(|_| "its claims lack `iss` or `exp`, or are of other types".to_owned())
    }

    pub(super) fn check(&self, now: i64) -> Result<(), Complaint> {
        self.check_audience()?;
        self.check_time(now)?;
        self.check_holder()
    }

    fn check_audience(&self) -> Result<(), Complaint> {
        let audiences: &[String] = match &self.aud {
            Audience::None => &[],
            Audience::One(one) => std::slice::from_ref(one),
            Audience::Several(several) => several,
        };
        if audiences.iter().any(|audience| audience == AUDIENCE) {
            return Ok(());
        }
        let shown: String = printable(&audiences.join(", ")).chars().take(100).collect();
        let shown = if shown.is_empty() { "no audience".to_owned() } else { format!("the audience {shown}") };
        let hint = "ask the issuer for a token with the audience sigstore";
        Err((format!("the token is for {shown}, expected {AUDIENCE}"), hint.to_owned()))
    }

    fn check_time(&self, now: i64) -> Result<(), Complaint> {
        if self.exp.is_nan() || self.exp <= now as f64 {
            let when = shown_time(self.exp);
            let hint = "tokens of CI systems live for minutes: get a new one right before signing";
            return Err((format!("the token expired at {when}"), hint.to_owned()));
        }
        if self.nbf.is_some_and(|start| start > now.saturating_add(SKEW) as f64) {
            let when = shown_time(self.nbf.unwrap_or_default());
            return Err((format!("the token is not valid before {when}"), "check this machine's clock".to_owned()));
        }
        Ok(())
    }

    fn check_holder(&self) -> Result<(), Complaint> {
        if self.challenge().is_empty() {
            let hint = "Fulcio certifies e-mail addresses and subjects; ask the issuer for one of them";
            return Err(("the token has neither `sub` nor `email`".to_owned(), hint.to_owned()));
        }
        if self.email().is_some() && self.email_verified.as_ref().is_some_and(|verified| !verified.is_true()) {
            let hint = "verify the address with the identity provider first";
            return Err(("the token's e-mail address is not verified".to_owned(), hint.to_owned()));
        }
        Ok(())
    }

    pub(super) fn challenge(&self) -> &str {
        self.email().unwrap_or(&self.sub)
    }

    pub(super) fn identity(&self) -> Identity {
        Identity { subject: self.subject(), issuer: self.issuer() }
    }

    fn email(&self) -> Option<&str> {
        self.email.as_deref().filter(|email| !email.is_empty())
    }

    fn subject(&self) -> String {
        if let Some(workflow) = self.job_workflow_ref.as_deref().filter(|text| !text.is_empty()) {
            return format!("https://github.com/{workflow}");
        }
        if let Some(pipeline) = self.ci_config_ref_uri.as_deref().filter(|text| !text.is_empty()) {
            return format!("https://{pipeline}");
        }
        match (self.email(), &self.kubernetes) {
            (Some(email), _) => email.to_owned(),
            (None, Some(Kubernetes { namespace, serviceaccount })) => {
                format!("https://kubernetes.io/namespaces/{namespace}/serviceaccounts/{}", serviceaccount.name)
            }
            (None, None) => self.sub.clone(),
        }
    }

    /// Dex signs for GitHub, Google and others; Fulcio writes down for whom.
    fn issuer(&self) -> String {
        let connector = self.federated_claims.as_ref().map(|federated| federated.connector_id.as_str());
        connector.filter(|id| !id.is_empty()).unwrap_or(&self.iss).to_owned()
    }
}

impl Verified {
    fn is_true(&self) -> bool {
        match self {
            Self::Boolean(value) => *value,
            Self::Text(text) => text == "true",
        }
    }
}

fn shown_time(seconds: f64) -> String {
    // A number out of range is saturated by the cast, and then no time.
    let time = Timestamp::from_second(seconds as i64);
    time.map_or_else(|_| "an impossible time".to_owned(), |time| time.to_string())
}
