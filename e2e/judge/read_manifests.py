"""Reads the manifests named on the command line as kubectl does, with YAML 1.1, and holds the kinds that Kubernetes
itself has against its own schemas, strictly: a field that the schema does not know is an error.

Prints one JSON object: "objects" (everything that was read) and "errors".
"""

import json
import sys

import kubernetes_validate
import yaml

objects, errors = [], []
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        for document in yaml.safe_load_all(file):
            objects.append(document)
            name = f"{path}: {document['kind']} {document['metadata']['name']}"
            if not document["apiVersion"].startswith("gateway."):
                try:
                    kubernetes_validate.validate(document, "1.37", strict=True)
                except kubernetes_validate.ValidationError as error:
                    errors.append(f"{name}: {error.message} at {list(error.path)}")
print(json.dumps({"objects": objects, "errors": errors}))
