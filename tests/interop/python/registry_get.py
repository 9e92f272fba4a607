"""Writes what a registry answers to one GET, byte for byte: registry_get.py URL."""

import sys
import urllib.request

MANIFESTS = (
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)


def main(url: str) -> None:
    request = urllib.request.Request(url)
    if "/manifests/" in url:
        request.add_header("Accept", ", ".join(MANIFESTS))
    with urllib.request.urlopen(request, timeout=30) as answer:
        sys.stdout.buffer.write(answer.read())


main(sys.argv[1])
