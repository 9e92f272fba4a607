"""Prints one value of the document of a kind: document_value.py FILE KIND KEY...

FILE holds a document in JSON on each line. Keys are names and positions in lists.
"""

import json
import sys

path, kind, *keys = sys.argv[1:]
with open(path, encoding="utf-8") as lines:
    documents = [json.loads(line) for line in lines]
(value,) = (document for document in documents if document["kind"] == kind)
for key in keys:
    value = value[int(key) if isinstance(value, list) else key]
print(value if isinstance(value, str) else json.dumps(value))
