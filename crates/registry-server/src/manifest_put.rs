//! `PUT /v2/<name>/manifests/<reference>` (end-7): what a manifest must be before anybody can see it.

use hyper::StatusCode;
use oci::{
    Descriptor, Digest, Hosted, ManifestDocument, RawManifest, Reference, RepositoryName, Tag, TagRule, media_type,
};

use crate::Server;
use crate::problem::{Code, Problem};
use crate::reply::{Answer, Reply};
use crate::request::{Head, RequestBody};

/// Tags that one request may set (the specification asks for at least 10).
const MOST_TAGS: usize = 100;
/// Missing digests that an error lists.
const MOST_LISTED: usize = 20;

/// Takes a manifest: checks it, writes it by digest, then points the tags at it. `target` is the repository and the
/// unchecked reference.
pub(crate) async fn answer(server: &Server, head: &Head, target: (&RepositoryName, &str), body: RequestBody) -> Answer {
    let (name, reference) = target;
    let reference = writable(reference)?;
    let tags = tags(head, &reference)?;
    let bytes = body.collect(server.limits.manifest, head.content_length()).await?;
    let digest = match &reference {
        Reference::Tag(_) => Digest::of(&bytes),
        Reference::Digest(digest) if digest.matches(&bytes) => digest.clone(),
        Reference::Digest(digest) => {
            return Err(Problem::bad(Code::DigestInvalid, format!("the manifest does not have digest {digest}")));
        }
    };
    let manifest = RawManifest { media_type: content_type(head, &bytes)?, bytes, digest };
    let document = document(&manifest)?;
    let repository = server.open(name).await?;
    if !server.accept_sparse {
        check_content(&*repository, &document).await?;
    }
    write(server, head, &*repository, (&manifest, &document), &tags).await?;
    let mut reply = Reply::empty(StatusCode::CREATED)
        .header("location", format!("/v2/{name}/manifests/{}", manifest.digest))
        .identified_by(&manifest.digest);
    if let Some(subject) = &document.subject {
        reply = reply.header("oci-subject", &subject.digest);
    }
    let asked = if matches!(reference, Reference::Digest(_)) { tags.as_slice() } else { &[] };
    Ok(asked.iter().fold(reply, |reply, tag| reply.header("oci-tag", tag)))
}

fn writable(text: &str) -> Result<Reference, Problem> {
    let code = if text.contains(':') { Code::DigestInvalid } else { Code::ManifestInvalid };
    Reference::parse(text).map_err(|invalid| Problem::bad(code, invalid.to_string()))
}

/// The tags to set: the one in the path, or the `tag` parameters beside a digest (end-7b).
fn tags(head: &Head, reference: &Reference) -> Result<Vec<Tag>, Problem> {
    if let Reference::Tag(tag) = reference {
        return Ok(vec![tag.clone()]);
    }
    let mut tags: Vec<Tag> = Vec::new();
    for text in head.query.all("tag") {
        let tag = Tag::parse(text).map_err(|invalid| Problem::bad(Code::ManifestInvalid, invalid.to_string()))?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
        if tags.len() > MOST_TAGS {
            let message = format!("a request may set {MOST_TAGS} tags at most");
            return Err(Problem::new(StatusCode::URI_TOO_LONG, Code::Unsupported, message));
        }
    }
    Ok(tags)
}

/// The media type: from the header, without parameters, or from the manifest itself when the client sent none.
fn content_type(head: &Head, bytes: &[u8]) -> Result<String, Problem> {
    let header = head.text("content-type").and_then(|text| text.split(';').next()).map(str::trim);
    if let Some(media_type) = header.filter(|text| !text.is_empty()) {
        return Ok(media_type.to_owned());
    }
    let document: Option<ManifestDocument> = serde_json::from_slice(bytes).ok();
    let inner = document.and_then(|document| document.media_type);
    inner.ok_or_else(|| Problem::bad(Code::ManifestInvalid, "neither Content-Type nor mediaType says what it is"))
}

