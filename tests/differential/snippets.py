"""Templates: texts and actions of every sort, one inside the other."""

import copy

import literals
from expressions import Expressions, KINDS

TEXTS = ("", " ", "\n", "\n\n", "text", " a b ", "- ", "key: ", "x: 1\n", "  indented\n", "\t", "# note\n", "é日本", "}", "{", "}}", "{ {", "--", "/*", "\"", "'", "\r\n", "end", "---\n", "\n---\nx: ",
         "<no value>", "$", "\\", "\n  - ", ": ", "\u00a0", "\u2003", "a\n\n\nb")


class Scope:
    """What an expression can name."""

    def __init__(self, fields, names=()):
        self.fields = fields
        self.names = list(names)
        self.variables = {}
        self.dot = "root"
        self.loops = 0

    def inside(self, dot):
        """The scope of a block whose dot is of that kind: its variables are gone after it."""
        scope = copy.copy(self)
        scope.variables = {kind: list(names) for kind, names in self.variables.items()}
        if dot != self.dot:
            scope.dot = dot
            if self.dot == "root":
                scope.fields = {kind: [name.replace(".", "$.", 1) for name in names] for kind, names in self.fields.items()}
        return scope

    def outside(self):
        """The scope of another template that gets the same dot."""
        scope = copy.copy(self)
        scope.variables = {}
        scope.loops = 0
        return scope

    def declare(self, kind, name):
        self.variables.setdefault(kind, []).append(name)


class Snippets:
    """Makes bodies of templates."""

    def __init__(self, r):
        self.r = r
        self.counter = 0

    def body(self, scope, depth, length=4):
        """Some texts and actions."""
        parts = []
        for _ in range(self.r.randint(1, length)):
            if self.r.random() < 0.4:
                parts.append(self.text())
            parts.append(self.statement(scope, depth))
        if self.r.random() < 0.4:
            parts.append(self.text())
        return "".join(parts)

    def text(self):
        return self.r.choice(TEXTS)

    def action(self, inner):
        """`{{ inner }}` with trims, blanks and line breaks where they may be."""
        r = self.r
        left = "{{" + r.choice(("", "", "-")) if r.random() < 0.5 else "{{"
        right = r.choice(("", "", "-")) + "}}" if r.random() < 0.5 else "}}"
        before = " " if left.endswith("-") else r.choice(("", " ", " ", "  ", "\n"))
        after = " " if right.startswith("-") else r.choice(("", " ", " ", "  ", "\n"))
        return f"{left}{before}{inner}{after}{right}"

    def statement(self, scope, depth):
        r = self.r
        kinds = [(self.output, 10), (self.assignment, 4), (self.comment, 0.5)]
        if depth > 0:
            kinds += [(self.condition, 3), (self.loop, 3), (self.scoped, 2), (self.call, 1), (self.block, 0.5)]
        if scope.loops:
            kinds.append((self.jump, 2))
        makers, weights = zip(*kinds)
        return r.choices(makers, weights)[0](scope, depth)

    def output(self, scope, depth):
        kind = self.r.choice(("text", "text", "any", *KINDS))
        return self.action(self.expressions(scope).pipeline(kind, self.r.choice((1, 2, 2, 3))))

    def comment(self, _scope, _depth):
        text = self.r.choice(("", " note ", "{{ x }}", "\n lines\n", "*"))
        return self.r.choice(("{{/*%s*/}}", "{{- /*%s*/ -}}", "{{- /*%s*/}}", "{{/*%s*/ -}}")) % text

    def assignment(self, scope, _depth):
        kind = self.r.choice(KINDS)
        value = self.expressions(scope).pipeline(kind, 2)
        old = scope.variables.get(kind)
        if old and self.r.random() < 0.3:
            return self.action(f"{self.r.choice(old)} = {value}")
        name = self.variable()
        scope.declare(kind, name)
        return self.action(f"{name} := {value}")

    def variable(self):
        self.counter += 1
        return f"$v{self.counter}"

    def condition(self, scope, depth):
        inner = scope.inside(scope.dot)
        text = self.action(f"if {self.guard(inner, 'any')}") + self.body(inner, depth - 1, 3)
        while self.r.random() < 0.2:
            text += self.action(f"else if {self.guard(inner, 'any')}") + self.body(inner.inside(inner.dot), depth - 1, 2)
        return text + self.otherwise(scope, depth) + self.end()

    def scoped(self, scope, depth):
        kind = self.r.choice(KINDS)
        inner = scope.inside(scope.dot)
        opened = self.action(f"with {self.guard(inner, kind)}")
        text = opened + self.body(inner.inside(kind), depth - 1, 3)
        if self.r.random() < 0.15:
            text += self.action(f"else with {self.guard(inner, kind)}") + self.body(inner.inside(kind), depth - 1, 2)
        return text + self.otherwise(scope, depth) + self.end()

    def guard(self, scope, kind):
        """What an `if` or `with` asks, perhaps with a variable for it."""
        value = self.expressions(scope).pipeline(kind, 2)
        if self.r.random() < 0.2:
            name = self.variable()
            scope.declare(kind, name)
            return f"{name} := {value}"
        return value

    def loop(self, scope, depth):
        # Never any integer: it could be a huge one.
        over = self.r.choice(("list", "list", "dict", "small", "text", "float"))
        value = self.expressions(scope).expression(over, 1, alone=True, exact=True)
        inner = scope.inside("any")
        inner.loops += 1
        head = self.r.choice(("{}", "{}", "$k, $v := {}", "$v := {}", "$k, $v := {}"))
        if "$k" in head:
            inner.declare("any", "$k")
        if "$v" in head:
            inner.declare("any", "$v")
        text = self.action("range " + head.replace("{}", value)) + self.body(inner, depth - 1, 3)
        return text + self.otherwise(scope, depth) + self.end()

    def jump(self, scope, _depth):
        asked = self.expressions(scope).pipeline("bool", 1)
        return self.action(f"if {asked}") + self.action(self.r.choice(("break", "continue"))) + self.end()

    def call(self, scope, depth):
        if not scope.names:
            return self.output(scope, depth)
        name = literals.quoted(self.r, self.r.choice(scope.names))
        context = self.r.choice((" .", " $", " $", "", f" {self.expressions(scope).expression('any', 1)}"))
        return self.action(f"template {name}{context}")

    def block(self, scope, depth):
        self.counter += 1
        name = f"block{self.counter}-{self.r.randrange(10**6)}"
        inner = scope.inside("root").outside()
        return self.action(f'block "{name}" $') + self.body(inner, depth - 1, 2) + self.end()

    def otherwise(self, scope, depth):
        if self.r.random() < 0.35:
            return self.action("else") + self.body(scope.inside(scope.dot), depth - 1, 2)
        return ""

    def end(self):
        return self.action("end")

    def expressions(self, scope):
        return Expressions(self.r, scope)
