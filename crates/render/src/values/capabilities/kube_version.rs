//! Versions of Kubernetes (Helm: `ParseKubeVersion`; `k8s.io/apimachinery/pkg/util/version`, `ParseGeneric`).

use std::fmt;

use gostd::strconv::quote;

/// A version of Kubernetes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KubeVersion {
    /// As it was given, with a `v` in front: `v1.33.4-gke.1245000`. Templates see it as `Version` and `GitVersion`.
    pub version: String,
    /// The first number.
    pub major: String,
    /// The second number.
    pub minor: String,
    /// Numbers only.
    normalised: String,
}

impl KubeVersion {
    /// A version that needs no reading.
    pub(super) fn known(version: &str, major: &str, minor: &str) -> Self {
        let version = version.to_owned();
        Self { normalised: version.clone(), version, major: major.to_owned(), minor: minor.to_owned() }
    }

    /// Reads a version: two numbers or more with dots between them, whatever follows. A `v` and white space may stand
    /// before them.
    ///
    /// # Errors
    /// Texts that are no version.
    pub fn parse(text: &str) -> Result<Self, KubeVersionError> {
        let failed = |reason: String| KubeVersionError { text: text.to_owned(), reason };
        let quoted = quote(text);
        let numbers = numbers(text).ok_or_else(|| failed(format!("could not parse {quoted} as version")))?;
        let components: Vec<&str> = numbers.split('.').collect();
        let [major, minor, ..] = components.as_slice() else {
            return Err(failed(format!("illegal version string {quoted}")));
        };
        if major.len() > 1 && major.starts_with('0') {
            return Err(failed(format!("illegal zero-prefixed version component {} in {quoted}", quote(major))));
        }
        let read = |component: &&str| {
            component.parse::<u64>().map(|number| number.to_string()).map_err(|_| {
                let component = quote(component);
                failed(format!(
                    "illegal non-numeric version component {component} in {quoted}: strconv.ParseUint: parsing \
                     {component}: value out of range"
                ))
            })
        };
        let numbers: Vec<String> = components.iter().map(read).collect::<Result<_, _>>()?;
        let version = if text.starts_with('v') { text.to_owned() } else { format!("v{text}") };
        Ok(Self { version, major: read(major)?, minor: read(minor)?, normalised: format!("v{}", numbers.join(".")) })
    }

    /// The version without what follows its numbers: what constraints are checked against, and what templates print.
    #[must_use]
    pub fn normalised(&self) -> &str {
        &self.normalised
    }
}

/// The numbers at the beginning of a version, with the dots between them.
fn numbers(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['\t', '\n', '\u{c}', '\r', ' ']);
    let text = text.strip_prefix('v').unwrap_or(text);
    let bytes = text.as_bytes();
    let digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    if !digit(0) {
        return None;
    }
    let mut end = 0;
    while digit(end) || (bytes.get(end) == Some(&b'.') && digit(end + 1)) {
        end += 1;
    }
    let (numbers, rest) = text.split_at_checked(end)?;
    // The expression's dot does not match a line break.
    if rest.contains('\n') { None } else { Some(numbers) }
}

/// A text that is no version of Kubernetes. The text is Helm's, for the flag `--kube-version`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KubeVersionError {
    /// What was given.
    pub text: String,
    /// Why it is none.
    pub reason: String,
}

impl fmt::Display for KubeVersionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "invalid kube version '{}': {}", self.text, self.reason)
    }
}

impl std::error::Error for KubeVersionError {}
