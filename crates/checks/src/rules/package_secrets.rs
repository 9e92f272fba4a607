use chart::File;

use crate::secret_text::{Secret, find, is_key_store};
use crate::text_place::of_byte;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/secrets",
    severity: Severity::Error,
    summary: "The package holds no private key, token or password.",
    page: include_str!("package_secrets.md"),
    look,
};

/// Findings of one chart.
const MAX_FINDINGS: usize = 50;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let files = subject.chart.raw.files().iter();
    files.flat_map(|file| in_file(subject, file)).take(MAX_FINDINGS).collect()
}

fn in_file(subject: &Subject<'_>, file: &File) -> Vec<Observation> {
    let path = subject.path(&file.path);
    let is_store = [".p12", ".pfx"].iter().any(|end| file.path.ends_with(end)) && is_key_store(&file.data);
    if is_store {
        let message = "the package holds a PKCS #12 store with a private key, which everybody can read";
        return vec![Observation::of(&path, message).hint(hint("the file"))];
    }
    let secrets = find(&file.data);
    secrets.into_iter().map(|secret| observation(&path, file, secret)).collect()
}

/// The secret itself is never told.
fn observation(path: &str, file: &File, secret: Secret) -> Observation {
    let what = secret.what;
    let severity = if secret.plain { Severity::Error } else { Severity::Warning };
    Observation::of(path, format!("the package holds {what}, which everybody can read"))
        .at_position(Some(of_byte(&file.data, secret.at)))
        .severity(severity)
        .hint(hint("it"))
}

fn hint(what: &str) -> String {
    format!(
        "replace it wherever it is in use, then remove {what}: let users name a Secret, or make one with genPrivateKey or lookup"
    )
}
