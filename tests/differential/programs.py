"""Running a case with a program."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

# Seconds after which a program is given up.
PATIENCE = 20


@dataclass(frozen=True)
class Answer:
    """What a program said."""

    code: int
    out: bytes
    err: bytes


class Program:
    """A binary, run in a folder with an environment in which nothing varies."""

    def __init__(self, binary, scratch):
        self.binary = str(Path(shutil.which(binary) or binary).resolve())
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(scratch),
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "PORTOLAN_ERROR_FORMAT": "helm",
            "HELM_PLUGINS": str(scratch / "none"),
        }

    def run(self, arguments, folder):
        """Its answer, or None if it took too long."""
        try:
            done = subprocess.run(
                [self.binary, *arguments], cwd=folder, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            return None
        return Answer(done.returncode, done.stdout, done.stderr)


class Folder:
    """A folder that holds the files of a case while it is looked at."""

    def __init__(self, case, scratch):
        self.path = Path(tempfile.mkdtemp(dir=scratch))
        for name, text in case.files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")

    def remove(self, name):
        os.unlink(self.path / name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)
