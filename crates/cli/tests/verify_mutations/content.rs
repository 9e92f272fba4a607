//! What a repository holds, as values: so that somebody who can write to it can be played, who changes one thing and makes
//! every digest and every list above it right again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use oci::{Descriptor, Digest, MemoryStore, RawManifest, Reference, Store, Tag, TagRule, media_type};
use serde_json::{Value, json};

use crate::common::now;

const LARGE: u64 = 100 << 20;

/// A manifest as it is listed.
#[derive(Clone, Debug)]
pub struct Listed {
    pub media_type: String,
    pub digest: String,
    pub size: u64,
    pub tag: Option<String>,
}

/// A repository.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Blobs and manifests under the digests that they are said to have.
    pub objects: BTreeMap<String, Vec<u8>>,
    /// Manifests.
    pub listed: Vec<Listed>,
}

/// What a manifest is in a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    Chart,
    Hub,
    Classic,
    /// The fallback index of referrers.
    Index,
    Bundle(String),
    Document(String),
}

pub fn digest_of(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()
}

impl Content {
    /// Everything that a store holds under its tags, and what refers to it.
    pub fn of(store: &dyn Store) -> Self {
        let mut content = Self::default();
        for tag in now(store.tags()).unwrap() {
            let manifest = now(store.manifest(&Reference::Tag(tag.clone()))).unwrap();
            content.take(store, &manifest, Some(tag.to_string()));
            for referrer in now(store.referrers(&manifest.digest)).unwrap() {
                let referrer = now(store.manifest(&Reference::Digest(referrer.digest))).unwrap();
                content.take(store, &referrer, None);
            }
        }
        content
    }

    fn take(&mut self, store: &dyn Store, manifest: &RawManifest, tag: Option<String>) {
        let digest = manifest.digest.to_string();
        self.objects.insert(digest.clone(), manifest.bytes.to_vec());
        let (media_type, size) = (manifest.media_type.clone(), manifest.bytes.len() as u64);
        self.listed.push(Listed { media_type, digest, size, tag });
        for blob in manifest.document().unwrap().blobs() {
            let bytes = now(store.blob(blob, LARGE)).unwrap();
            self.objects.insert(blob.digest.to_string(), bytes.to_vec());
        }
    }

    pub fn document(&self, digest: &str) -> Value {
        serde_json::from_slice(&self.objects[digest]).unwrap()
    }

    /// What a listed manifest is.
    pub fn role(&self, listed: &Listed) -> Role {
        let document = self.document(&listed.digest);
        let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        match text("/config/mediaType").as_str() {
            media_type::HELM_CONFIG => Role::Chart,
            media_type::HUB_CONFIG => Role::Hub,
            "" => Role::Index,
            _ if document["annotations"]["dev.sigstore.bundle.predicateType"].is_string() => {
                Role::Bundle(text("/annotations/dev.sigstore.bundle.predicateType"))
            }
            _ if text("/layers/0/mediaType").contains("simplesigning") => Role::Classic,
            _ => Role::Document(text("/layers/0/mediaType")),
        }
    }

    /// The manifests of a release with their roles: all but other versions' charts.
    pub fn roles(&self) -> Vec<(Listed, Role)> {
        self.listed.iter().map(|listed| (listed.clone(), self.role(listed))).collect()
    }

    /// The manifest under a tag.
    pub fn tagged(&self, tag: &str) -> Listed {
        self.listed.iter().find(|one| one.tag.as_deref() == Some(tag)).unwrap().clone()
    }

    /// The same without one listed manifest; the object stays.
    pub fn without(&self, digest: &str) -> Self {
        let mut content = self.clone();
        content.listed.retain(|one| one.digest != digest);
        content.relisted(digest, None)
    }

    /// The same with one referrer more, which every list names.
    pub fn with_referrer(&self, attachment: &signing::Attachment) -> Self {
        let mut content = self.clone();
        let manifest = &attachment.manifest;
        let (digest, size) = (manifest.digest.to_string(), manifest.bytes.len() as u64);
        for (blob, bytes) in &attachment.blobs {
            content.objects.insert(blob.digest.to_string(), bytes.to_vec());
        }
        content.objects.insert(digest.clone(), manifest.bytes.to_vec());
        let subject = manifest.document().unwrap().subject.unwrap().digest.to_string().replace(':', "-");
        content.listed.push(Listed {
            media_type: manifest.media_type.clone(),
            digest: digest.clone(),
            size,
            tag: None,
        });
        let Some(index) = self.listed.iter().find(|one| one.tag.as_deref() == Some(&subject)) else { return content };
        let mut document = content.document(&index.digest);
        document["manifests"].as_array_mut().unwrap().push(content.referrer(&digest).unwrap());
        content.with_manifest(&index.digest, &document)
    }

    /// One manifest becomes another: every list that names it does so again.
    pub fn with_manifest(&self, old: &str, document: &Value) -> Self {
        let mut content = self.clone();
        let bytes = document.to_string().into_bytes();
        let digest = digest_of(&bytes);
        for one in content.listed.iter_mut().filter(|one| one.digest == old) {
            one.digest.clone_from(&digest);
            one.size = bytes.len() as u64;
        }
        content.objects.insert(digest.clone(), bytes);
        content.relisted(old, Some(&digest))
    }

