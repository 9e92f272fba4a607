"""Repositories of The Update Framework for a sigstore of one's own: tuf_repository.py FOLDER TRUSTED_ROOT SIGNING_CONFIG

FOLDER/good is as python-tuf writes it: three versions of the root with changed keys, consistent snapshots. Beside it are
the same repository in earlier states and with one thing wrong each. FOLDER/root.json is the first root.
"""

import json
import shutil
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

folder, trusted_root, signing_config = (Path(argument) for argument in sys.argv[1:])
soon = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=7)
past = datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
first, second, third = (CryptoSigner.generate_ed25519() for _ in range(3))
timestamp_key, old_timestamp_key = CryptoSigner.generate_ecdsa(), CryptoSigner.generate_ecdsa()
snapshot_key, targets_key, stranger = (CryptoSigner.generate_ecdsa() for _ in range(3))


def signed(metadata, *signers):
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata.to_bytes()


def roots():
    """One key; another key, and another for timestamps; two of two keys."""
    root = Root(version=1, expires=soon, consistent_snapshot=True)
    root.add_key(first.public_key, "root")
    for role, key in [("timestamp", old_timestamp_key), ("snapshot", snapshot_key), ("targets", targets_key)]:
        root.add_key(key.public_key, role)
    yield signed(Metadata(root), first)
    root.version = 2
    root.revoke_key(first.public_key.keyid, "root")
    root.add_key(second.public_key, "root")
    root.revoke_key(old_timestamp_key.public_key.keyid, "timestamp")
    root.add_key(timestamp_key.public_key, "timestamp")
    yield signed(Metadata(root), first, second)
    root.version = 3
    root.add_key(third.public_key, "root")
    root.roles["root"].threshold = 2
    yield signed(Metadata(root), second, third)


def repository(name, version=2, expired=(), wrong=None, config=True):
    """A repository whose lower roles have that version."""
    place = folder / name
    (place / "targets").mkdir(parents=True)
    for number, root in enumerate(roots_of_all, 1):
        (place / f"{number}.root.json").write_bytes(root)
    if wrong == "threshold":
        (place / "3.root.json").write_bytes(one_signature(roots_of_all[2]))
    expires = {role: past if role in expired else soon for role in ["timestamp", "snapshot", "targets"]}

    targets = Targets(version=version, expires=expires["targets"])
    wanted = [("trusted_root.json", trusted_root)] + [("signing_config.v0.2.json", signing_config)] * config
    for target, source in wanted:
        file = TargetFile.from_file(target, str(source), ["sha256", "sha512"])
        targets.targets[target] = file
        content = source.read_bytes()
        if wrong == "target hash":
            content = content.replace(b"{", b"[", 1)
        if wrong == "target length":
            content += b"\n"
        (place / "targets" / f"{file.hashes['sha256']}.{target}").write_bytes(content)
    targets = signed(Metadata(targets), targets_key)
    write(place / f"{version}.targets.json", targets)

    pin = MetaFile.from_data(version, targets, ["sha256"])
    snapshot = Snapshot(version=version, expires=expires["snapshot"], meta={"targets.json": pin})
    snapshot = signed(Metadata(snapshot), stranger if wrong == "snapshot key" else snapshot_key)
    pin = MetaFile.from_data(version, snapshot, ["sha256"])
    write(place / f"{version}.snapshot.json", snapshot + (b"\n" if wrong == "snapshot length" else b""))

    timestamp = Metadata(Timestamp(version=version, expires=expires["timestamp"], snapshot_meta=pin))
    write(place / "timestamp.json", signed(timestamp, old_timestamp_key if wrong == "old key" else timestamp_key))


def one_signature(root):
    root = json.loads(root)
    root["signatures"].pop()
    return json.dumps(root).encode()


def write(path, content):
    path.write_bytes(content)


roots_of_all = list(roots())
repository("good")
repository("newer", version=3)
repository("older", version=1)
repository("no-config", config=False)
repository("expired-timestamp", expired=["timestamp"])
repository("expired-snapshot", expired=["snapshot"])
repository("expired-targets", expired=["targets"])
for thing in ["threshold", "target hash", "target length", "snapshot key", "snapshot length", "old key"]:
    repository("wrong-" + thing.replace(" ", "-"), wrong=thing)
repository("gone")
(folder / "gone" / "2.snapshot.json").unlink()
shutil.copy(folder / "good" / "1.root.json", folder / "root.json")
