"""Token authentication before a registry that has none: anybody may read, writing takes a password; both take a token.

As distribution's "Token Authentication Specification" has it. A token is the scope that it was given for, in base64: the
benches count requests, they keep nobody out.
"""

import base64
import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Answer:
    """What the gate answers itself."""

    start: str
    fields: list[tuple[str, str]]
    body: bytes


class TokenGate:
    """Who may pass; `password` is `name:password` in base64, as it stands in a header."""

    def __init__(self, port: str, password: str) -> None:
        self.realm, self.password = f"http://127.0.0.1:{port}/token", password

    def answer(self, method: str, path: str, authorization: str | None) -> Answer | None:
        """None lets a request pass."""
        if path.startswith("/token?"):
            return self._token(path, authorization)
        needed = scope_of(method, path)
        if self._has(authorization, needed):
            return None
        scope = f',scope="{":".join(needed)}"' if needed else ""
        challenge = f'Bearer realm="{self.realm}",service="bench"{scope}'
        return _json("401 Unauthorized", {"errors": [{"code": "UNAUTHORIZED"}]}, [("WWW-Authenticate", challenge)])

    def _token(self, path: str, authorization: str | None) -> Answer:
        """Strangers get no more than reading."""
        known = authorization == f"Basic {self.password}"
        if authorization is not None and not known:
            return _json("401 Unauthorized", {"errors": [{"code": "UNAUTHORIZED"}]}, [])
        asked = [scope for line in parse_qs(urlsplit(path).query).get("scope", []) for scope in line.split()]
        given = asked if known else [f"{scope.rsplit(':', 1)[0]}:pull" for scope in asked]
        return _json("200 OK", {"token": base64.b64encode(" ".join(given).encode()).decode(), "expires_in": 300}, [])

    def _has(self, authorization: str | None, needed: tuple[str, str, str] | None) -> bool:
        if not (authorization or "").startswith("Bearer "):
            return False
        if needed is None:
            return True
        kind, name, actions = needed
        held = base64.b64decode(authorization.removeprefix("Bearer ")).decode().split()
        sets = [set(scope.rsplit(":", 1)[1].split(",")) for scope in held if scope.rsplit(":", 1)[0] == f"{kind}:{name}"]
        return any(set(actions.split(",")) <= rights for rights in sets)


def scope_of(method: str, path: str) -> tuple[str, str, str] | None:
    """Kind, name and actions that a request needs; of `/v2/` itself no more than a token."""
    found = re.match(r"/v2/(.+?)/(?:blobs|manifests|referrers|tags)/", path)
    if found is None:
        return None
    return "repository", found.group(1), "pull" if method in ("GET", "HEAD") else "pull,push"


def _json(status: str, document: dict, fields: list[tuple[str, str]]) -> Answer:
    return Answer(f"HTTP/1.1 {status}", [("Content-Type", "application/json"), *fields], json.dumps(document).encode())
