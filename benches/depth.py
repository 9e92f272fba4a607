"""Requests of one release and how many of them had to wait for another."""

import json
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Request:
    """One recorded request; `level` is its place in the longest chain that ends with it, from 1."""

    method: str
    path: str
    status: int
    sent_bytes: int
    start_ms: float
    end_ms: float
    level: int = 0

    def shown(self) -> str:
        """The path without what differs between runs."""
        path = re.sub(r"/uploads/[^/?]+(\?.*)?", "/uploads/…", self.path)
        return re.sub(r"sha256(:|%3A)([0-9a-f]{8})[0-9a-f]{56}", r"sha256:\2…", path)


def read(records: Path) -> list[Request]:
    """The recorded requests in the order of their start, with their levels.

    A request can depend on another only if it starts after that one's answer has been sent. Its level is one more than
    the highest level among those, so the highest level of all is the length of the longest chain.
    """
    recorded = sorted((json.loads(line) for line in records.read_text("utf-8").splitlines()), key=lambda one: one["start_ms"])
    requests: list[Request] = []
    for one in recorded:
        before = [request.level for request in requests if request.end_ms <= one["start_ms"]]
        requests.append(Request(**one, level=1 + max(before, default=0)))
    return requests


def depth(requests: list[Request]) -> int:
    """The longest chain of requests each of which starts after the one before has been answered."""
    return max((request.level for request in requests), default=0)
