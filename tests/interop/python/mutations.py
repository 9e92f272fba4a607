"""Changes one thing of a signed release after the other; a verifier must say no to each and name what it is.

mutations.py bundles LAYOUT COMMAND...   an OCI layout in which bundles and the classic signature are changed in every
                                         field, consistently: every digest above is right again
mutations.py disk DATA COMMAND...        the blobs of a distribution registry on its disk: gone, cut short, one bit changed
mutations.py index URL TAG COMMAND...    the fallback index of referrers in a registry: every field of every entry

COMMAND is run after each change and must end with exit code 6. What is accepted is printed, with exit code 1.
"""

import base64
import concurrent.futures
import copy
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.request

INDEX = "application/vnd.oci.image.index.v1+json"
WORKERS = 4


def digest_of(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def walk(value, path=()):
    """The paths of all leaves and objects."""
    if isinstance(value, dict) and value:
        yield path, "object"
        for key, inner in value.items():
            yield from walk(inner, (*path, key))
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from walk(inner, (*path, number))
    else:
        yield path, "leaf"


def at(document, path):
    for key in path:
        document = document[key]
    return document


def other(value):
    if isinstance(value, str) and value:
        middle = len(value) // 2
        return value[:middle] + ("b" if value[middle] == "a" else "a") + value[middle + 1 :]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return "x" if not isinstance(value, list) else [1]


def variants(document):
    """Every leaf changed and removed, every object removed and with a member more."""
    for path, kind in walk(document):
        name = "/".join(map(str, path))
        if kind == "object":
            more = copy.deepcopy(document)
            at(more, path)["unheardOf"] = "x"
            yield f"{name} with a member more", more
        else:
            changed = copy.deepcopy(document)
            at(changed, path[:-1])[path[-1]] = other(at(document, path))
            yield f"{name} changed", changed
        if path:
            less = copy.deepcopy(document)
            del at(less, path[:-1])[path[-1]]
            yield f"{name} removed", less


def run(command, what, names=()):
    """What is wrong with the answer; nothing if it is exit 6 and names one of these."""
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if ran.returncode == 6 and (not names or any(name in ran.stderr for name in names)):
        return None
    return f"{what}: exit {ran.returncode}\n{ran.stderr}"


class Layout:
    """A layout that is copied for every change: blobs are linked, never written to."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.index = json.loads((self.folder / "index.json").read_text(encoding="utf-8"))

    def blob(self, digest):
        return (self.folder / "blobs" / digest.replace(":", "/")).read_bytes()

    def copy(self, target, replaced, added):
        shutil.copytree(self.folder, target, copy_function=os.link)
        index = copy.deepcopy(self.index)
        for entry in index["manifests"]:
            if entry["digest"] == replaced[0]:
                entry.update(digest=digest_of(replaced[1]), size=len(replaced[1]))
        (target / "index.json").unlink()
        (target / "index.json").write_text(json.dumps(index), encoding="utf-8")
        for content in [*added, replaced[1]]:
            path = target / "blobs" / digest_of(content).replace(":", "/")
            if not path.exists():
                path.write_bytes(content)


def with_layer(manifest, layer, content):
    changed = copy.deepcopy(manifest)
    changed["layers"][layer].update(digest=digest_of(content), size=len(content))
    return json.dumps(changed, separators=(",", ":")).encode()


def of_bundle(layout, entry, manifest):
    bundle = json.loads(layout.blob(manifest["layers"][0]["digest"]))
    kind = manifest["annotations"]["dev.sigstore.bundle.predicateType"]
    for what, document in variants(bundle):
        content = json.dumps(document, separators=(",", ":")).encode()
        yield f"{kind}: {what}", (entry["digest"], with_layer(manifest, 0, content)), [content]
    statement = base64.b64decode(bundle["dsseEnvelope"]["payload"])
    bundle["dsseEnvelope"]["payload"] = base64.b64encode(statement + b" ").decode()
    content = json.dumps(bundle, separators=(",", ":")).encode()
    yield f"{kind}: a blank behind the statement", (entry["digest"], with_layer(manifest, 0, content)), [content]


def of_classic(entry, manifest):
    for what, document in variants(manifest):
        yield f"classic: {what}", (entry["digest"], json.dumps(document, separators=(",", ":")).encode()), []
    for number, layer in enumerate(manifest["layers"]):
        for key in ("dev.sigstore.cosign/bundle", "dev.sigstore.cosign/rfc3161timestamp"):
            if key not in layer["annotations"]:
                continue
            for what, document in variants(json.loads(layer["annotations"][key])):
                changed = copy.deepcopy(manifest)
                changed["layers"][number]["annotations"][key] = json.dumps(document, separators=(",", ":"))
                content = json.dumps(changed, separators=(",", ":")).encode()
                yield f"classic: {key}: {what}", (entry["digest"], content), []
        chain = layer["annotations"].get("dev.sigstore.cosign/chain", "")
        for what, text in of_pem(chain):
            changed = copy.deepcopy(manifest)
            changed["layers"][number]["annotations"]["dev.sigstore.cosign/chain"] = text
            yield f"classic: chain {what}", (entry["digest"], json.dumps(changed, separators=(",", ":")).encode()), []


def of_pem(chain):
    """One byte changed in every certificate, at a third and at the end."""
    blocks = [block for block in chain.split("-----END CERTIFICATE-----\n") if block]
    for number, block in enumerate(blocks):
        der = base64.b64decode("".join(block.splitlines()[1:]))
        for place in (len(der) // 3, len(der) - 3):
            changed = bytearray(der)
            changed[place] ^= 1
            text = base64.b64encode(bytes(changed)).decode()
            lines = "\n".join(text[start : start + 64] for start in range(0, len(text), 64))
            parts = [*blocks]
            parts[number] = f"-----BEGIN CERTIFICATE-----\n{lines}\n"
            yield f"{number} at {place}", "".join(part + "-----END CERTIFICATE-----\n" for part in parts)
    # Without its last one, the root, it is as good: readers must know that anyway.
    if len(blocks) > 1:
        yield "without its first", "".join(part + "-----END CERTIFICATE-----\n" for part in blocks[1:])


def bundles(folder, *command):
    layout = Layout(folder)
    changes = []
    for entry in layout.index["manifests"]:
        manifest = json.loads(layout.blob(entry["digest"]))
        if "dev.sigstore.bundle.predicateType" in manifest.get("annotations", {}):
            changes.extend(of_bundle(layout, entry, manifest))
        elif "simplesigning" in manifest["layers"][0]["mediaType"]:
            changes.extend(of_classic(entry, manifest))

    def judge(change):
        what, replaced, added = change
        if replaced[0] == digest_of(replaced[1]):
            return None
        with tempfile.TemporaryDirectory(dir=".") as place:
            name = layout.folder.name
            layout.copy(pathlib.Path(place) / name, replaced, added)
            return run([part.replace("LAYOUT", f"{place}/{name}") for part in command], what)

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        return len(changes), [wrong for wrong in pool.map(judge, changes) if wrong]


def disk(data, *command):
    wrong, count = [], 0
    for path in sorted(pathlib.Path(data).glob("docker/registry/v2/blobs/sha256/*/*/data")):
        content = path.read_bytes()
        middle = len(content) // 2
        one_bit = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        names = [path.parent.name]
        for what, changed in (("gone", None), ("cut short", content[:middle]), ("one bit", one_bit)):
            # distribution answers 500 to whoever asks for a manifest that is no JSON: that says nothing (exit 5).
            if what == "cut short" and content.startswith(b'{"schemaVersion"'):
                continue
            # A manifest that is gone takes its tag along; what is missed is told by the tag.
            named = [*names, "sha256-", "the list of tags", "nothing is listed"] if what == "gone" else names
            path.unlink()
            if changed is not None:
                path.write_bytes(changed)
            wrong.append(run(command, f"{path.parent.name} {what}", named))
            path.write_bytes(content)
            count += 1
    return count, [one for one in wrong if one]


def index(manifests, tag, *command):
    read = urllib.request.Request(f"{manifests}/{tag}", headers={"Accept": INDEX})
    with urllib.request.urlopen(read, timeout=30) as answer:
        content = answer.read()
    document = json.loads(content)

    def write(body):
        request = urllib.request.Request(
            f"{manifests}/{tag}", data=body, method="PUT", headers={"Content-Type": INDEX}
        )
        urllib.request.urlopen(request, timeout=30).close()

    wrong, count = [], 0
    for what, changed in variants(document):
        # What no reader looks at, and what distribution refuses to store.
        if what.endswith("with a member more") or what.startswith(("schemaVersion", "mediaType")):
            continue
        try:
            write(json.dumps(changed).encode())
        except urllib.error.HTTPError:
            continue
        wrong.append(run(command, f"index: {what}"))
        count += 1
    write(content)
    return count, [one for one in wrong if one]


def main(kind, *arguments):
    count, wrong = {"bundles": bundles, "disk": disk, "index": index}[kind](*arguments)
    print("\n".join([*wrong, f"{len(wrong)} of {count} changes were not refused"]))
    sys.exit(1 if wrong or not count else 0)


main(*sys.argv[1:])
