//! Reading in-toto statements: version 1, and 0.1 as cosign attests (in-toto attestation framework, `v1/statement.md`).

use oci::Digest;
use serde_json::Value;

use super::LIMIT;
use crate::json::{self, Object, kind};
use crate::refusal::{Part, Refusal, shown};

/// The `_type`s that are read.
const TYPES: [&str; 2] = ["https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1"];

/// Most subjects (sigstore-go `pkg/verify`).
pub const SUBJECTS: usize = 1024;

/// Most digests of one subject (sigstore-go `pkg/verify`).
pub const DIGESTS: usize = 32;

/// Fields of a subject: in-toto's resource descriptor.
const SUBJECT: [&str; 7] = ["name", "uri", "digest", "content", "downloadLocation", "mediaType", "annotations"];

/// A statement whose form was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What it is about.
    pub subjects: Vec<NamedDigests>,
    /// What kind of claim it makes.
    pub predicate_type: String,
    /// The whole statement.
    pub document: Value,
}

/// One thing that a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedDigests {
    /// A name, which binds nothing.
    pub name: Option<String>,
    /// Algorithm and value, in the order of the statement.
    pub digests: Vec<(String, String)>,
}

/// Reads a statement.
///
/// # Errors
/// [`Refusal`] that names the field.
pub fn read(bytes: &[u8]) -> Result<Statement, Refusal> {
    let document = json::read(bytes, LIMIT)?;
    let root = Object::of(&document, "", &["_type", "subject", "predicateType", "predicate"])?;
    let kind_of = root.text("_type")?;
    if !TYPES.contains(&kind_of) {
        return Err(Refusal::field("_type", format!("{:?}", shown(kind_of)), TYPES.join(" or ")));
    }
    let predicate_type = root.text("predicateType")?.to_owned();
    if predicate_type.is_empty() {
        return Err(Refusal::field("predicateType", "an empty text", "the URI of a kind of claim"));
    }
    if let Some(predicate) = root.get("predicate").filter(|predicate| !predicate.is_object()) {
        return Err(Refusal::field("predicate", kind(predicate), "an object"));
    }
    let items = root.array("subject", SUBJECTS)?;
    if items.is_empty() {
        return Err(Refusal::field("subject", "no subject", "at least one"));
    }
    let subjects = items.iter().enumerate().map(|(number, item)| subject(item, &format!("subject[{number}]")));
    let subjects = subjects.collect::<Result<_, Refusal>>()?;
    Ok(Statement { subjects, predicate_type, document })
}

fn subject(item: &Value, path: &str) -> Result<NamedDigests, Refusal> {
    let fields = Object::of(item, path, &SUBJECT)?;
    let name = if fields.get("name").is_some() { Some(fields.text("name")?.to_owned()) } else { None };
    let Some(digest) = fields.get("digest") else {
        return Err(Refusal::field(&fields.at("digest"), "nothing", "an object of digests"));
    };
    let digest = Object::open(digest, &fields.at("digest"))?;
    let names: Vec<&String> = digest.members().map(|(name, _)| name).collect();
    if names.is_empty() || names.len() > DIGESTS {
        let found = format!("{} digests", names.len());
        return Err(Refusal::field(&fields.at("digest"), found, format!("1 to {DIGESTS}")));
    }
    let digests = names.into_iter().map(|name| Ok((name.clone(), digest.text(name)?.to_owned())));
    Ok(NamedDigests { name, digests: digests.collect::<Result<_, Refusal>>()? })
}

impl Statement {
    /// Whether the statement is about a digest.
    pub fn names(&self, subject: &Digest) -> bool {
        let same = |(algorithm, value): &(String, String)| {
            algorithm == subject.algorithm().name() && value.eq_ignore_ascii_case(subject.hex())
        };
        self.subjects.iter().any(|named| named.digests.iter().any(same))
    }

    /// Demands that the statement is about a digest.
    ///
    /// # Errors
    /// [`Refusal`] that says what it is about instead.
    pub(crate) fn must_name(&self, subject: &Digest) -> Result<(), Refusal> {
        if self.names(subject) {
            return Ok(());
        }
        let digests = self.subjects.iter().flat_map(|named| &named.digests).take(3);
        let found: Vec<String> = digests.map(|(algorithm, value)| format!("{algorithm}:{value}")).collect();
        let found = format!("the statement is about {}", shown(&found.join(", ")));
        let hint = "the signature was made for something else and copied here";
        Err(Refusal::new(Part::Subject, found, subject.to_string()).hint(hint))
    }
}
