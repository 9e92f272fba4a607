"""Expressions of templates: constants, fields, variables and calls, of the kind that is wanted, or now and then not."""

import functions
import literals

# How often an argument is of another kind than the function wants.
MISTYPED = 0.04
# Kinds whose number or text says how much is made: never anything that could be huge.
BOUNDED = ("small", "positive")
# Functions that can stand behind a pipe, whatever comes out of it.
PIPED = tuple(each for each in functions.ALL if each.takes and not each.takes[-1].endswith("...") and each.takes[-1] not in BOUNDED)
KINDS = ("text", "int", "long", "float", "bool", "list", "dict", "any")

BUILT_IN = {
    "text": (".Release.Name", ".Release.Namespace", ".Release.Service", ".Chart.Name", ".Chart.Version", ".Chart.AppVersion", ".Chart.Description", ".Template.Name", ".Template.BasePath",
             ".Capabilities.KubeVersion.Version", ".Capabilities.KubeVersion.Major", ".Capabilities.KubeVersion.GitVersion", ".Capabilities.HelmVersion.Version", '(.Files.Get "notes.txt")',
             '(.Files.Get "none")', '(.Files.Glob "conf/*").AsConfig', '(.Files.Glob "**.txt").AsSecrets', ".Chart.Type", ".Chart.KubeVersion", ".Chart.Home", "(print .Capabilities.KubeVersion)"),
    "int": (".Release.Revision",),
    "bool": (".Release.IsInstall", ".Release.IsUpgrade", '(.Capabilities.APIVersions.Has "v1")', '(.Capabilities.APIVersions.Has "x/v9")', ".Chart.Deprecated", ".Chart.IsRoot"),
    "list": ('(.Files.Lines "notes.txt")', ".Chart.Keywords", ".Chart.Sources", ".Capabilities.APIVersions", ".Chart.Maintainers", ".Chart.Dependencies"),
    "dict": (".Values", ".Chart.Annotations", ".Values.AsMap", ".Files", ".Release", "(toYaml .Chart | fromYaml)"),
    "any": (".Chart", ".Release", ".Files", ".Template", ".Values", ".Chart.Maintainers", ".Chart.Metadata", ".Capabilities.HelmVersion", ".Nothing", ".Chart.Nothing",
            '(.Files.GetBytes "notes.txt")', ".Capabilities.KubeVersion", ".Chart.Dependencies", "nil"),
}


