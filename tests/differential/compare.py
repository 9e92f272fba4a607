"""Whether two programs answer a case alike."""

import re
import time
from dataclasses import dataclass

from programs import Answer, Folder

# How often Helm is asked again before its answer counts as the only one: it walks some maps in any order.
AGAIN = 6
BLAMED = re.compile(r"chart/templates/[^\s:)\"]+|demo/templates/[^\s:)\"]+")


@dataclass(frozen=True)
class Difference:
    """Two answers to one case."""

    helm: Answer
    ours: Answer

    def shape(self):
        """What a smaller case must share to count as the same difference."""
        return (self.helm.code, self.ours.code, self.helm.out != self.ours.out, self.helm.err != self.ours.err)


class Judge:
    """Asks both programs."""

    def __init__(self, helm, ours, scratch, until):
        self.helm, self.ours, self.scratch = helm, ours, scratch
        # The time, by time.monotonic, at which a chart is left with some of its templates not judged.
        self.until = until
        self.runs = 0
        # Cases to which Helm gives many answers, and we none of those seen.
        self.undecided = 0

    def difference(self, case):
        """How the answers to a case differ, if they do, and Helm's answer."""
        with Folder(case, self.scratch) as folder:
            return self._ask(case, folder)

    def first_difference(self, case):
        """The same for a case with many templates: one that fails alike is left out, and the others are asked again.

        Gives back the case as it was when the answers differed.
        """
        with Folder(case, self.scratch) as folder:
            while True:
                found, helm = self._ask(case, folder)
                blamed = None if helm is None or helm.code == 0 else blamed_template(helm, case)
                if found or not blamed or time.monotonic() > self.until:
                    return found, case
                folder.remove(blamed)
                rest = {name: text for name, text in case.files.items() if name != blamed}
                case = type(case)(case.arguments, rest)

    def _ask(self, case, folder):
        self.runs += 1
        helm = self.helm.run(case.arguments, folder.path)
        ours = self.ours.run(case.arguments, folder.path)
        if helm is None:
            return None, None
        ours = ours or Answer(-1, b"", b"took too long")
        if ours == helm:
            return None, helm
        others = {self.helm.run(case.arguments, folder.path) for _ in range(AGAIN)} - {helm}
        if others:
            self.undecided += ours not in others
            return None, helm
        return Difference(helm, ours), helm


def blamed_template(answer, case):
    """The template that an error names first."""
    for place in BLAMED.findall(answer.err.decode(errors="replace")) + BLAMED.findall(answer.out.decode(errors="replace")):
        name = "chart/" + place.split("/", 1)[1]
        if name in case.files:
            return name
    return None
