"""Changes one letter of the statement in the first attestation under a `.att` tag: alter_attestation.py REPOSITORY-URL TAG.

Everything above is made right again, as somebody can who may write to the repository.
"""

import base64
import hashlib
import json
import sys
import urllib.request

MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def ask(url, method="GET", body=None, **headers):
    request = urllib.request.Request(url, data=body, method=method, headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read(), answer.headers


def main(repository, tag):
    manifest = json.loads(ask(f"{repository}/manifests/{tag}", Accept=MANIFEST)[0])
    layer = manifest["layers"][0]
    envelope = json.loads(ask(f"{repository}/blobs/{layer['digest']}")[0])
    statement = bytearray(base64.b64decode(envelope["payload"]))
    place = statement.rindex(b'"name"') + 2
    statement[place] ^= 1
    envelope["payload"] = base64.b64encode(bytes(statement)).decode()
    content = json.dumps(envelope).encode()
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    _, headers = ask(f"{repository}/blobs/uploads/", "POST", b"")
    place = headers["Location"]
    upload = f"{place}{'&' if '?' in place else '?'}digest={digest}"
    ask(upload, "PUT", content, **{"Content-Type": "application/octet-stream"})
    layer.update(digest=digest, size=len(content))
    ask(f"{repository}/manifests/{tag}", "PUT", json.dumps(manifest).encode(), **{"Content-Type": MANIFEST})


main(*sys.argv[1:])
