"""What the scenarios ask of the sandbox besides calls: planted errors, and the journal of what arrived."""

import json
import os
import urllib.request


def control(verb, path, body=None, root=None):
    """Calls the control interface of a sandbox, or of one of its portals."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request((root or os.environ["B24_CONTROL"]) + path, data, method=verb)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def exchanges(root=None):
    """What arrived and what was answered, oldest first. b24pysdk writes `crm.company.Add`; case means nothing."""
    return [entry["exchange"] for entry in control("GET", "journal?limit=1000", root=root)["exchanges"]]


def statuses(method, root=None):
    """The statuses that calls of a method got, oldest first."""
    return [exchange["status"] for exchange in exchanges(root) if exchange["method"].lower() == method]


def called(root=None):
    """The methods that were called, commands of batches among them."""
    found = set()
    for exchange in exchanges(root):
        commands = exchange.get("params", {}).get("cmd") or {}
        commands = commands.values() if isinstance(commands, dict) else commands
        found |= {exchange["method"], *(command.split("?")[0] for command in commands)}
    return {method.lower() for method in found}


# All methods for companies, contacts and the links between them.
FAMILY = {
    f"crm.{branch}.{verb}"
    for branches, verbs in [
        (("company", "contact"), ("add", "get", "list", "update", "delete", "fields")),
        (
            ("company.contact", "contact.company"),
            ("add", "delete", "fields", "items.get", "items.set", "items.delete"),
        ),
    ]
    for branch in branches
    for verb in verbs
}