class Expressions:
    """Makes expressions in a scope.

    The scope has `variables` and `fields`: what can be named, by kind; `dot`: the kind of the dot, `root` at the top;
    `names`: templates that can be included.
    """

    def __init__(self, r, scope):
        self.r = r
        self.scope = scope

    def pipeline(self, kind, depth):
        """An expression as it stands alone in an action: perhaps with pipes."""
        text = self.expression(kind, depth, alone=True)
        while self.r.random() < 0.15:
            text = f"{text} | {self.filter(depth - 1)}"
        return text

    def filter(self, depth):
        """A call that lacks its last argument."""
        function = self.r.choice(PIPED)
        return " ".join([function.name, *self.arguments(function.takes[:-1], depth)])

    def expression(self, kind, depth, alone=False, exact=False):
        """An expression of a kind; in parentheses where it is an argument."""
        if not exact and kind not in BOUNDED and self.r.random() < MISTYPED:
            kind = self.r.choice(KINDS)
        if depth <= 0 or self.r.random() < 0.35:
            return self.atom(kind)
        if self.scope.names and kind in ("text", "any") and self.r.random() < 0.1:
            text = self.inclusion(depth - 1)
        else:
            text = self.called(kind, depth - 1)
        if text is None:
            return self.atom(kind)
        return text if alone else f"({text})"

    def inclusion(self, depth):
        """A call of `include`, or a `tpl` of a text that is a template."""
        if self.r.random() < 0.3:
            inner = Expressions(self.r, self.scope.outside()).pipeline("text", min(depth, 1))
            text = literals.quoted(self.r, "{{ " + inner + " }}" + self.r.choice(("", "\n", " x")))
            return f"tpl {text} {self.context(depth)}"
        name = literals.quoted(self.r, self.r.choice(self.scope.names))
        return f"include {name} {self.context(depth)}"

    def context(self, depth):
        return self.r.choice((".", "$", "$", "$")) if self.r.random() < 0.8 else self.expression("any", depth)

    def called(self, kind, depth):
        """A call that gives the kind, without parentheses; the last argument may come by a pipe."""
        if kind in ("any", "int") and self.r.random() < 0.06:
            unordered = self.r.choice(functions.UNORDERED)
            return unordered.replace("{dict}", self.expression("dict", depth))
        choices = functions.giving(kind)
        if not choices:
            return None
        function = self.r.choice(choices)
        arguments = self.arguments(function.takes, depth)
        if self.r.random() < 0.02:
            arguments = arguments[:-1] if self.r.random() < 0.5 else [*arguments, self.atom("any")]
        if arguments and self.r.random() < 0.3:
            *front, last = arguments
            return f"{unwrapped(last)} | {' '.join([function.name, *front])}"
        text = " ".join([function.name, *arguments])
        if function.gives in ("dict", "moment") and self.r.random() < 0.1:
            return f"({text}).{self.r.choice(('a', 'b', 'Year', 'UTC', 'Unix', 'Nope'))}"
        return text

    def arguments(self, takes, depth):
        texts = []
        for kind in takes:
            times = self.r.choice((0, 1, 1, 2, 3)) if kind.endswith("...") else 1
            texts.extend(self.expression(kind.removesuffix("..."), depth) for _ in range(times))
        return texts

    def atom(self, kind):
        """A constant, a variable or a field."""
        named = [*self.scope.variables.get(kind, ()), *self.scope.fields.get(kind, ())]
        if named and self.r.random() < 0.5:
            return self.r.choice(named)
        if self.scope.dot == kind and self.r.random() < 0.3:
            return "."
        if self.r.random() < 0.15 and kind in BUILT_IN:
            return self.built_in(kind)
        return self.constant(kind)

    def built_in(self, kind):
        """Something of Helm's; by `$` where the dot is not the root."""
        text = self.r.choice(BUILT_IN[kind])
        if self.scope.dot == "root" or not ("." in text):
            return text
        return text.replace(".", "$.", 1)

    def constant(self, kind):
        r = self.r
        if kind == "number":
            kind = r.choice(("int", "int", "float", "long"))
        if kind == "any":
            kind = r.choice(("text", "text", "int", "float", "bool", "list", "dict"))
        if kind in ("int", "float", "small", "positive"):
            return literals.number(r, kind)
        if kind in ("long", "seconds"):
            return f"(int64 {r.choice(('1', '0', '-7', '1500000000', '86399', '-62135596800'))})"
        if kind == "bool":
            return r.choice(("true", "false"))
        if kind == "list":
            return r.choice(("(list)", '(list 1 2 3)', '(list "b" "a" "c" "a")', '(list 1 "x" nil true 2.5)', "(until 4)", '(splitList "," "x,y,,z")', "(list (list 1) (dict))", '(list "" 0 false nil)'))
        if kind == "dict":
            return r.choice(("(dict)", '(dict "a" 1 "b" "x")', '(dict "a" (dict "b" (list 1 2)) "c" nil)', '(dict "key" true "é" 1.5)', '(dict "nested" (dict "a" (dict "b" "deep")))'))
        if kind == "moment":
            return r.choice(('(toDate "2006-01-02" "2024-02-29")', '(toDate "2006-01-02 15:04:05 -0700" "1999-12-31 23:59:59 +0130")', '(toDate "x" "y")'))
        if kind in literals.MEANINGFUL and r.random() < 0.93:
            return literals.quoted(r, literals.meaning(r, kind))
        return literals.quoted(r, literals.text(r))


def unwrapped(text):
    """Without the parentheses around the whole, which a pipe does not need."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for place, character in enumerate(text):
        if character in "\"`'":
            return text
        depth += (character == "(") - (character == ")")
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1]