    /// The fallback index with another entry, or none.
    fn relisted(self, old: &str, new: Option<&str>) -> Self {
        let indexes =
            self.roles().into_iter().filter(|(_, role)| *role == Role::Index).map(|(listed, _)| listed.digest);
        for index in indexes.collect::<Vec<_>>() {
            let mut document = self.document(&index);
            let Some(entries) = document["manifests"].as_array_mut() else { continue };
            let Some(place) = entries.iter().position(|entry| entry["digest"] == old) else { continue };
            match new.and_then(|new| self.referrer(new)) {
                Some(descriptor) => entries[place] = descriptor,
                None => drop(entries.remove(place)),
            }
            return self.with_manifest(&index, &document);
        }
        self
    }

    fn referrer(&self, digest: &str) -> Option<Value> {
        let bytes = self.objects[digest].clone();
        let manifest = RawManifest::new(media_type::IMAGE_MANIFEST, bytes.clone());
        let plain = || json!({"mediaType": media_type::IMAGE_MANIFEST, "digest": digest, "size": bytes.len()});
        Some(manifest.referrer_descriptor().map_or_else(|_| plain(), |one| serde_json::to_value(one).unwrap()))
    }

    /// A blob of a manifest becomes another one, and the manifest with it. `place` points at the descriptor.
    pub fn with_blob(&self, manifest: &str, place: &str, bytes: &[u8]) -> Self {
        let mut document = self.document(manifest);
        let descriptor = document.pointer_mut(place).unwrap();
        descriptor["digest"] = digest_of(bytes).into();
        descriptor["size"] = bytes.len().into();
        if descriptor.get("data").is_some() {
            descriptor["data"] = Value::Null;
        }
        let mut content = self.with_manifest(manifest, &document);
        content.objects.insert(digest_of(bytes), bytes.to_vec());
        content
    }

    /// The chart becomes another, and everything that referred to it refers to the new one.
    pub fn with_chart(&self, old: &str, document: &Value) -> Self {
        let mut content = self.with_manifest(old, document);
        let bytes = document.to_string().into_bytes();
        let (new, size) = (digest_of(&bytes), bytes.len());
        for one in content.listed.clone() {
            let mut document = content.document(&one.digest);
            if document["subject"]["digest"] == old {
                document["subject"]["digest"] = new.clone().into();
                document["subject"]["size"] = size.into();
                content = content.with_manifest(&one.digest, &document);
            }
        }
        let (from, to) = (old.replace(':', "-"), new.replace(':', "-"));
        for one in &mut content.listed {
            one.tag = one.tag.as_ref().map(|tag| tag.replace(&from, &to));
        }
        content
    }

    /// `index.json`, in which a list can be changed as well.
    pub fn index(&self) -> Value {
        let entry = |one: &Listed| {
            let mut entry = json!({"mediaType": one.media_type, "digest": one.digest, "size": one.size});
            if let Some(tag) = &one.tag {
                entry["annotations"] = json!({"org.opencontainers.image.ref.name": tag});
            }
            entry
        };
        let manifests: Vec<Value> = self.listed.iter().map(entry).collect();
        json!({"schemaVersion": 2, "mediaType": media_type::IMAGE_INDEX, "manifests": manifests})
    }

    /// Writes an OCI layout.
    pub fn write_layout(&self, folder: &Path, index: &Value) {
        fs::create_dir_all(folder.join("blobs/sha256")).unwrap();
        fs::write(folder.join("oci-layout"), r#"{"imageLayoutVersion":"1.0.0"}"#).unwrap();
        fs::write(folder.join("index.json"), index.to_string()).unwrap();
        for (digest, bytes) in &self.objects {
            fs::write(folder.join("blobs").join(digest.replace(':', "/")), bytes).unwrap();
        }
    }

    /// Fills a repository in memory. What is not as its digest says is left out, and returned: only a server that lies
    /// can give it.
    pub fn push(&self, store: &MemoryStore) -> Vec<(String, Vec<u8>)> {
        let mut lies = Vec::new();
        for (digest, bytes) in &self.objects {
            if digest_of(bytes) != *digest {
                lies.push((digest.clone(), bytes.clone()));
                continue;
            }
            let mut blob = Descriptor::of("", bytes);
            blob.size = bytes.len() as u64;
            if self.listed.iter().all(|one| one.digest != *digest) {
                now(store.push_blob(&blob, bytes.clone().into())).unwrap();
            }
        }
        for one in &self.listed {
            let Some(bytes) = self.objects.get(&one.digest).filter(|bytes| digest_of(bytes) == one.digest) else {
                continue;
            };
            let manifest = RawManifest::new(&one.media_type, bytes.clone());
            now(store.push_manifest(&manifest)).unwrap();
            if let Some(tag) = &one.tag {
                now(store.tag(&Tag::parse(tag).unwrap(), &manifest, TagRule::Move)).unwrap();
            }
        }
        lies
    }
}
