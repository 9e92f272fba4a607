//! `index.json`: which manifests the layout shows, and under which tags (image-spec, `image-layout.md#indexjson-file`).
//!
//! Descriptors that other tools wrote keep every field (`platform`, cosign's `kind` annotation, …): the raw JSON
//! is kept beside the parsed view.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::path::Path;

use oci::{Descriptor, Digest, Result, Tag, media_type};
use serde_json::{Map, Value};

use crate::files;

/// The annotation that holds the tag (image-spec, `annotations.md`).
const REF_NAME: &str = "org.opencontainers.image.ref.name";

/// The parsed file.
#[derive(Debug)]
pub(crate) struct Index {
    document: Map<String, Value>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    raw: Map<String, Value>,
    descriptor: Descriptor,
}

impl Index {
    /// Length above which the file is neither read nor written, in bytes: enough for 100,000 tags.
    pub(crate) const LIMIT: u64 = 64 << 20;

    /// An index without manifests.
    pub(crate) fn empty() -> Self {
        Self { document: Map::new(), entries: Vec::new() }
    }

    /// Reads the file, which must be there.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let Some(content) = files::read(path, Self::LIMIT)? else {
            return Err(files::layout_error(path, "it is missing"));
        };
        Self::parse(&content).map_err(|detail| files::layout_error(path, detail))
    }

    fn parse(content: &[u8]) -> Result<Self, String> {
        let mut document: Map<String, Value> =
            serde_json::from_slice(content).map_err(|error| format!("not an image index: {error}"))?;
        if document.get("schemaVersion").and_then(Value::as_u64) != Some(2) {
            return Err("not an image index: schemaVersion is not 2".to_owned());
        }
        match document.get("mediaType") {
            None | Some(Value::Null) => {}
            Some(kind) if kind.as_str() == Some(media_type::IMAGE_INDEX) => {}
            Some(_) => return Err(format!("not an image index: mediaType is not {:?}", media_type::IMAGE_INDEX)),
        }
        let manifests = match document.get_mut("manifests").map(Value::take) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(manifests)) => manifests,
            Some(_) => return Err("not an image index: manifests is not an array".to_owned()),
        };
        let entries: Result<Vec<Entry>, String> = manifests
            .into_iter()
            .enumerate()
            .map(|(place, value)| Entry::parse(value).map_err(|error| format!("manifests[{place}]: {error}")))
            .collect();
        let index = Self { document, entries: entries? };
        match index.ambiguous() {
            None => Ok(index),
            Some((name, [one, other])) => Err(format!(
                "manifests: {name:?} names {one} and {other}, and readers differ in which they take; expected one"
            )),
        }
    }

    /// A name of different manifests, none of which is for a platform.
    fn ambiguous(&self) -> Option<(&str, [&Digest; 2])> {
        let mut named: BTreeMap<&str, &Digest> = BTreeMap::new();
        self.entries.iter().filter(|entry| !entry.raw.contains_key("platform")).find_map(|entry| {
            let (name, digest) = (entry.name()?, &entry.descriptor.digest);
            let known = *named.entry(name).or_insert(digest);
            (known != digest).then_some((name, [known, digest]))
        })
    }

    /// The file's content. Its order depends on what is in it, not on who was first: by tag, then the untagged
    /// by digest.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by(|left, right| left.rank().cmp(&right.rank()));
        let manifests = entries.into_iter().map(|entry| Value::Object(entry.raw.clone())).collect();
        let mut document = self.document.clone();
        document.insert("schemaVersion".to_owned(), Value::from(2));
        document.insert("mediaType".to_owned(), Value::from(media_type::IMAGE_INDEX));
        document.insert("manifests".to_owned(), Value::Array(manifests));
        format!("{}\n", Value::Object(document)).into_bytes()
    }

    /// Every descriptor, tagged or not.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Descriptor> {
        self.entries.iter().map(|entry| &entry.descriptor)
    }

    /// What a tag points at. With several descriptors of one name (platforms) it is the first.
    pub(crate) fn tagged(&self, tag: &Tag) -> Option<&Descriptor> {
        self.entries.iter().find(|entry| entry.name() == Some(tag.as_str())).map(|entry| &entry.descriptor)
    }

    /// The first descriptor with this digest.
    pub(crate) fn find(&self, digest: &Digest) -> Option<&Descriptor> {
        self.entries().find(|descriptor| descriptor.digest == *digest)
    }

    /// All names that are tags, sorted; full references that other tools write are not.
    pub(crate) fn tags(&self) -> Vec<Tag> {
        let tags: BTreeSet<Tag> =
            self.entries.iter().filter_map(Entry::name).filter_map(|name| Tag::parse(name).ok()).collect();
        tags.into_iter().collect()
    }

    /// Adds a manifest without a tag, unless it is listed; whether it was added.
    pub(crate) fn add(&mut self, descriptor: &Descriptor) -> bool {
        let missing = self.find(&descriptor.digest).is_none();
        if missing {
            self.entries.push(Entry::plain(descriptor));
        }
        missing
    }

    /// Points a tag at a manifest; whether that changed anything. The manifest's untagged descriptor becomes the
    /// tagged one; the manifest that loses the tag stays listed.
    pub(crate) fn point(&mut self, tag: &Tag, target: &Descriptor) -> bool {
        let mut holders = self.entries.iter().filter(|entry| entry.name() == Some(tag.as_str())).peekable();
        if holders.peek().is_some() && holders.all(|entry| entry.descriptor.digest == target.digest) {
            return false;
        }
        self.untag(tag);
        let is_nameless = |entry: &Entry| entry.name().is_none() && entry.descriptor.digest == target.digest;
        let (nameless, kept): (Vec<Entry>, Vec<Entry>) =
            mem::take(&mut self.entries).into_iter().partition(is_nameless);
        self.entries = kept;
        let entry = nameless.into_iter().next().unwrap_or_else(|| Entry::plain(target));
        self.entries.push(entry.with_name(Some(tag.as_str())));
        true
    }

    /// Takes a tag away; whether there was one. A manifest without another descriptor stays listed, untagged.
    pub(crate) fn untag(&mut self, tag: &Tag) -> bool {
        let (held, kept): (Vec<Entry>, Vec<Entry>) =
            mem::take(&mut self.entries).into_iter().partition(|entry| entry.name() == Some(tag.as_str()));
        self.entries = kept;
        let found = !held.is_empty();
        for entry in held {
            if self.find(&entry.descriptor.digest).is_none() {
                self.entries.push(entry.with_name(None));
            }
        }
        found
    }

    /// Removes every descriptor of a manifest; whether there was one.
    pub(crate) fn remove(&mut self, digest: &Digest) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.descriptor.digest != *digest);
        self.entries.len() < before
    }
}

