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
        name = chart.archive.removesuffix(f"-{chart.version}.tgz")
        push = [self.tools.helm, "push", archive, f"oci://{place}", "--plain-http"]
        metadata = [
            self.tools.oras, "push", "--plain-http", f"{place}/{name}:artifacthub.io",
            "--config", f"/dev/null:{HUB_CONFIG}", f"artifacthub-repo.yml:{HUB_LAYER}",
        ]  # fmt: skip
        return [*self.helm_package(chart), push, *([metadata] if self.tools.oras else [])]