/// Parses a manifest and refuses what readers could take for something else.
fn document(manifest: &RawManifest) -> Result<ManifestDocument, Problem> {
    let invalid = |message: &str| Problem::bad(Code::ManifestInvalid, message);
    let media_type = manifest.media_type.as_str();
    if !media_type::MANIFESTS.contains(&media_type) {
        return Err(invalid("manifests are OCI or Docker (schema 2) image manifests and indexes"));
    }
    // serde would read a list as the document's fields in their order
    if manifest.bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(invalid("a manifest is a JSON object"));
    }
    let document = manifest.document().map_err(|error| invalid(&error.to_string()))?;
    if document.schema_version != 2 {
        return Err(invalid("schemaVersion is not 2"));
    }
    let index = [media_type::IMAGE_INDEX, media_type::DOCKER_LIST].contains(&media_type);
    if index && (document.config.is_some() || document.layers.is_some()) {
        return Err(invalid("an index has no config and no layers"));
    }
    if !index && (document.config.is_none() || document.manifests.is_some()) {
        return Err(invalid("an image manifest has a config and no manifests"));
    }
    Ok(document)
}

/// Every blob and child must be there already; the subject need not, and layers that may not be distributed never
/// are.
async fn check_content(repository: &dyn Hosted, document: &ManifestDocument) -> Result<(), Problem> {
    let blobs: Vec<&Descriptor> = document.blobs().filter(|blob| is_distributable(blob)).collect();
    let children: Vec<&Descriptor> = document.children().collect();
    let mut missing = Vec::new();
    for blob in blobs {
        match repository.blob_size(&blob.digest).await.map_err(Problem::reading(Code::ManifestBlobUnknown))? {
            None => missing.push(blob.digest.to_string()),
            Some(size) if size != blob.size => {
                let message = format!("blob {} has {size} bytes, not {}", blob.digest, blob.size);
                return Err(Problem::bad(Code::SizeInvalid, message));
            }
            Some(_) => {}
        }
    }
    for child in children {
        if !has_child(repository, child).await? {
            missing.push(child.digest.to_string());
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!("the manifest names content that is not there ({} digests)", missing.len());
    missing.truncate(MOST_LISTED);
    Err(Problem::bad(Code::ManifestBlobUnknown, message).detail(missing))
}

/// Children of an index are manifests, but the image specification lets it list any content.
async fn has_child(repository: &dyn Hosted, child: &Descriptor) -> Result<bool, Problem> {
    if media_type::MANIFESTS.contains(&child.media_type.as_str()) {
        let found = repository.has_manifest(&child.digest).await;
        return found.map_err(Problem::reading(Code::ManifestBlobUnknown));
    }
    let size = repository.blob_size(&child.digest).await.map_err(Problem::reading(Code::ManifestBlobUnknown))?;
    Ok(size.is_some())
}

/// Whether a layer's content belongs into registries (image-spec, "Non-Distributable Layers", and Docker's older
/// foreign layers).
fn is_distributable(blob: &Descriptor) -> bool {
    let restricted =
        ["application/vnd.oci.image.layer.nondistributable.", "application/vnd.docker.image.rootfs.foreign."];
    !restricted.iter().any(|prefix| blob.media_type.starts_with(prefix))
}

/// Writes the manifest, then its tags, as one step among all changes of tags.
async fn write(
    server: &Server,
    head: &Head,
    repository: &dyn Hosted,
    content: (&RawManifest, &ManifestDocument),
    tags: &[Tag],
) -> Result<(), Problem> {
    let (manifest, document) = content;
    let missing = Code::ManifestUnknown;
    let _change = server.tag_changes.lock().await;
    for tag in tags {
        check_condition(head, repository, tag).await?;
    }
    repository.push_manifest(manifest).await.map_err(Problem::writing(missing))?;
    if let Some(subject) = &document.subject {
        let invalid = |error: oci::InvalidManifest| Problem::bad(Code::ManifestInvalid, error.to_string());
        let referrer = manifest.referrer_descriptor().map_err(invalid)?;
        repository.attach(&subject.digest, &[referrer]).await.map_err(Problem::writing(missing))?;
    }
    let keep = head.etags("if-none-match").any(|tag| tag == "*");
    let rule = if keep { TagRule::Keep } else { TagRule::Move };
    for tag in tags {
        repository.tag(tag, manifest, rule.clone()).await.map_err(Problem::writing(missing))?;
    }
    Ok(())
}

/// `If-Match`: the tag must hold one of the named digests now.
async fn check_condition(head: &Head, repository: &dyn Hosted, tag: &Tag) -> Result<(), Problem> {
    if head.text("if-match").is_none() {
        return Ok(());
    }
    let held = match repository.manifest(&Reference::Tag(tag.clone())).await {
        Ok(manifest) => head.etags_name("if-match", &manifest.digest),
        Err(error) if error.is_not_found() => false,
        Err(error) => return Err(Problem::reading(Code::ManifestUnknown)(error)),
    };
    if held { Ok(()) } else { Err(Problem::precondition("the tag does not hold what If-Match names")) }
}