impl Entry {
    fn parse(value: Value) -> Result<Self, String> {
        let Value::Object(raw) = value else { return Err("not a descriptor".to_owned()) };
        let mut view = raw.clone();
        // Without a media type the manifest itself is asked for it when it is read.
        view.entry("mediaType").or_insert_with(|| Value::from(""));
        let descriptor = serde_json::from_value(Value::Object(view)).map_err(|error| error.to_string())?;
        Ok(Self { raw, descriptor })
    }

    fn plain(descriptor: &Descriptor) -> Self {
        let mut raw = Map::new();
        raw.insert("mediaType".to_owned(), Value::from(descriptor.media_type.as_str()));
        raw.insert("digest".to_owned(), Value::from(descriptor.digest.to_string()));
        raw.insert("size".to_owned(), Value::from(descriptor.size));
        Self { raw, descriptor: descriptor.clone() }
    }

    fn name(&self) -> Option<&str> {
        self.descriptor.annotations.get(REF_NAME).map(String::as_str)
    }

    /// Tagged before untagged; descriptors of one name keep their order because the first of them counts.
    fn rank(&self) -> (bool, &str, &str) {
        match self.name() {
            Some(name) => (false, name, ""),
            None => (true, self.descriptor.digest.algorithm().name(), self.descriptor.digest.hex()),
        }
    }

