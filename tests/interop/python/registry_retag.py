"""Puts the manifest of one tag under another: registry_retag.py MANIFESTS-URL FROM TO."""

import sys
import urllib.request

MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def main(manifests: str, source: str, target: str) -> None:
    read = urllib.request.Request(f"{manifests}/{source}", headers={"Accept": MANIFEST})
    with urllib.request.urlopen(read, timeout=30) as answer:
        body = answer.read()
    write = urllib.request.Request(
        f"{manifests}/{target}", data=body, method="PUT", headers={"Content-Type": MANIFEST}
    )
    urllib.request.urlopen(write, timeout=30).close()


main(*sys.argv[1:])
