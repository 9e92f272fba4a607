"""The command lines of signed releases: ours, and those with which a publisher's script comes to the same result."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commands import Commands
from measure import Command
from project import MeasuredChart
from publisher import RECORD, WHO, Publisher

SBOMS = {
    "spdx.json": ("application/spdx+json", "spdxjson", "spdx-json"),
    "cdx.json": ("application/vnd.cyclonedx+json", "cyclonedx", "cyclonedx-json"),
}

# What each of our commands does: all that is to be done and reading it back; a second look with public keys alone; the
# same release with the same key, as it is before cosign encrypts it.
OURS = ("portolan release", "portolan verify", "portolan release, plain key")

# What each of the other side's commands does, in their order; a part of them is compared by its place here.
STEPS = (
    "helm package --sign", "helm push", "oras push (Hub)", "cosign sign", "cosign sign (.sig)", "syft scan",
    "cosign attest SPDX", "cosign attest CycloneDX", "cosign attest SLSA", "oras attach SPDX", "oras attach CycloneDX",
    "cosign attest record", "cosign attach sbom", "cosign verify", "helm pull --verify",
)  # fmt: skip
SYFT_STEP, RECORD_STEP, VERIFYING = (STEPS.index(name) for name in ("syft scan", "cosign attest record", "cosign verify"))


@dataclass(frozen=True)
class SignedCommands:
    """Builds both sides' commands; `said` is the file that holds what the last command has printed."""

    commands: Commands
    publisher: Publisher
    said: Path

    def ours(self, chart: MeasuredChart, port: int, namespace: str) -> list[Command]:
        """One command for each of OURS."""
        return [
            self._release(chart, port, namespace, "cosign.key"),
            self._our_verify(chart, port, namespace),
            self._release(chart, port, f"{namespace}-plain", "plain.pem"),
        ]

    def _release(self, chart: MeasuredChart, port: int, namespace: str, key: str) -> Command:
        release = self.commands.portolan_release(chart, port, namespace)[0]
        return [*release, "--sign-key", self.publisher.file(key), "--provenance-key", self.publisher.file("secring.gpg")]

    def _our_verify(self, chart: MeasuredChart, port: int, namespace: str) -> Command:
        reference = f"oci://127.0.0.1:{port}/{namespace}/{chart.name}:{chart.version}"
        keys = ["--key", self.publisher.file("cosign.pub"), "--keyring", self.publisher.file("pubring.gpg")]
        return [self.commands.tools.portolan, "verify", reference, "--plain-http", *keys]

    def theirs(self, chart: MeasuredChart, port: int, namespace: str) -> Iterator[Command]:
        """One command for each of STEPS."""
        package, push, metadata = self.commands.classic_release(chart, port, namespace)
        yield [*package, "--sign", "--key", WHO, "--keyring", self.publisher.file("secring.gpg")]
        yield push
        place = f"127.0.0.1:{port}/{namespace}/{chart.name}@{pushed_digest(self.said)}"
        yield metadata
        yield self._cosign("sign", *self._without_log(), place)
        yield self._cosign("sign", "--new-bundle-format=false", "--use-signing-config=false", "--tlog-upload=false", place)
        yield self._syft(chart)
        yield from (self._attest(kind, self._output(name), place) for name, (_, kind, _) in SBOMS.items())
        yield self._attest("slsaprovenance1", self.publisher.file("slsa.json"), place)
        yield from (self._attach(name, media_type, place) for name, (media_type, _, _) in SBOMS.items())
        yield self._attest(RECORD, self.publisher.file("record.json"), place)
        yield self._attach_tag(place)
        yield self._verify(place)
        yield self._pull(chart, port, namespace)

    def _output(self, name: str) -> str:
        return str(self.commands.output / name)

    def _without_log(self) -> list[str]:
        return ["--signing-config", self.publisher.file("no-services.json"), *self._without_roots()]

    def _without_roots(self) -> list[str]:
        """Else cosign asks sigstore's own server for them, key or not."""
        return ["--trusted-root", self.publisher.file("no-roots.json")]

    def _cosign(self, verb: str, *arguments: str) -> Command:
        return [self.commands.tools.cosign, verb, "--yes", "--key", self.publisher.file("cosign.key"), *arguments]

    def _attest(self, kind: str, predicate: str, place: str) -> Command:
        return self._cosign("attest", *self._without_log(), "--type", kind, "--predicate", predicate, place)

    def _syft(self, chart: MeasuredChart) -> Command:
        outputs = [option for name, (_, _, form) in SBOMS.items() for option in ("-o", f"{form}={self._output(name)}")]
        return [self.commands.tools.syft, "scan", "--quiet", f"dir:{chart.folder}", *outputs]

    def _attach(self, name: str, media_type: str, place: str) -> Command:
        oras = [self.commands.tools.oras, "attach", "--plain-http", "--disable-path-validation"]
        return [*oras, "--artifact-type", media_type, place, f"{self._output(name)}:{media_type}"]

    def _attach_tag(self, place: str) -> Command:
        """The SPDX document under the tag `.sbom`, where `cosign download sbom` looks."""
        return [self.commands.tools.cosign, "attach", "sbom", "--sbom", self._output("spdx.json"), "--type", "spdx", place]

    def _verify(self, place: str) -> Command:
        key = ["--key", self.publisher.file("cosign.pub"), "--insecure-ignore-tlog", *self._without_roots()]
        return [self.commands.tools.cosign, "verify", *key, place]

    def _pull(self, chart: MeasuredChart, port: int, namespace: str) -> Command:
        chart_at = f"oci://127.0.0.1:{port}/{namespace}/{chart.name}"
        into = ["--destination", str(self.commands.output / "helm"), "--keyring", self.publisher.file("pubring.gpg")]
        return [self.commands.tools.helm, "pull", chart_at, "--version", chart.version, "--plain-http", "--verify", *into]


def pushed_digest(said: Path) -> str:
    """What `helm push` says that it has pushed."""
    found = re.search(r"^Digest: (sha256:[0-9a-f]{64})$", said.read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise OSError(f"helm push names no digest:\n{said.read_text('utf-8')[-400:]}")
    return found.group(1)
