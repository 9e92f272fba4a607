"""Reads the enumerations of Kubernetes' API types from their Go sources: values by definition and field."""

import re
from pathlib import Path

MARKER = re.compile(r"^//\s*\+enum\b")
TYPE = re.compile(r"^type (\w+) (?:= )?([\w.]+)\s*(?://.*)?$")
STRUCT = re.compile(r"^type (\w+) struct \{")
TYPED = re.compile(r'^(?:const )?\s*(\w+)\s+(\w+)\s*=\s*(\S.*?)\s*(?://.*)?$')
CONVERTED = re.compile(r'^(?:const )?\s*(\w+)\s*=\s*(\w+)\(("[^"]*"|[\w.]+)\)')
FIELD = re.compile(r'^\s+(\w+)\s+(\S+)\s+`[^`]*json:"([^"]*)"')
EMBEDDED = re.compile(r'^\s+([\w.]+)\s+`[^`]*json:"[^"]*,inline[^"]*"')
IMPORT = re.compile(r'^\s*(?:import\s+)?(\w+)?\s*"k8s\.io/api/([\w/]+)"')


class Package:
    """What one package declares: enumerations with their values, structs with their fields."""

    def __init__(self):
        self.enums = {}
        self.values = {}
        self.structs = {}
        self.imports = {}


def read(root):
    """The packages below the module's folder, by path: `core/v1`."""
    packages = {}
    for file in sorted(Path(root).glob("*/*/*.go")):
        if file.name.startswith("zz_generated") or file.name.endswith(("_test.go", ".pb.go")):
            continue
        path = file.parent.relative_to(root).as_posix()
        read_file(file.read_text(encoding="utf-8"), packages.setdefault(path, Package()))
    return packages


def read_file(text, package):
    """Adds what a file declares. Go's sources are formatted, so a declaration begins in the first column."""
    struct, marked = None, False
    for line in text.split("\n"):
        if imported := IMPORT.match(line):
            alias = imported[1] or imported[2].rsplit("/", 1)[-1]
            package.imports[alias] = imported[2]
        if line.lstrip().startswith("//"):
            marked = marked or bool(MARKER.match(line))
            continue
        if opened := STRUCT.match(line):
            struct = package.structs.setdefault(opened[1], [])
        elif line.startswith("}"):
            struct = None
        elif struct is not None:
            read_field(line, struct)
        elif declared := TYPE.match(line):
            if marked:
                package.enums[declared[1]] = True
        else:
            read_constant(line, package)
        marked = False


def read_field(line, struct):
    """Adds a field, or a struct whose fields stand in the outer one."""
    if embedded := EMBEDDED.match(line):
        struct.append((None, embedded[1], True))
    elif field := FIELD.match(line):
        name, *options = field[3].split(",")
        struct.append((name or field[1], field[2], "inline" not in options))


def read_constant(line, package):
    """Adds a constant that is a text of a named type."""
    if converted := CONVERTED.match(line):
        package.values.setdefault(converted[2], {})[converted[1]] = converted[3]
    elif typed := TYPED.match(line):
        package.values.setdefault(typed[2], {})[typed[1]] = typed[3]


def values_of(packages, path, enum):
    """The sorted values of an enumeration. A constant that is not understood is an error."""
    values = packages[path].values.get(enum, {})
    found = {text_of(packages, path, value) for value in values.values()}
    if not found or None in found:
        raise SystemExit(f"{path}.{enum}: constants are not understood: {values}")
    return tuple(sorted(found))


def text_of(packages, path, value):
    """The text of a constant's right side: a text, or the name of another constant."""
    if value.startswith('"'):
        return value[1:-1]
    home, name = resolve(packages, path, value)
    known = packages[home].values.values() if home else ()
    return next((text_of(packages, home, values[name]) for values in known if name in values), None)


def fields(root):
    """The values of enumerations by (`core.v1.Container`, `imagePullPolicy`)."""
    packages = read(root)
    found = {}
    for path, package in packages.items():
        for struct in package.structs:
            for name, kind in flattened(packages, path, struct):
                base = re.sub(r"^(\*|\[\]|map\[\w+\])+", "", kind)
                home, enum = resolve(packages, path, base)
                if home and enum in packages[home].enums:
                    definition = f"{path.replace('/', '.')}.{struct}"
                    found[definition, name] = values_of(packages, home, enum)
    return found


def resolve(packages, path, name):
    """The package and the bare name of a type that is named in a package."""
    if "." not in name:
        return path, name
    alias, bare = name.split(".", 1)
    home = packages[path].imports.get(alias)
    return (home, bare) if home in packages else (None, bare)


def flattened(packages, path, struct):
    """The fields of a struct as JSON has them."""
    for name, kind, _ in packages[path].structs[struct]:
        if name is not None:
            yield name, kind
            continue
        home, bare = resolve(packages, path, kind)
        if home and bare in packages[home].structs:
            yield from flattened(packages, home, bare)
