"""Judges SBOMs by what others publish about them: judge_sbom.py FORM FILE...

cyclonedx  the strict JSON schema of the version that the document names, as cyclonedx-python-lib carries it, formats
           included; and its reader
spdx       the JSON schema of SPDX 2.3, as syft's module carries it; and the reader and the rules of spdx-tools (the
           specification's own Python tools), which know more than the schema
ntia       the minimum elements of NTIA (2021), by ntia-conformance-checker: SPDX only
"""

import json
import os
import sys

JUDGES = os.environ["SBOM_JUDGES"]


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, object_pairs_hook=without_duplicates)


def without_duplicates(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError(f"a key stands twice among {[key for key, _ in pairs]}")
    return dict(pairs)


def cyclonedx(path):
    from cyclonedx.model.bom import Bom
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    document = read(path)
    version = SchemaVersion.from_version(document["specVersion"])
    with open(path, encoding="utf-8") as file:
        problems = JsonStrictValidator(version).validate_str(file.read(), all_errors=True)
    read_back = Bom.from_json(document)
    yield from (str(problem) for problem in problems or [])
    if len(read_back.components) != len(document.get("components", [])):
        yield f"{len(document['components'])} components, the reader has {len(read_back.components)}: some are equal"


def spdx(path):
    import jsonschema
    from spdx_tools.spdx.parser.parse_anything import parse_file
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    document = read(path)
    schema = read(os.path.join(JUDGES, "spdx-schema-2.3.json"))
    for error in jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(document):
        yield f"{error.json_path}: {error.message}"
    for message in validate_full_spdx_document(parse_file(path), "SPDX-2.3"):
        yield f"{message.context.spdx_id or message.context.parent_id}: {message.validation_message}"


def ntia(path):
    from ntia_conformance_checker import SbomChecker

    checker = SbomChecker(path, compliance="ntia", sbom_spec="spdx2")
    if not checker.compliant:
        for name, missing in sorted(vars(checker).items()):
            if name.startswith("components_without") and missing:
                yield f"{name}: {sorted(map(str, missing))[:5]}"
        yield "not conformant with NTIA's minimum elements"


def main(form, *paths):
    judge = {"cyclonedx": cyclonedx, "spdx": spdx, "ntia": ntia}[form]
    status = 0
    for path in paths:
        problems = list(judge(path))
        for problem in problems:
            print(f"{path}: {problem}", file=sys.stderr)
        if problems:
            status = 1
        else:
            print(f"{path}: valid")
    return status


sys.exit(main(*sys.argv[1:]))
