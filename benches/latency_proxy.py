"""A TCP proxy that adds latency and nothing else: latency_proxy.py PORT UPSTREAM-PORT ROUND-TRIP-MILLISECONDS

Every chunk is delivered half a round trip after it came, in each direction, in order, however many are under way.
The kernel accepts a connection at once, so what a client sends counts as sent one round trip after that: the time that
a TCP handshake would have taken. Bandwidth and slow start are not modelled.
"""

import asyncio
import selectors
import sys

CHUNK = 65536
CHUNKS = 1024  # under way per direction, at most


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, one_way: float, earliest: float) -> None:
    """Takes chunks from one side to the other until the first side ends."""
    clock = asyncio.get_running_loop().time
    under_way: asyncio.Queue = asyncio.Queue(CHUNKS)

    async def deliver() -> None:
        while True:
            due, chunk = await under_way.get()
            await asyncio.sleep(max(0, due - clock()))
            if not chunk:
                writer.write_eof()
                return
            writer.write(chunk)
            await writer.drain()

    async def collect() -> None:
        chunk = b"more"
        while chunk:
            chunk = await reader.read(CHUNK)
            await under_way.put((max(clock(), earliest) + one_way, chunk))

    await asyncio.gather(deliver(), collect())


async def serve(port: int, upstream: int, round_trip: float) -> None:
    """Proxies every connection to `port` until the process is told to stop."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        established = asyncio.get_running_loop().time() + round_trip
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", upstream)
        try:
            await asyncio.gather(
                carry(reader, far_writer, round_trip / 2, established),
                carry(far_reader, writer, round_trip / 2, 0),
            )
        except OSError:
            pass  # one side has gone; the other is told by the close
        finally:
            far_writer.close()
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    # epoll waits in whole milliseconds, select does not.
    loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
    loop.run_until_complete(serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 1000))
