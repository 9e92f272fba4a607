//! Images as packages, and the documents about them (SPDX 2.3, clauses 6.6 and 7.21).

use std::collections::HashMap;

use serde_json::{Value, json};

use super::NOASSERTION;
use super::packages::{Package, purl_reference};
use super::relationships::relationship;
use crate::Format;
use crate::contents::{Contents, Image, facts};
use crate::ids::Ids;
use crate::linked::Linked;
use crate::refs::Refs;

/// Other documents that this one points at.
#[derive(Default)]
pub(super) struct Links {
    /// `externalDocumentRefs`.
    pub(super) documents: Vec<Value>,
    /// From images to them.
    pub(super) relationships: Vec<Value>,
    /// `externalRefs` of images, by their index, to documents that are none of SPDX.
    others: HashMap<usize, Vec<Value>>,
}

/// The links to all documents.
pub(super) fn links(contents: &Contents, refs: &Refs) -> Links {
    let mut links = Links::default();
    let (mut ids, mut known) = (Ids::default(), HashMap::new());
    for (index, (image, id)) in contents.images.iter().zip(&refs.images).enumerate() {
        for linked in contents.documents_of(image) {
            let namespace = linked.outline.identity.as_ref().filter(|_| linked.outline.format == Format::Spdx);
            let Some(namespace) = namespace else {
                links.others.entry(index).or_default().push(other(linked));
                continue;
            };
            let document = known.entry(namespace.clone()).or_insert_with(|| {
                let document = format!("DocumentRef-{}", ids.take(&format!("image-{}", index + 1)));
                links.documents.push(json!({
                    "externalDocumentId": document,
                    "spdxDocument": namespace,
                    "checksum": {"algorithm": "SHA1", "checksumValue": linked.sha1()},
                }));
                document
            });
            let described = relationship(id, "DESCRIBED_BY", &format!("{document}:{}", super::DOCUMENT));
            links.relationships.push(with_comment(described, &told(linked)));
        }
    }
    links
}

fn with_comment(mut relationship: Value, comment: &str) -> Value {
    if let Some(fields) = relationship.as_object_mut() {
        fields.insert("comment".to_owned(), Value::from(comment));
    }
    relationship
}

/// Where a document is and how far it can be believed.
fn told(linked: &Linked) -> String {
    let platform = linked.platform.as_ref().map(|platform| format!(" for {platform}")).unwrap_or_default();
    format!("{}{platform}, {}, at {}, sha256:{}", linked.source, linked.trust, linked.location, linked.sha256())
}

fn other(linked: &Linked) -> Value {
    let locator = linked.outline.identity.clone().unwrap_or_else(|| format!("urn:sha256:{}", linked.sha256()));
    json!({
        "referenceCategory": "OTHER",
        "referenceType": format!("sbom-{}", linked.outline.format.name()),
        "referenceLocator": locator,
        "comment": told(linked),
    })
}

/// The images.
pub(super) fn packages(contents: &Contents, refs: &Refs, links: &Links) -> Vec<Value> {
    let images = contents.images.iter().zip(&refs.images).enumerate();
    images.map(|(index, (image, id))| package(image, id, links.others.get(&index))).collect()
}

fn package(image: &Image, id: &str, others: Option<&Vec<Value>>) -> Value {
    let mut package = Package::new(id, &image.name(), image.version().unwrap_or_default());
    package.terms(NOASSERTION, None, NOASSERTION);
    package.put("filesAnalyzed", Value::from(false));
    let digest = image.digest().and_then(|digest| digest.split_once(':'));
    if let Some((algorithm, hex)) = digest {
        package.put("checksums", json!([{"algorithm": algorithm.to_uppercase(), "checksumValue": hex}]));
    }
    let purl = image.purl().map(|purl| purl_reference(&purl.to_string()));
    let references: Vec<Value> = purl.into_iter().chain(others.into_iter().flatten().cloned()).collect();
    if !references.is_empty() {
        package.put("externalRefs", Value::Array(references));
    }
    package.comment(&facts::of_image(image));
    package.finish("CONTAINER")
}
