"""A document about an image, as an image's builder writes it: image_document.py spdx|cyclonedx NAME"""

import json
import sys
import uuid

form, name = sys.argv[1:]
identity = uuid.uuid5(uuid.NAMESPACE_URL, name)
package = {"SPDXID": "SPDXRef-Package-zlib", "name": "zlib", "versionInfo": "1.3.1", "downloadLocation": "NOASSERTION", "filesAnalyzed": False}
described = {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-Package-zlib"}
component = {"type": "library", "bom-ref": "zlib", "name": "zlib", "version": "1.3.1", "purl": "pkg:generic/zlib@1.3.1"}
documents = {
    "spdx": {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": name,
        "documentNamespace": f"https://images.example/{identity}",
        "creationInfo": {"created": "2025-06-15T12:00:00Z", "creators": ["Tool: builder-1"]},
        "packages": [package], "relationships": [described],
    },
    "cyclonedx": {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "serialNumber": f"urn:uuid:{identity}",
        "metadata": {"component": {"type": "container", "bom-ref": "image", "name": name}},
        "components": [component], "dependencies": [{"ref": "image", "dependsOn": ["zlib"]}, {"ref": "zlib"}],
    },
}
print(json.dumps(documents[form]))
