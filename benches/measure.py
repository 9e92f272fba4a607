"""Runs commands as cold processes and takes their time or their peak memory."""

import ctypes
import os
import select
import signal
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

TIME_LIMIT = 120  # seconds for one command
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h

Command = list[str]
# The commands of one run, one after the other; the argument is the number of the run, 0 for the one that warms up.
# Where a command depends on what the one before has said, they are made one at a time.
Contestant = Callable[[int], Iterable[Command]]


class CommandFailed(Exception):
    """A measured command did not end well; the message holds what it said."""


class Spent(NamedTuple):
    """What one command took: the time until it had been waited for, and that of all its threads in user and kernel."""

    wall_ms: float
    cpu_ms: float


@dataclass(frozen=True)
class Summary:
    """Milliseconds of many runs."""

    median: float
    minimum: float
    p90: float

    @classmethod
    def of(cls, milliseconds: list[float]) -> "Summary":
        """Median, minimum and the 90th percentile (nearest rank)."""
        ordered = sorted(milliseconds)
        rank = -(-len(ordered) * 9 // 10) - 1
        return cls(statistics.median(ordered), ordered[0], ordered[rank])


class Runner:
    """Starts processes in one folder with one environment that holds nothing of the caller's."""

    def __init__(self, folder: Path, home: Path, variables: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.said = home / "said"
        self.environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(home),
            "TMPDIR": str(home),
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "SOURCE_DATE_EPOCH": "1750000000",
            **(variables or {}),
        }

    def attempt(self, command: Command) -> tuple[Spent, int]:
        """What a command took and how it ended, well or not."""
        with open(self.said, "wb") as said:
            start = time.perf_counter()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, **self._place())
            process.returncode, usage = _wait(process.pid, command)
            elapsed = time.perf_counter() - start
        return Spent(elapsed * 1000, (usage.ru_utime + usage.ru_stime) * 1000), process.returncode

    def run(self, commands: Iterable[Command]) -> list[Spent]:
        """What each command took, run one after the other."""
        return [self._succeed(command) for command in commands]

    def stdout(self, command: Command) -> bytes:
        """What a command prints; what it says besides is dropped."""
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT, **self._place())
        except subprocess.TimeoutExpired as late:
            raise _too_late(command) from late
        self.said.write_bytes(done.stderr)
        self._expect_success(command, done.returncode)
        return done.stdout

    def peak_bytes(self, command: Command) -> int:
        """The largest resident set of the command and its children.

        The kernel counts what a process had resident before `exec` too, so a child of Python never seems smaller
        than Python. A small shell starts the command therefore, dies, and leaves it to us to be waited for.
        """
        if ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0) != 0:
            raise OSError("this system has no child subreapers")
        script = 'exec 3<&0; { read -r go && exec "$@" 3<&- </dev/null >"$SAID" 2>&1; } <&3 & echo $!'
        environment = {**self.environment, "SAID": str(self.said)}
        place = {**self._place(), "env": environment}
        shell = subprocess.Popen(["sh", "-c", script, "sh", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, **place)
        process = int(shell.stdout.readline())
        shell.wait(TIME_LIMIT)
        with shell.stdout, shell.stdin as go:
            go.write(b"go\n")
        status, usage = _wait(process, command)
        self._expect_success(command, status)
        return usage.ru_maxrss * 1024

    def _succeed(self, command: Command) -> Spent:
        spent, status = self.attempt(command)
        self._expect_success(command, status)
        return spent

    def _place(self) -> dict:
        return {"cwd": self.folder, "env": self.environment}

    def _expect_success(self, command: Command, status: int) -> None:
        if status != 0:
            said = self.said.read_text("utf-8", "replace")[-4000:]
            raise CommandFailed(f"exit {status}: {' '.join(command)}\n{said}")


def _wait(process: int, command: Command):
    """Exit status and resources of a process, the moment it ends."""
    handle = os.pidfd_open(process)
    try:
        ended = select.select([handle], [], [], TIME_LIMIT)[0]
    finally:
        os.close(handle)
    if not ended:
        os.kill(process, signal.SIGKILL)
    _, status, usage = os.wait4(process, 0)
    if not ended:
        raise _too_late(command)
    return os.waitstatus_to_exitcode(status), usage


def _too_late(command: Command) -> CommandFailed:
    return CommandFailed(f"not done after {TIME_LIMIT} s: {' '.join(command)}")


def alternate(runner: Runner, ours: Contestant, theirs: Contestant, runs: int) -> tuple[list[list[Spent]], list[list[Spent]]]:
    """Runs both in turn, A B A B …; per run what each command took. The run that warms up is not kept."""
    runner.run(ours(0))
    runner.run(theirs(0))
    samples = [], []
    for number in range(1, runs + 1):
        samples[0].append(runner.run(ours(number)))
        samples[1].append(runner.run(theirs(number)))
    return samples
