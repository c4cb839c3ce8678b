"""Applies every fix of a versions' rule (VE…) that `netplat check` offers for a page, until none is left, and holds each
object of the page against the schemas of Kubernetes, strictly.

Usage: upgrade.py PROGRAM PAGE. Prints one JSON object: "before" and "after" (how many of those rules' problems), "text" and
"errors".
"""

import json
import re
import subprocess
import sys
import tempfile

import kubernetes_validate
import yaml

program, page = sys.argv[1:]
with open(page, encoding="utf-8") as file:
    text = file.read()


def problems(text):
    with tempfile.NamedTemporaryFile("w", suffix=".md", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        done = subprocess.run([program, "check", file.name, "--format", "json"], capture_output=True, text=True)
    found = json.loads(done.stdout)["problems"]
    return [problem for problem in found if problem["code"].startswith("VE")]


def applied(text, edits):
    data = text.encode()
    for edit in sorted(edits, key=lambda edit: (edit["start"], edit["end"]), reverse=True):
        data = data[: edit["start"]] + edit["insert"].encode() + data[edit["end"] :]
    return data.decode()


before = len(problems(text))
for _ in range(100):
    fixes = [fix for problem in problems(text) for fix in problem["fixes"]]
    if not fixes:
        break
    text = applied(text, fixes[0]["edits"])

errors = []
for fence in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
    for document in yaml.safe_load_all(fence):
        try:
            kubernetes_validate.validate(document, "1.37", strict=True)
        except kubernetes_validate.ValidationError as error:
            errors.append(f"{document['kind']} {document['metadata']['name']}: {error.message} at {list(error.path)}")
print(json.dumps({"before": before, "after": len(problems(text)), "text": text, "errors": errors}))
