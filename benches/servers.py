"""What a release talks to, as processes on free loopback ports that end with the `with` block."""

import hashlib
import http.client
import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tools import Tools

HERE = Path(__file__).resolve().parent
READY_WITHIN = 20  # seconds
MANIFESTS = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, */*"


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def registry(kind: str, tools: Tools, folder: Path):
    """An empty registry: `docker-registry` keeps everything in memory, `portolan` in a folder. Yields its port."""
    port = free_port()
    folder.mkdir()
    if kind == "portolan":
        command = [tools.portolan, "serve", str(folder / "data"), "--listen", f"127.0.0.1:{port}"]
    else:
        settings = folder / "config.yml"
        settings.write_text(
            "version: 0.1\n"
            "log: {level: error, accesslog: {disabled: true}}\n"
            "storage: {inmemory: {}}\n"
            f"http: {{addr: '127.0.0.1:{port}'}}\n"
        )
        command = [tools.docker_registry, "serve", str(settings)]
    with _running(command, port, folder / "log"):
        yield port


@contextmanager
def latency(upstream: int, round_trip_ms: float, folder: Path):
    """`latency_proxy.py` before a server. Yields its port."""
    port = free_port()
    command = [sys.executable, "-B", str(HERE / "latency_proxy.py"), str(port), str(upstream), str(round_trip_ms)]
    with _running(command, port, folder / "latency.log"):
        yield port


@contextmanager
def recorder(upstream: int, delay_ms: float, records: Path, password: str = ""):
    """`recording_proxy.py` before a server; it writes to `records`. Yields its port. With a password (`name:password` in
    base64) it takes writes only with a token, which it gives for that password."""
    port = free_port()
    command = [sys.executable, "-B", str(HERE / "recording_proxy.py"), str(port), str(upstream), str(delay_ms), str(records)]
    command += [password] if password else []
    with _running(command, port, records.with_suffix(".log")):
        yield port


@contextmanager
def _running(command: list[str], port: int, log: Path):
    """A server; ready when its port takes a connection."""
    with open(log, "wb") as said:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:
        _await(process, port, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(process: subprocess.Popen, port: int, log: Path) -> None:
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise OSError(f"no server came up: {' '.join(process.args)}\n{log.read_text('utf-8', 'replace')[-2000:]}")


def get(port: int, path: str) -> bytes:
    """The body of one answer, status 200; of a manifest in whatever form it has."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept": MANIFESTS})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise OSError(f"GET {path}: {answer.status} {body[:400]!r}")
        return body
    finally:
        connection.close()


def tags(port: int, repository: str) -> list[str]:
    """The tags of a repository, sorted."""
    return sorted(json.loads(get(port, f"/v2/{repository}/tags/list"))["tags"])


def digest(port: int, repository: str, tag: str) -> str:
    """The digest of what a tag holds."""
    return "sha256:" + hashlib.sha256(get(port, f"/v2/{repository}/manifests/{tag}")).hexdigest()


def round_trips(port: int) -> tuple[float, float]:
    """Milliseconds of a request on a new connection, and of the next one on the same."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    taken = []
    for _ in range(2):
        start = time.perf_counter()
        connection.request("GET", "/v2/")
        connection.getresponse().read()
        taken.append((time.perf_counter() - start) * 1000)
    connection.close()
    return taken[0], taken[1]
