"""The repository that is measured: a copy of ours with its chart, and generated charts beside it."""

import random
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools import ROOT

WORDS = "port chart pilot harbor anchor beacon current depth fathom keel ledger mast north reef sound tide vessel watch".split()


@dataclass(frozen=True)
class MeasuredChart:
    """A chart folder inside the project."""

    folder: str
    archive: str
    version: str
    files: int
    size: int

    @classmethod
    def read(cls, project: Path, folder: str) -> "MeasuredChart":
        """Name and version from Chart.yaml, files and bytes from the disk."""
        text = (project / folder / "Chart.yaml").read_text("utf-8")
        name, version = (re.search(rf'^{key}: *"?([^"\s]+)', text, re.MULTILINE).group(1) for key in ("name", "version"))
        sizes = [file.stat().st_size for file in (project / folder).rglob("*") if file.is_file()]
        return cls(folder, f"{name}-{version}.tgz", version, len(sizes), sum(sizes))


def make(folder: Path, environment: dict[str, str]) -> None:
    """A git repository with charts/agents and artifacthub-repo.yml as they are here, charts/large and charts/parent."""
    folder.mkdir()
    shutil.copytree(ROOT / "charts" / "agents", folder / "charts" / "agents")
    shutil.copy(ROOT / "artifacthub-repo.yml", folder)
    write_chart(folder / "charts" / "large", 300, 10_000)
    parent = folder / "charts" / "parent"
    write_chart(parent, 60, 4_000, "dependencies:\n  - {name: store, version: 1.2.3, repository: ''}\n")
    write_chart(parent / "charts" / "store", 40, 4_000)
    who = ["-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "charts"]):
        subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, timeout=60)


def write_chart(folder: Path, files: int, size: int, extra: str = "") -> None:
    """A chart of so many files of about that size, always the same: two thirds templates, the rest plain files."""
    chance = random.Random(folder.name)
    (folder / "templates").mkdir(parents=True)
    (folder / "files").mkdir()
    head = f"apiVersion: v2\nname: {folder.name}\nversion: 1.2.3\ndescription: A chart to measure with\n"
    (folder / "Chart.yaml").write_text(head + extra)
    (folder / "values.yaml").write_text("replicas: 1\n")
    for number in range(files - 2):
        if number % 3 == 2:
            (folder / "files" / f"{number:03}.txt").write_text(prose(chance, size))
        else:
            (folder / "templates" / f"{number:03}.yaml").write_text(config_map(chance, number, size))


def config_map(chance: random.Random, number: int, size: int) -> str:
    """A template with a large ConfigMap."""
    head = f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{{{ .Release.Name }}}}-{number}\ndata:\n  text: |\n"
    return head + "".join(f"    {line}\n" for line in prose(chance, size).splitlines())


def prose(chance: random.Random, size: int) -> str:
    """Lines that compress about as well as YAML does: words with a number here and there."""
    lines, length = [], 0
    while length < size:
        words = [chance.choice(WORDS) if chance.random() < 0.9 else f"{chance.getrandbits(40):x}" for _ in range(12)]
        lines.append(" ".join(words))
        length += len(lines[-1]) + 1
    return "\n".join(lines) + "\n"
