"""Checks of Schemathesis in place of two that no portal can pass.

A portal refuses valid data for what no schema says, and accepts invalid data that PHP reads as valid. Both are allowed
here for named reasons only; everything else fails.
"""

import re
from functools import cache
from pathlib import Path

import schemathesis
import yaml

SPEC = Path(__file__).parents[2] / "spec"

# Why a portal refuses data that fit the schema, by the last part of the error's id.
BEYOND_THE_SCHEMA = {
    "not-found": "the id belongs to no record",
    "email-invalid": "what an e-mail address is, no schema says",
    "name-missing": "one of two members must not be empty",
    "code-empty": "PHP takes the text 0 for an empty one",
}

# Encodings that cannot carry every value: nothing is an empty list, a part of JSON is a text to PHP.
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@cache
def method(name):
    """The method's file."""
    return yaml.safe_load((SPEC / "methods" / name / "method.yaml").read_text(encoding="utf-8"))


@cache
def system_errors():
    """Errors that any method can answer with."""
    return yaml.safe_load((SPEC / "errors.yaml").read_text(encoding="utf-8"))


@cache
def schema(name):
    """A shared schema."""
    return yaml.safe_load((SPEC / "schemas" / name).read_text(encoding="utf-8"))


def clauses(name, response):
    """Ids of the errors that an answer can be, by status, code and text."""
    body = response.json()
    found = []
    for error in method(name).get("errors", []) + system_errors():
        for answer in error["answers"]:
            if answer["status"] != response.status_code or answer["code"].lower() != str(body["error"]).lower():
                continue
            # Codes tell errors apart; where there is none, the text does. A text may quote what was sent.
            pattern = ".*".join(re.escape(part) for part in re.split(r"\{[^}]*\}", answer["text"]))
            if answer["code"] or error.get("any-text") or re.fullmatch(pattern, body["error_description"], re.DOTALL):
                found.append(error["id"])
    return found


def name_of(case):
    """The REST method that a case calls."""
    return case.operation.path.strip("/")


@schemathesis.check
def refused_for_what_no_schema_says(ctx, response, case):
    """Valid data are refused for a reason that the contract names and that no schema can express."""
    if case.meta is None or case.meta.generation.mode.is_negative or response.status_code < 400:
        return
    found = clauses(name_of(case), response)
    assert found, "the contract names no such error for this method"
    reasons = [id.rsplit("/", 1)[1] for id in found]
    in_a_form = case.method == "GET" or case.media_type in FORMS
    assert in_a_form or any(reason in BEYOND_THE_SCHEMA for reason in reasons), f"valid data are refused as {found}"


@schemathesis.check
def accepted_as_php_reads_it(ctx, response, case):
    """Invalid data are accepted only where PHP makes something of them: required parameters are still asked for."""
    if case.meta is None or not case.meta.generation.mode.is_negative or response.status_code >= 300:
        return
    if case.method != "POST" or case.media_type != "application/json":
        return
    parameters = resolved(method(name_of(case))["parameters"])
    sent = case.body if isinstance(case.body, dict) else {}
    folded = {str(key).lower(): value for key, value in sent.items()}
    for required in parameters.get("required", []):
        assert required.lower() in folded, f"the call succeeds without {required!r}"
        kind = resolved(parameters["properties"][required])
        value = folded[required.lower()]
        assert can_be(kind.get("type"), value), f"{required!r} is taken from {value!r}"


def resolved(part):
    """A schema behind its reference to a shared one."""
    while "$ref" in part:
        part = schema(part["$ref"].rsplit("/", 1)[1])
    return part


def can_be(kind, value):
    """Whether PHP can read a value as one of a kind."""
    match kind:
        case "integer":
            return not isinstance(value, (dict, list)) and value is not None
        case "object" | "array":
            return isinstance(value, (dict, list))
        case _:
            return True
