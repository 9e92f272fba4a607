"""YAML as people write it: the same data in block and flow style, quoted or not, with anchors, comments and odd scalars."""

import json

SCALARS = {
    "text": ("abc", "'yes'", '"no"', "hello world", '"é\\n\\t"', "'it''s'", "a:b", "x#y", '""', "''", "日本語", "2001-01-01", "12:30", "1.2.3", '"1.10"', '"\\u2028"', "http://x/y?z=1", "'a: b'", "foo-bar_BAZ",
             '"1"', '"- x"', "/path", "!!str 12", "'  padded '", '"{{ .Release.Name }}"', "'\U0001f600'", "a,b", "0x", "1_", "nO", "=", '"\\x7f"', "word word word word word word word word word word word word word word word"),
    "int": ("0", "1", "-1", "42", "0777", "0x1F", "0o17", "0b11", "1_000", "65536", "9007199254740993", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "1000000", "09", "+5", "1e3"),
    "float": ("0.5", "-1.5", ".5", "1.", "1e-7", "1.5e300", "3.14159265358979", "1e21", "123456789.125", "-0.0", "100000.0", "1_0.5", "0.1"),
    "bool": ("true", "false", "yes", "No", "on", "OFF", "y", "N", "True"),
    "any": ("~", "null", "Null", "", "!!null ''", "!custom x", "!!binary aGk=", "!!float 1"),
}
BLOCKS = ("|\n{0}line one\n{0}  line two\n", "|-\n{0}x\n\n{0}y\n", ">\n{0}folded\n{0}text\n\n{0}more\n", "|+\n{0}keep\n\n", ">-\n{0}a\n{0} b\n")
KEYS = ("a", "b", "c", "key", "name", "enabled", "nested", "image", "é", "x-y", "under_score", "Upper", "replicas")
ODD_KEYS = ("yes", "1", "1.5", "'quoted'", '"x y"', "null", "true", "~", "0x10", "<<", "a.b", "''")


class YamlText:
    """Writes maps of random content and remembers what is in them."""

    def __init__(self, r):
        self.r = r
        self.anchors = []
        self.fields = {}

    def document(self, path=".Values", size=6):
        """The text of a map; what templates can name in it goes to `fields`."""
        self.fields.setdefault("dict", []).append(path)
        text = self.block_map("", path, 3, size)
        return text or "{}\n"

    def block_map(self, indent, path, depth, size):
        r = self.r
        lines = []
        for key in r.sample(KEYS, min(len(KEYS), r.randint(1, size))):
            name, reachable = (r.choice(ODD_KEYS), False) if r.random() < 0.04 else (key, key.replace("_", "").isalnum())
            value = self.value(indent, f"{path}.{key}" if reachable else None, depth - 1)
            if name == "<<":
                value = f" {r.choice(['*' + anchor for anchor, kind in self.anchors if kind == 'dict'] or ['{}'])}\n"
            lines.append(f"{indent}{name}:{value}")
            if r.random() < 0.05:
                lines.append(r.choice((f"{indent}# note\n", "\n", "#\n")))
        return "".join(lines)

    def value(self, indent, path, depth):
        """What follows `key:`, with its line break."""
        r = self.r
        kind = r.choices(("text", "int", "float", "bool", "any", "list", "dict", "block", "alias"), (4, 2, 1, 2, 1, 2, 3, 0.6, 0.6))[0]
        if depth <= 0 and kind in ("list", "dict"):
            kind = "text"
        if kind == "alias" and self.anchors:
            anchor, kind = r.choice(self.anchors)
            self.note(path, kind)
            return f" *{anchor}\n"
        anchor = self.anchor() if r.random() < 0.08 else ""
        if kind == "dict":
            text = self.map_value(indent, path, depth, anchor)
        elif kind == "list":
            text = self.list_value(indent, path, depth, anchor)
        elif kind in ("block", "alias"):
            kind = "text"
            text = f"{anchor} {r.choice(BLOCKS).format(indent + '  ')}"
        else:
            text = f"{anchor} {r.choice(SCALARS[kind])}{r.choice(('', '', '', '', ' # why'))}\n"
            kind = "float" if kind == "int" else kind
        self.note(path, kind)
        if anchor:
            self.anchors.append((anchor[2:], kind))
        return text

    def anchor(self):
        return f" &n{len(self.anchors)}{self.r.choice('abcdef')}{self.r.randrange(100)}"

    def map_value(self, indent, path, depth, anchor):
        if self.r.random() < 0.25:
            return f"{anchor} {self.flow(depth)}\n"
        path = path or ".Values.none"
        return f"{anchor}\n" + self.block_map(indent + "  ", path, depth, 4)

    def list_value(self, indent, path, depth, anchor):
        r = self.r
        if r.random() < 0.4:
            return f"{anchor} [{', '.join(self.flow(depth - 1) for _ in range(r.randint(0, 4)))}]\n"
        below = indent + r.choice(("", "  "))
        items = []
        for _ in range(r.randint(1, 4)):
            if r.random() < 0.3 and depth > 1:
                items.append(f"{below}- {self.block_map(below + '  ', None, 1, 2).lstrip()}")
            else:
                items.append(f"{below}- {r.choice(SCALARS[r.choice(('text', 'int', 'float', 'bool', 'any'))])}\n")
        if any(line.startswith("- :") or line.startswith("-  ") for line in items):
            return f"{anchor} []\n"
        return f"{anchor}\n" + "".join(items)

    def flow(self, depth):
        r = self.r
        kind = r.choice(("text", "int", "float", "bool", "list", "dict"))
        if depth > 0 and kind == "list":
            return f"[{', '.join(self.flow(depth - 1) for _ in range(r.randint(0, 3)))}]"
        if depth > 0 and kind == "dict":
            keys = r.sample(KEYS, r.randint(0, 3))
            return "{" + ", ".join(f"{key}: {self.flow(depth - 1)}" for key in keys) + "}"
        if kind in ("int", "float", "bool"):
            return r.choice(SCALARS[kind])
        return json.dumps(r.choice(("x", "é", "a b", "", "1", "yes")), ensure_ascii=False)

    def note(self, path, kind):
        """A field that templates can name; lists and maps also go to `any`."""
        if path and ".none" not in path:
            self.fields.setdefault(kind, []).append(path)
