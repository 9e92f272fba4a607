"""python-tuf's client: tuf_client.py MIRROR ROOT FOLDER. Puts the targets that there are into FOLDER, or says why not."""

import sys
from pathlib import Path

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.ngclient import Updater

mirror, root, folder = sys.argv[1:]
for part in ["metadata", "targets"]:
    (Path(folder) / part).mkdir(parents=True, exist_ok=True)
try:
    updater = Updater(
        f"{folder}/metadata", f"{mirror}/", f"{folder}/targets", f"{mirror}/targets/", bootstrap=Path(root).read_bytes()
    )
    updater.refresh()
    for name in ["trusted_root.json", "signing_config.v0.2.json"]:
        target = updater.get_targetinfo(name)
        if target:
            updater.download_target(target)
except (RepositoryError, DownloadError) as error:
    sys.exit(f"{type(error).__name__}: {error}")
