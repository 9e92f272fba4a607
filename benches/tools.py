"""The programs that are measured: where they are, which versions they have."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class MissingTool(Exception):
    """A program without which nothing can be compared."""


class Tools:
    """Paths of the programs; those that are not installed are None, except portolan and Helm."""

    def __init__(self) -> None:
        self.portolan = _portolan()
        self.helm = _find("helm")
        self.oras = _find("oras")
        self.docker_registry = _find("docker-registry")
        self.cosign = _find("cosign3") or _find("cosign")
        self.syft, self.gpg, self.openssl = _find("syft"), _find("gpg"), _find("openssl")
        self.matrix = _matrix(Path(self.portolan))
        if self.helm is None:
            raise MissingTool("helm is not installed: run tests/interop/install full")

    def versions(self) -> dict[str, str]:
        """What each of them says of itself, one line."""
        said = {
            "portolan": _say(self.portolan, "--version"),
            "helm": _say(self.helm, "version", "--template", "{{.Version}}"),
            "oras": _say(self.oras, "version").removeprefix("Version:").strip(),
            "docker-registry": _say(self.docker_registry, "--version").split()[-1],
        }
        if not said["portolan"].startswith("portolan "):
            raise MissingTool(f"{self.portolan} --version does not answer: build it first")
        return said

    def signing_versions(self) -> dict[str, str]:
        """The same of those with which others sign a release."""
        cosign = [line for line in _lines(self.cosign, "version") if line.startswith("GitVersion:")]
        return {
            "cosign": cosign[0].split()[-1] if cosign else "not installed",
            "syft": _say(self.syft, "--version").removeprefix("syft "),
            "gpg": _say(self.gpg, "--version").split()[-1],
        }


def _portolan() -> str:
    """`$PORTOLAN`, else the newer of the static and the plain release build, else the debug build."""
    named = os.environ.get("PORTOLAN")
    releases = [ROOT / "target" / folder / "portolan" for folder in ("x86_64-unknown-linux-gnu/release", "release")]
    newest = sorted((place for place in releases if place.exists()), key=lambda place: -place.stat().st_mtime)
    places = [Path(named)] if named else [*newest, ROOT / "target/debug/portolan"]
    for place in places:
        if os.access(place, os.X_OK):
            return str(place.resolve())
    raise MissingTool("there is no portolan: build it, or name it in PORTOLAN")


def _matrix(portolan: Path) -> str | None:
    """`$PORTOLAN_MATRIX`, else the example of crates/render that was built beside portolan or as a plain release."""
    named = os.environ.get("PORTOLAN_MATRIX")
    places = [Path(named)] if named else [folder / "examples/matrix" for folder in (portolan.parent, ROOT / "target/release")]
    return next((str(place.resolve()) for place in places if os.access(place, os.X_OK)), None)


def _find(name: str) -> str | None:
    """Among the programs that tests/interop/install fetched, else on the PATH."""
    fetched = Path(os.environ.get("PORTOLAN_TOOLS", ROOT / "target" / "interop-tools")) / "bin"
    return shutil.which(name, path=f"{fetched.resolve()}{os.pathsep}{os.environ.get('PATH', os.defpath)}")


def _say(program: str | None, *arguments: str) -> str:
    return next(iter(_lines(program, *arguments)), "")


def _lines(program: str | None, *arguments: str) -> list[str]:
    if program is None:
        return ["not installed"]
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    return done.stdout.strip().splitlines()