    fn with_name(mut self, name: Option<&str>) -> Self {
        let mut annotations = self.raw.get("annotations").and_then(Value::as_object).cloned().unwrap_or_default();
        if let Some(name) = name {
            annotations.insert(REF_NAME.to_owned(), Value::from(name));
            self.descriptor.annotations.insert(REF_NAME.to_owned(), name.to_owned());
        } else {
            annotations.shift_remove(REF_NAME);
            self.descriptor.annotations.remove(REF_NAME);
        }
        if annotations.is_empty() {
            self.raw.shift_remove("annotations");
        } else {
            self.raw.insert("annotations".to_owned(), Value::Object(annotations));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Tag {
        Tag::parse(text).unwrap()
    }

    fn manifest(content: &str) -> Descriptor {
        Descriptor::of(media_type::IMAGE_MANIFEST, content.as_bytes())
    }

    fn text(index: &Index) -> String {
        String::from_utf8(index.to_bytes()).unwrap()
    }

    #[test]
    fn a_manifest_that_loses_its_only_tag_stays_listed() {
        let (one, two) = (manifest("one"), manifest("two"));
        let mut index = Index::empty();
        assert!(index.add(&one));
        assert!(!index.add(&one));
        assert!(index.point(&tag("1.0.0"), &one));
        assert!(!index.point(&tag("1.0.0"), &one));
        assert_eq!(index.entries().count(), 1);
        assert!(index.point(&tag("1.0.0"), &two));
        assert_eq!(index.entries().count(), 2);
        assert_eq!(index.tagged(&tag("1.0.0")).unwrap().digest, two.digest);
        assert!(index.find(&one.digest).unwrap().annotations.is_empty());
    }

    #[test]
    fn several_tags_are_several_descriptors() {
        let one = manifest("one");
        let mut index = Index::empty();
        index.point(&tag("b"), &one);
        index.point(&tag("a"), &one);
        assert_eq!(index.tags(), [tag("a"), tag("b")]);
        assert!(index.untag(&tag("b")));
        assert!(!index.untag(&tag("b")));
        assert_eq!(index.entries().count(), 1);
        assert!(index.remove(&one.digest));
        assert!(!index.remove(&one.digest));
    }

    #[test]
    fn the_text_does_not_depend_on_the_order_of_writes() {
        let (one, two, three) = (manifest("one"), manifest("two"), manifest("three"));
        let mut left = Index::empty();
        left.add(&two);
        left.add(&three);
        left.point(&tag("1.0.0"), &one);
        let mut right = Index::empty();
        right.point(&tag("1.0.0"), &one);
        right.add(&three);
        right.add(&two);
        assert_eq!(text(&left), text(&right));
        let first = format!(
            "{{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[\
             {{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"{}\",\"size\":3,\
             \"annotations\":{{\"org.opencontainers.image.ref.name\":\"1.0.0\"}}}},",
            one.digest
        );
        assert!(text(&left).starts_with(&first), "{}", text(&left));
        assert!(text(&left).ends_with("]}\n"));
    }

    #[test]
    fn fields_of_other_tools_survive() {
        let one = manifest("one");
        let foreign = serde_json::json!({
            "schemaVersion": 2,
            "manifests": [{
                "mediaType": one.media_type,
                "digest": one.digest,
                "size": one.size,
                "platform": {"os": "linux", "architecture": "arm64"},
                "annotations": {"kind": "dev.cosignproject.cosign/sigs"},
            }],
            "annotations": {"made-by": "somebody"},
        })
        .to_string();
        let mut index = Index::parse(foreign.as_bytes()).unwrap();
        index.point(&tag("1.0.0"), &one);
        index.untag(&tag("1.0.0"));
        let after = text(&index);
        assert_eq!(index.entries().count(), 1);
        for kept in ["arm64", "dev.cosignproject.cosign/sigs", "made-by"] {
            assert!(after.contains(kept), "{kept} is missing in {after}");
        }
    }

    #[test]
    fn a_name_of_two_manifests_is_refused_unless_they_are_of_platforms() {
        let entries = |more: [&str; 2]| {
            let one = |content: &str, more: &str| {
                let digest = manifest(content).digest;
                format!(
                    "{{\"mediaType\":\"{}\",\"digest\":\"{digest}\",\"size\":1,\"annotations\":{{\"{REF_NAME}\":\"1.0.0\"}}{more}}}",
                    media_type::IMAGE_MANIFEST
                )
            };
            format!("{{\"schemaVersion\":2,\"manifests\":[{},{}]}}", one("a", more[0]), one("b", more[1]))
        };
        let refused = Index::parse(entries(["", ""]).as_bytes()).unwrap_err();
        let digests = [manifest("a").digest, manifest("b").digest];
        assert!(refused.contains(&format!("\"1.0.0\" names {} and {}", digests[0], digests[1])), "{refused}");
        let platform = ",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}";
        Index::parse(entries(["", platform]).as_bytes()).unwrap();
    }

    #[test]
    fn a20_broken_documents_say_what_is_wrong() {
        let traversal = r#"{"schemaVersion":2,"manifests":[{"digest":"sha256:../../x","size":1}]}"#;
        let cases = [
            ("{\"schemaVersion\":2,\n\"manifests\":[}", "line 2 column"),
            ("", "line 1 column 0"),
            ("[]", "not an image index"),
            ("{\"schemaVersion\":1}", "schemaVersion is not 2"),
            ("{\"schemaVersion\":2,\"manifests\":{}}", "manifests is not an array"),
            ("{\"schemaVersion\":2,\"mediaType\":\"text/plain\"}", "mediaType is not"),
            ("{\"schemaVersion\":2,\"manifests\":[1]}", "manifests[0]: not a descriptor"),
            (traversal, "manifests[0]: invalid digest"),
        ];
        for (content, expected) in cases {
            let error = Index::parse(content.as_bytes()).unwrap_err();
            assert!(error.contains(expected), "{content:?}: {error}");
        }
        assert!(Index::parse(b"{\"schemaVersion\":2,\"a\":\"\xff\"}").unwrap_err().contains("line 1"));
    }
}
