"""The command lines that are compared. What is compared is decided here and nowhere else."""

from dataclasses import dataclass
from pathlib import Path

from measure import Command
from project import MeasuredChart
from tools import Tools

HUB_CONFIG = "application/vnd.cncf.artifacthub.config.v1+yaml"
HUB_LAYER = "application/vnd.cncf.artifacthub.repository-metadata.layer.v1.yaml"


@dataclass(frozen=True)
class Commands:
    """Builds command lines; archives and reports go below `output`, outside the project."""

    tools: Tools
    output: Path

    def both(self, verb: str, *arguments: str) -> tuple[list[Command], list[Command]]:
        """The same arguments for portolan and for Helm."""
        return [[self.tools.portolan, verb, *arguments]], [[self.tools.helm, verb, *arguments]]

    def template(self, chart: Path, *options: str) -> tuple[list[Command], list[Command]]:
        """All manifests on stdout, schemas checked."""
        return self.both("template", "rel", str(chart), "--namespace", "ns", *options)

    def lint(self, chart: Path, *options: str) -> tuple[list[Command], list[Command]]:
        """The report on stdout."""
        return self.both("lint", str(chart), "--namespace", "ns", *options)

    def check(self, charts: list[Path], *options: str) -> list[Command]:
        """Every gate, in one process."""
        return [[self.tools.portolan, "check", *options, *map(str, charts)]]

    def matrix(self, archive: Path, values: list[Path], versions: list[str]) -> list[Command]:
        """Every combination in one process."""
        return [[str(self.tools.matrix), str(archive), ",".join(versions), *map(str, values)]]

    def portolan_package(self, chart: MeasuredChart) -> list[Command]:
        """The archive."""
        return [[self.tools.portolan, "package", chart.folder, "--destination", str(self.output / "portolan")]]

    def helm_package(self, chart: MeasuredChart) -> list[Command]:
        """The archive."""
        return [[self.tools.helm, "package", chart.folder, "--destination", str(self.output / "helm")]]

    def portolan_release(self, chart: MeasuredChart, port: int, namespace: str) -> list[Command]:
        """Checks, archive, push, verification, Artifact Hub's metadata, tag; unsigned."""
        target = f"oci://127.0.0.1:{port}/{namespace}"
        return [
            [self.tools.portolan, "release", chart.folder, "--to", target, "--plain-http", "--dist", str(self.output / "dist")]
        ]

    def classic_release(self, chart: MeasuredChart, port: int, namespace: str) -> list[Command]:
        """The archive, its push and, where oras is installed, Artifact Hub's metadata as its documentation pushes it."""
        place = f"127.0.0.1:{port}/{namespace}"
        archive = str(self.output / "helm" / chart.archive)
        push = [self.tools.helm, "push", archive, f"oci://{place}", "--plain-http"]
        metadata = [
            self.tools.oras, "push", "--plain-http", f"{place}/{chart.name}:artifacthub.io",
            "--config", f"/dev/null:{HUB_CONFIG}", f"artifacthub-repo.yml:{HUB_LAYER}",
        ]  # fmt: skip
        return [*self.helm_package(chart), push, *([metadata] if self.tools.oras else [])]
