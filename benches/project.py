"""The repository that is measured: a copy of ours with its chart, and generated charts beside it."""

import random
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools import ROOT

# Real YAML and prose, from which blocks of lines are taken: it compresses as charts do, with no template in it.
SOURCES = ("README.md", "values.yaml", "crds/*.yaml", "dashboards/*.json")


@dataclass(frozen=True)
class MeasuredChart:
    """A chart folder inside the project."""

    folder: str
    archive: str
    version: str
    files: int
    size: int

    @property
    def name(self) -> str:
        """The chart's name."""
        return self.archive.removesuffix(f"-{self.version}.tgz")

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
    """A chart of so many files of about that size, two thirds of them templates; the same as long as our chart is."""
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
    """Blocks of lines from our own chart, each with a number that makes it differ."""
    lines, length = real_lines(), 0
    taken: list[str] = []
    while length < size:
        start = chance.randrange(len(lines) - 12)
        block = [*lines[start : start + chance.randint(4, 12)], f"# {chance.getrandbits(64):x}"]
        taken += block
        length += sum(len(line) + 1 for line in block)
    return "\n".join(taken) + "\n"


@cache
def real_lines() -> list[str]:
    """The lines of the sources."""
    chart = ROOT / "charts" / "agents"
    files = [file for pattern in SOURCES for file in sorted(chart.glob(pattern))]
    return [line for file in files for line in file.read_text("utf-8").splitlines() if "{{" not in line]
