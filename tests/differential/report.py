"""Telling a difference so that it can be looked at and run again."""

import difflib
import shlex


def text(seed, case, difference):
    """The case, and both answers."""
    lines = [f"=== difference, seed {seed}", f"$ helm {shlex.join(case.arguments)}"]
    for name, content in sorted(case.files.items()):
        lines.append(f"--- {name}")
        lines.extend("  " + line for line in content.split("\n"))
    helm, ours = difference.helm, difference.ours
    if helm.code != ours.code:
        lines.append(f"exit code: Helm {helm.code}, Portolan {ours.code}")
    lines += compared("stdout", helm.out, ours.out)
    lines += compared("stderr", helm.err, ours.err)
    return "\n".join(lines) + "\n"


def compared(name, helm, ours):
    if helm == ours:
        return []
    left, right = readable(helm), readable(ours)
    return list(difflib.unified_diff(left, right, f"Helm's {name}", f"Portolan's {name}", lineterm="", n=2))


def readable(data):
    return [ascii(line)[1:-1] for line in data.decode(errors="backslashreplace").split("\n")]


def keep(folder, seed, case):
    """Writes the case's files, and the command beside them."""
    place = folder / f"seed-{seed}"
    for name, content in case.files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", errors="surrogateescape", newline="")
    (place / "command").write_text(shlex.join(case.arguments) + "\n", encoding="utf-8")
    return place
