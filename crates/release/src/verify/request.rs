//! What a verification is asked to prove.

use oci::Reference;
use provenance::Keyring;
use signing::{Policy, TrustedRoot};

/// What must be there and proven, whatever else is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Requirement {
    /// A signature of the policy's holder.
    Signature,
    /// A provenance file that the keyring proves.
    Provenance,
    /// An SBOM, attested by the policy's holder.
    Sbom,
    /// SLSA provenance, attested by the policy's holder.
    Slsa,
    /// A release record, attested by the policy's holder.
    Record,
}

impl Requirement {
    /// All of them with their names.
    pub const ALL: [(&'static str, Self); 5] = [
        ("signature", Self::Signature),
        ("provenance", Self::Provenance),
        ("sbom", Self::Sbom),
        ("slsa", Self::Slsa),
        ("record", Self::Record),
    ];

    /// The requirement of a name on the command line.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, requirement)| requirement)
    }
}

/// Where the chart must come from, as its SLSA provenance tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The repository's address.
    pub uri: Option<String>,
    /// The commit's full hash.
    pub commit: Option<String>,
}

impl Source {
    /// Whether anything is asked for.
    pub fn is_asked_for(&self) -> bool {
        self.uri.is_some() || self.commit.is_some()
    }
}

/// What a verification is asked to prove, and with what.
#[derive(Clone)]
pub struct Request<'a> {
    /// The tag or digest.
    pub reference: &'a Reference,
    /// Host and path of the repository without tag, as container tools name it: SBOMs name it.
    pub image_name: &'a str,
    /// Whose signatures are believed; none: they are looked at, and nothing proves whose they are.
    pub policy: Option<&'a Policy>,
    /// Whom signatures of identities and log entries are verified with.
    pub root: &'a TrustedRoot,
    /// Whose provenance files are believed; none: only their text is compared.
    pub keyring: Option<&'a Keyring>,
    /// What must be there.
    pub required: &'a [Requirement],
    /// Where the chart must come from.
    pub source: &'a Source,
    /// Now, Unix seconds.
    pub now: i64,
}

impl Request<'_> {
    /// Whether something must be there. A source can only be proven by SLSA provenance.
    pub(super) fn requires(&self, requirement: Requirement) -> bool {
        self.required.contains(&requirement)
            || (requirement == Requirement::Slsa && self.source.is_asked_for())
            || (requirement == Requirement::Signature && self.policy.is_some())
    }
}
