"""The rules and errors of the specification, read from its YAML files."""

import re

import yaml


class Loader(yaml.SafeLoader):
    """Reads YAML as version 1.2 does: `on`, `no` and `2025-01-01` are texts."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
]:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), list(first))
Loader.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node))
)


def load(path):
    """The content of a YAML file; an empty list for one that is not there."""
    if not path.exists():
        return []
    with open(path, encoding="utf-8") as stream:
        return yaml.load(stream, Loader)


def bare(text):
    """A text without what sources write differently: letter case, quotes, and a closing mark."""
    return re.sub(r"['\"`]", "", text).strip().rstrip(".!").lower()


class Spec:
    """What the runner needs of a specification."""

    def __init__(self, root):
        methods = sorted((root / "methods").iterdir())
        files = [method / "rules.yaml" for method in methods] + sorted((root / "protocol").glob("*.yaml"))
        self.rules = [rule for file in files for rule in load(file)]
        errors = load(root / "errors.yaml")
        for method in methods:
            errors += load(method / "method.yaml").get("errors", [])
        self._errors = {error["id"]: error for error in errors}

    def is_error(self, name, status, body):
        """Whether an answer is an error of the contract, in the words of any of its sources."""
        error = self._errors[name]
        if not isinstance(body, dict) or not isinstance(body.get("error"), str):
            return False
        text = bare(str(body.get("error_description", "")))
        return any(
            answer["status"] == status
            and answer["code"].lower() == body["error"].lower()
            and (error.get("any-text") or bare(answer["text"]) == text)
            for answer in error["answers"]
        )
