"""Everything that several releases of one digest report as attached is found: all_listed.py ADDRESS REPOSITORY REPORT...

Reads the fallback index and the `.sig` tag as they lie in the registry, and every referrer that the index lists.
"""

import hashlib
import json
import sys
import urllib.request

TYPES = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json"
SIGNATURE = "dev.cosignproject.cosign/signature"


def main(address: str, repository: str, *reports: str) -> None:
    def manifest(reference: str) -> dict:
        url = f"http://{address}/v2/{repository}/manifests/{reference}"
        request = urllib.request.Request(url, headers={"Accept": TYPES})
        with urllib.request.urlopen(request, timeout=30) as answer:
            content = answer.read()
        if reference.startswith("sha256:") and reference != f"sha256:{hashlib.sha256(content).hexdigest()}":
            sys.exit(f"{reference} has other content")
        return json.loads(content)

    charts = [json.load(open(path, encoding="utf-8"))["charts"][0] for path in reports]
    (digest,) = {chart["digest"] for chart in charts}
    told = [one for chart in charts for one in chart["signatures"]]
    # Both of these stand under tags.
    wanted = {one["digest"] for one in told if one["kind"] not in ("classic", "tagged")}
    entries = manifest(digest.replace(":", "-"))["manifests"]
    listed = [entry["digest"] for entry in entries]
    if len(set(listed)) != len(listed):
        sys.exit("an entry stands twice")
    if lost := wanted - set(listed):
        sys.exit(f"lost: {len(lost)} of {len(wanted)}: {sorted(lost)}")
    for entry in entries:
        referrer = manifest(entry["digest"])
        if referrer["subject"]["digest"] != digest or referrer["artifactType"] != entry["artifactType"]:
            sys.exit(f"{entry['digest']} is listed as something else")
        if referrer.get("annotations", {}) != entry.get("annotations", {}):
            sys.exit(f"{entry['digest']} is listed with other annotations")
    layers = manifest(digest.replace(":", "-") + ".sig")["layers"]
    signatures = {layer["annotations"][SIGNATURE] for layer in layers}
    if len(signatures) < len(reports):
        sys.exit(f"lost: {len(reports) - len(signatures)} of {len(reports)} classic signatures")
    print(len(wanted))


main(*sys.argv[1:])
