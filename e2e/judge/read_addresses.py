"""Reads what `netplat export` wrote of an address plan with the readers that Python has: PyYAML, csv and json.

Usage: read_addresses.py FOLDER. Prints one JSON object: what was read by the path below FOLDER, as "documents" (YAML),
"rows" (CSV, Markdown), "json" or "strings" (what stands between quotes in Terraform), and "errors" of the schemas of
Kubernetes.
"""

import csv
import json
import pathlib
import re
import sys

import kubernetes_validate
import yaml


def table(text):
    """The rows of a Markdown table, by the rules of GitHub Flavored Markdown: `|` parts cells unless behind a backslash.

    A numeric entity is the character of that code, also where HTML would take another.
    """
    said = lambda mark: mark[1] or chr(int(mark[2]))
    rows = []
    for line in re.split(r"\r\n|\r|\n", text.removesuffix("\n")):
        cells = re.findall(r"((?:\\.|[^|\\])*)\|", line.removeprefix("|"))
        rows.append([re.sub(r"\\([!-/:-@\[-`{-~])|&#(\d+);", said, cell.strip(" ")) for cell in cells])
    return rows


def strings(text):
    """What stands between quotes in HCL, whose escapes JSON has as well; one with a template in it is an error."""
    found = re.findall(r'"(?:\\.|[^"\\\n])*"', text)
    for string in found:
        if re.search(r"[$%]\{", string):
            raise ValueError(f"a template: {string}")
    return [json.loads(string) for string in found]


def read(path, errors):
    with open(path, encoding="utf-8", newline="") as file:
        match path.suffix:
            case ".yaml":
                documents = list(yaml.safe_load_all(file))
                for document in documents:
                    if document.get("kind") == "ServiceCIDR":
                        try:
                            kubernetes_validate.validate(document, "1.37", strict=True)
                        except kubernetes_validate.ValidationError as error:
                            errors.append(f"{path.name}: {error.message} at {list(error.path)}")
                return {"documents": documents}
            case ".csv":
                return {"rows": list(csv.reader(file, strict=True))}
            case ".md":
                return {"rows": table(file.read())}
            case ".json":
                return {"json": json.load(file)}
            case ".tf":
                return {"strings": strings(file.read())}
    raise ValueError(f"nothing reads {path}")


def main():
    folder, errors = pathlib.Path(sys.argv[1]), []
    files = {str(path.relative_to(folder)): read(path, errors) for path in sorted(folder.rglob("*")) if path.is_file()}
    print(json.dumps({"files": files, "errors": errors}))


main()
