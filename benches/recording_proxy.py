"""An HTTP/1.1 reverse proxy that records: recording_proxy.py PORT UPSTREAM-PORT DELAY-MILLISECONDS FILE [PASSWORD]

One JSON line per request: method, path, status, start and end in milliseconds. A request starts when its head has
arrived and ends just before its answer is sent. Each is held back by the delay, so that requests which run at the same
time overlap beyond doubt. With a password (`name:password` in base64) it also asks for tokens, and gives them.
"""

import asyncio
import json
import sys
from dataclasses import dataclass

from token_gate import TokenGate

HEAD_LIMIT = 64 << 10
BODY_LIMIT = 256 << 20
# Written anew, or of one connection only.
NOT_FORWARDED = {"connection", "content-length", "expect", "keep-alive", "transfer-encoding"}


@dataclass
class Head:
    """Start line and header fields of a request or an answer."""

    start: str
    fields: list[tuple[str, str]]

    def field(self, name: str) -> str | None:
        """The first field of that name, given in lower case."""
        return next((value for field, value in self.fields if field.lower() == name), None)

    def says(self, name: str, word: str) -> bool:
        """Whether a comma-separated field has that word."""
        return word in [part.strip().lower() for part in (self.field(name) or "").split(",")]

    def forward(self, length: str | None) -> bytes:
        """The bytes to send on, with that content length."""
        fields = [(name, value) for name, value in self.fields if name.lower() not in NOT_FORWARDED]
        if length is not None:
            fields.append(("Content-Length", length))
        lines = [self.start, *(f"{name}: {value}" for name, value in fields), "", ""]
        return "\r\n".join(lines).encode("latin-1")


async def read_head(reader: asyncio.StreamReader) -> Head:
    """Raises IncompleteReadError where the peer has ended."""
    text = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    start, *lines = text[:-4].split("\r\n")
    fields = (line.split(":", 1) for line in lines)
    return Head(start, [(name, value.strip()) for name, value in fields])


async def read_body(reader: asyncio.StreamReader, head: Head) -> bytes | None:
    """The body as its head frames it; None where the head frames none."""
    if head.says("transfer-encoding", "chunked"):
        return await read_chunks(reader)
    length = head.field("content-length")
    if length is None:
        return None
    if int(length) > BODY_LIMIT:
        raise ValueError(f"a body of {length} bytes")
    return await reader.readexactly(int(length))


async def read_chunks(reader: asyncio.StreamReader) -> bytes:
    """A chunked body without its framing; trailers are dropped."""
    body = bytearray()
    while size := int((await reader.readline()).split(b";")[0], 16):
        if len(body) + size > BODY_LIMIT:
            raise ValueError("a chunked body without end")
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    while (await reader.readline()).strip():
        pass
    return bytes(body)


async def read_answer(reader: asyncio.StreamReader, method: str) -> tuple[Head, bytes, str | None]:
    """Head, body and the content length to send on; interim answers are dropped."""
    head = await read_head(reader)
    while status_of(head) < 200:
        head = await read_head(reader)
    if method == "HEAD" or status_of(head) in (204, 304):
        return head, b"", head.field("content-length")
    body = await read_body(reader, head)
    if body is None:
        body = await reader.read(BODY_LIMIT)
        head.fields.append(("connection", "close"))
    return head, body, str(len(body))


def status_of(head: Head) -> int:
    """200 of `HTTP/1.1 200 OK`."""
    return int(head.start.split(" ")[1])


class Recorder:
    """What all connections share: where requests go, how long they are held back, where records are written."""

    def __init__(self, upstream: int, delay: float, file, gate: TokenGate | None) -> None:
        self.upstream, self.delay, self.file, self.gate = upstream, delay, file, gate

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client connection, with one of its own to the server for as long as that keeps it."""
        server = None
        try:
            while True:
                request = await read_head(reader)
                server = server or await asyncio.open_connection("127.0.0.1", self.upstream, limit=HEAD_LIMIT)
                kept = await self.exchange(request, reader, writer, server)
                if not kept:
                    server[1].close()
                    server = None
                if request.says("connection", "close"):
                    return
        except (asyncio.IncompleteReadError, OSError):
            pass  # the client has ended, or the server has: the close tells the other
        finally:
            writer.close()
            if server:
                server[1].close()

    async def exchange(self, request: Head, reader, writer, server) -> bool:
        """One request and its answer; False if the server ends its connection."""
        clock = asyncio.get_running_loop().time
        start = clock()
        method, path, _ = request.start.split(" ")
        if request.says("expect", "100-continue"):
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = await read_body(reader, request)
        await asyncio.sleep(self.delay)
        own = self.gate.answer(method, path, request.field("authorization")) if self.gate else None
        if own is None:
            server[1].write(request.forward(None if body is None else str(len(body))) + (body or b""))
            await server[1].drain()
            answer, content, length = await read_answer(server[0], method)
        else:
            answer, content = Head(own.start, own.fields), own.body
            length = str(len(content))
        self.record(method, path, status_of(answer), start, clock(), len(body or b""))
        writer.write(answer.forward(length) + content)
        await writer.drain()
        return not answer.says("connection", "close")

    def record(self, method: str, path: str, status: int, start: float, end: float, sent: int) -> None:
        """Written at once, so that nothing is lost when the process is stopped."""
        times = {"start_ms": round(start * 1000, 3), "end_ms": round(end * 1000, 3)}
        print(json.dumps({"method": method, "path": path, "status": status, "sent_bytes": sent, **times}), file=self.file, flush=True)


async def serve(port: int, recorder: Recorder) -> None:
    """Answers until the process is told to stop."""
    server = await asyncio.start_server(recorder.connected, "127.0.0.1", port, limit=HEAD_LIMIT)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    gate = TokenGate(sys.argv[1], sys.argv[5]) if len(sys.argv) > 5 else None
    with open(sys.argv[4], "w", encoding="utf-8") as records:
        asyncio.run(serve(int(sys.argv[1]), Recorder(int(sys.argv[2]), float(sys.argv[3]) / 1000, records, gate)))
