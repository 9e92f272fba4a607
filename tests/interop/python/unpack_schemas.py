"""Unpacks Kubernetes' schemas from their Python package for kubeconform: unpack_schemas.py WHEEL FOLDER MINOR…

References in the package are absolute, and names of their own say to what; kubeconform reads files, so here they are
relative and the names are gone.
"""

import json
import sys
import zipfile
from pathlib import Path

HOME = "kubernetes_validate/kubernetes-json-schema"


def relative(text):
    """A schema whose references are to the file beside it."""
    schema = json.loads(text.replace("/api/_definitions.json", "_definitions.json"))
    schema.pop("$id", None)
    return json.dumps(schema)


def main(archive, folder, minors):
    with zipfile.ZipFile(archive) as wheel:
        wanted = tuple(f"{HOME}/v1.{minor}.0-local-strict/" for minor in minors)
        for name in wheel.namelist():
            if name.startswith(wanted) and name.endswith(".json"):
                path = Path(folder) / Path(name).relative_to(HOME)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(relative(wheel.read(name).decode()))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
