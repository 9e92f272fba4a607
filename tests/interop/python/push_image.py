"""Pushes an image for two platforms: push_image.py ADDRESS REPOSITORY [FORM]. Prints the digests of index and platforms.

FORM: plain (nothing else), buildkit (attestations in the index, as BuildKit has long written them), artifact (as it writes
them now, with a subject), or a hostile one of the first: huge, deep, bomb, stranger (about another image), liar (the
annotation promises a document, the statement holds something else), broken (no JSON), text (JSON, but no document),
crowd (more attestations than anybody reads).
"""

import hashlib
import json
import sys
import urllib.request
import uuid

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
STATEMENT = "application/vnd.in-toto+json"
SPDX = "https://spdx.dev/Document"

address, repository = sys.argv[1:3]
form = sys.argv[3] if len(sys.argv) > 3 else "plain"
base = f"http://{address}/v2/{repository}"


def ask(method, url, data=b"", kind="application/octet-stream"):
    request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": kind})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.headers


def descriptor(data, kind, **more):
    return {"mediaType": kind, "digest": "sha256:" + hashlib.sha256(data).hexdigest(), "size": len(data), **more}


def blob(data, kind, **more):
    described = descriptor(data, kind, **more)
    location = ask("POST", f"{base}/blobs/uploads/")["Location"]
    location = location if location.startswith("http") else f"http://{address}{location}"
    ask("PUT", location + ("&" if "?" in location else "?") + "digest=" + described["digest"], data)
    return described


def manifest(document, kind=MANIFEST, tag=None):
    data = json.dumps(document).encode()
    described = descriptor(data, kind)
    ask("PUT", f"{base}/manifests/{tag or described['digest']}", data, kind)
    return described


def image(architecture):
    config = json.dumps({"architecture": architecture, "os": "linux", "rootfs": {"type": "layers", "diff_ids": []}})
    layer = blob(f"{repository} for {architecture}".encode(), "application/vnd.oci.image.layer.v1.tar+gzip")
    config = blob(config.encode(), "application/vnd.oci.image.config.v1+json")
    return manifest({"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": [layer]})


def spdx(name):
    package = {"SPDXID": "SPDXRef-Package-libc", "name": "libc", "versionInfo": "2.36", "downloadLocation": "NOASSERTION"}
    package["filesAnalyzed"] = False
    relation = {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES"}
    return {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": name,
        "documentNamespace": f"https://images.example/{name}/{uuid.uuid5(uuid.NAMESPACE_URL, name)}",
        "creationInfo": {"created": "2025-06-15T12:00:00Z", "creators": ["Tool: builder-1"]}, "packages": [package],
        "relationships": [relation | {"relatedSpdxElement": "SPDXRef-Package-libc"}],
    }


def statement(about, predicate, kind=SPDX):
    subject = [{"name": repository, "digest": {"sha256": about["digest"].removeprefix("sha256:")}}]
    said = {"_type": "https://in-toto.io/Statement/v0.1", "predicateType": kind, "subject": subject}
    return json.dumps(said | {"predicate": predicate}).encode()


def said_about(about, name):
    """The bytes of an attestation's layer, in this form."""
    document = spdx(name)
    if form == "huge":
        return statement(about, document | {"comment": "x" * (41 << 20)})
    if form == "deep":
        return statement(about, "NESTED").replace(b'"NESTED"', b'{"a":' * 200_000 + b"0" + b"}" * 200_000)
    if form == "bomb":
        return statement(about, document | {"packages": [{}] * 3_000_000})
    if form == "stranger":
        return statement({"digest": "sha256:" + "0" * 64}, document)
    if form == "liar":
        return statement(about, {"buildType": "x"}, "https://slsa.dev/provenance/v1")
    if form == "broken":
        return b'{"_type": "https://in-toto.io/Statement/v0.1", "subject": ['
    if form == "text":
        return statement(about, {"hello": "world"})
    return statement(about, document)


def attestation(about, name):
    said = [(said_about(about, name), SPDX), (statement(about, {}, "https://slsa.dev/provenance/v1"), "https://slsa.dev/provenance/v1")]
    layers = [blob(data, STATEMENT, annotations={"in-toto.io/predicate-type": kind}) for data, kind in said]
    document = {"schemaVersion": 2, "mediaType": MANIFEST, "layers": layers}
    if form == "artifact":
        document["config"] = blob(b"{}", "application/vnd.oci.empty.v1+json")
        document |= {"artifactType": "application/vnd.docker.attestation.manifest.v1+json", "subject": about}
    else:
        config = {"architecture": "unknown", "os": "unknown", "rootfs": {"type": "layers", "diff_ids": []}, "name": name}
        document["config"] = blob(json.dumps(config).encode(), "application/vnd.oci.image.config.v1+json")
    annotations = {"vnd.docker.reference.type": "attestation-manifest", "vnd.docker.reference.digest": about["digest"]}
    return manifest(document) | {"platform": {"architecture": "unknown", "os": "unknown"}, "annotations": annotations}


platforms = {name: image(name) for name in ["amd64", "arm64"]}
entries = [one | {"platform": {"architecture": name, "os": "linux"}} for name, one in platforms.items()]
if form != "plain":
    times = 60 if form == "crowd" else 1
    for name, about in platforms.items():
        entries += [attestation(about, f"{repository}-{name}-{number}") for number in range(times)]
index = manifest({"schemaVersion": 2, "mediaType": INDEX, "manifests": entries}, INDEX, "1.0.0")
print(json.dumps({"index": index["digest"]} | {name: one["digest"] for name, one in platforms.items()}))
