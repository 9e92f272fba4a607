"""Packs every chart of a folder with both programs and compares the archives: compare_packages.py PORTOLAN HELM CHARTS.

One line for each chart that differs, then the totals. Exit 1 if a chart differs in more than the order of its subcharts,
which is random in Helm.
"""

import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tar_difference import entries


def packed(program: list[str], chart: Path, folder: Path) -> bytes | None:
    """The uncompressed archive, or nothing when the program refuses."""
    folder.mkdir()
    ran = subprocess.run([*program, "package", str(chart), "-d", str(folder)], capture_output=True, timeout=60, check=False)
    if ran.returncode != 0:
        return None
    (archive,) = folder.glob("*.tgz")
    return gzip.decompress(archive.read_bytes())


def has_siblings(entries_of_one: list[tuple[bytes, bytes]]) -> bool:
    """Whether a chart somewhere in the archive has more than one subchart."""
    children: dict[bytes, set[bytes]] = {}
    for header, _ in entries_of_one:
        parts = header[:100].rstrip(b"\0").split(b"/") if not header[345:500].strip(b"\0") else (
            header[345:500].rstrip(b"\0") + b"/" + header[:100].rstrip(b"\0")).split(b"/")
        for index, part in enumerate(parts[:-2]):
            if part == b"charts":
                children.setdefault(b"/".join(parts[:index]), set()).add(parts[index + 1])
    return any(len(names) > 1 for names in children.values())


def verdict(ours: bytes | None, theirs: bytes | None) -> str:
    """`same`, `refused`, `order` or `DIFFERS`."""
    if ours is None or theirs is None:
        return "refused" if ours is theirs else "DIFFERS"
    if ours == theirs:
        return "same"
    mine, other = entries_of(ours), entries_of(theirs)
    return "order" if sorted(mine) == sorted(other) and has_siblings(mine) else "DIFFERS"


def entries_of(archive: bytes) -> list[tuple[bytes, bytes]]:
    """Headers and contents."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(archive)
        file.flush()
        return list(entries(file.name))


def main(portolan: str, helm: str, charts: str) -> int:
    """Compares all of them."""
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    totals = dict.fromkeys(["same", "order", "refused", "DIFFERS"], 0)
    for chart in sorted(path for path in Path(charts).iterdir() if (path / "Chart.yaml").is_file()):
        with tempfile.TemporaryDirectory() as scratch:
            ours, theirs = (packed([program], chart, Path(scratch, name)) for name, program in (("o", portolan), ("t", helm)))
        found = verdict(ours, theirs)
        totals[found] += 1
        if found == "DIFFERS":
            print(f"differs: {chart.name}")
    print(", ".join(f"{count} {name}" for name, count in totals.items()))
    return 1 if totals["DIFFERS"] or not totals["same"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
