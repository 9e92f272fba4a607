"""What a publisher has who signs: keys, and the files that the commands take. Made anew for each run of the benches."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools import MissingTool, Tools

PASSWORD = "an open secret of the benches"
WHO = "publisher@charts.example"
# Before the time that all commands take as theirs.
BORN = "20240101T000000!"
RECORD = "https://portolan.dev/release-record/v1"


@dataclass(frozen=True)
class Publisher:
    """Paths of the files, and what commands find in their environment."""

    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        """The password of the cosign key, where registry passwords lie, and nothing that calls home."""
        docker = str(self.folder / "docker")
        return {"COSIGN_PASSWORD": PASSWORD, "DOCKER_CONFIG": docker, "SYFT_CHECK_FOR_APP_UPDATE": "false"}

    def file(self, name: str) -> str:
        """The path of one file."""
        return str(self.folder / name)

    def log_in(self, port: int, password: str) -> None:
        """Leaves what `docker login` leaves; the password is `name:password` in base64."""
        (self.folder / "docker").mkdir(exist_ok=True)
        logins = {"auths": {f"127.0.0.1:{port}": {"auth": password}}}
        (self.folder / "docker" / "config.json").write_text(json.dumps(logins))


def make(folder: Path, tools: Tools) -> Publisher:
    """A key as cosign encrypts it and as it is, an OpenPGP key without a password, and what is attested."""
    missing = [name for name in ("cosign", "oras", "syft", "gpg", "openssl") if getattr(tools, name) is None]
    if missing:
        raise MissingTool(f"{', '.join(missing)} not installed: the chapter signed needs tests/interop/install full")
    folder.mkdir()
    publisher = Publisher(folder)
    _cosign_key(publisher, tools)
    _openpgp_key(publisher, tools)
    _write(folder / "no-services.json", {"mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json"})
    _write(folder / "no-roots.json", {"mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1"})
    _write(folder / "slsa.json", slsa())
    _write(folder / "record.json", {"checks": {"lint": "passed"}, "findings": [], "waived": []})
    return publisher


def slsa() -> dict:
    """SLSA provenance as a script would fill it in."""
    repository = "git+https://github.com/portolan-dev/portolan"
    source = {"uri": repository, "digest": {"gitCommit": "0" * 40}, "name": "source"}
    definition = {
        "buildType": "https://charts.example/build/v1",
        "externalParameters": {"source": {"repository": repository, "folder": "charts/agents"}},
        "resolvedDependencies": [source],
    }
    return {"buildDefinition": definition, "runDetails": {"builder": {"id": "https://charts.example/builder"}}}


def _write(path: Path, document: dict) -> None:
    path.write_text(json.dumps(document, indent=1))


def _cosign_key(publisher: Publisher, tools: Tools) -> None:
    curve = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "plain.pem"]
    _run([tools.openssl, "genpkey", *curve], publisher, {})
    taken = ["--key", "plain.pem", "--output-key-prefix", "cosign", "--yes"]
    _run([tools.cosign, "import-key-pair", *taken], publisher, {"COSIGN_PASSWORD": PASSWORD})


def _openpgp_key(publisher: Publisher, tools: Tools) -> None:
    home = publisher.folder / "gnupg"
    home.mkdir(0o700)
    here = {"GNUPGHOME": str(home)}
    quiet = [tools.gpg, "--batch", "--quiet", "--no-tty", "--pinentry-mode", "loopback", "--passphrase", ""]
    born = ["--faked-system-time", BORN, "--quick-generate-key", f"Publisher <{WHO}>", "rsa3072", "sign", "never"]
    try:
        _run([*quiet, *born], publisher, here)
        for file, verb in (("secring.gpg", "--export-secret-keys"), ("pubring.gpg", "--export")):
            _run([*quiet, "--output", publisher.file(file), verb, WHO], publisher, here)
    finally:
        subprocess.run(["gpgconf", "--kill", "all"], env={"PATH": "/usr/bin:/bin", **here}, check=False, timeout=60)


def _run(command: list[str], publisher: Publisher, variables: dict[str, str]) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(publisher.folder), **variables}
    place = {"cwd": publisher.folder, "env": environment}
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60, **place)
