"""What an expectation finds unmet in an answer."""

import re
import xml.etree.ElementTree as ET

from .portal import CALL
from .variables import Missing, at, filled


def same(expected, found):
    """Whether two JSON values are equal: numbers by value, members in any order."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(same(expected[name], found[name]) for name in expected)
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(same, expected, found))
    return expected == found


def has(value, members):
    """Whether a value is an object with these members, among others."""
    return isinstance(value, dict) and all(name in value and same(member, value[name]) for name, member in members.items())


def tree(element):
    """An element as name, text and children; white space between elements does not count."""
    children = [tree(child) for child in element]
    text = element.text or ""
    return (element.tag, text.strip() if children or not text.strip() else text, children)


def exists(body, pointer):
    try:
        at(body, pointer)
    except Missing:
        return False
    return True


def unmet(expected, answer, spec, variables):
    """The first thing that is unmet, as a sentence; None when nothing is."""
    for word, value in expected.items():
        if word in CALL or word == "take":
            continue
        try:
            reason = CHECKS[word](filled(value, variables), answer, spec)
        except Missing as missing:
            reason = str(missing)
        if reason:
            return f"{word}: {reason}; the answer is {answer}"
    return None


def result(answer):
    return at(answer.json, "/result")


def check_status(status, answer, _):
    return None if answer.status == status else f"{answer.status} instead of {status}"


def check_error(name, answer, spec):
    return None if spec.is_error(name, answer.status, answer.json) else f"it is not {name}"


def check_success(_, answer, __):
    good = 200 <= answer.status < 300 and isinstance(answer.json, dict)
    return None if good and "result" in answer.json and "error" not in answer.json else "it is no success"


def check_result(expected, answer, _):
    found = result(answer)
    return None if same(expected, found) else f"{found!r} instead of {expected!r}"


def check_contains(members, answer, _):
    found = result(answer)
    entries = found if isinstance(found, list) else [found]
    return None if any(has(entry, members) for entry in entries) else f"nothing has {members!r}"


def check_every(members, answer, _):
    found = result(answer)
    if not isinstance(found, list):
        return f"{found!r} is no list"
    return next((f"{entry!r} has not {members!r}" for entry in found if not has(entry, members)), None)


def check_includes(values, answer, _):
    found = result(answer)
    missing = [value for value in values if not any(same(value, entry) for entry in found)]
    return f"{missing!r} is missing" if missing else None


def check_lacks(values, answer, _):
    found = result(answer)
    if not isinstance(found, list):
        return f"{found!r} is no list"
    extra = [value for value in values if any(same(value, entry) for entry in found)]
    return f"{extra!r} should not be there" if extra else None


def check_count(count, answer, _):
    found = result(answer)
    if not isinstance(found, (list, dict)):
        return f"{found!r} has no entries"
    return None if len(found) == count else f"{len(found)} instead of {count}"


def check_values(values, answer, _):
    for pointer, expected in values.items():
        found = at(answer.json, pointer)
        if not same(expected, found):
            return f"{pointer} is {found!r} instead of {expected!r}"
    return None


def check_keys(keys, answer, _):
    for pointer, expected in keys.items():
        found = at(answer.json, pointer)
        if not isinstance(found, dict) or list(found) != expected:
            return f"{pointer} is {found!r}, whose members are not {expected!r}"
    return None


def check_present(pointers, answer, _):
    return next((f"{pointer} is missing" for pointer in pointers if not exists(answer.json, pointer)), None)


def check_absent(pointers, answer, _):
    return next((f"{pointer} should not be there" for pointer in pointers if exists(answer.json, pointer)), None)


def check_headers(patterns, answer, _):
    for name, pattern in patterns.items():
        found = answer.headers.get(name.lower())
        if found is None or not re.search(pattern, found):
            return f"{name} is {found!r}, which does not match {pattern!r}"
    return None


def check_xml(element, answer, _):
    wanted = ET.fromstring(element)
    try:
        root = ET.fromstring(answer.text)
    except ET.ParseError as error:
        return f"it is no XML: {error}"
    found = root.find(wanted.tag)
    if root.tag != "response" or found is None:
        return f"there is no {wanted.tag} below response"
    return None if tree(found) == tree(wanted) else f"{ET.tostring(found, 'unicode')} instead of {element}"


def check_empty(_, answer, __):
    return "there is a body" if answer.text else None


CHECKS = {
    "status": check_status,
    "error": check_error,
    "success": check_success,
    "result": check_result,
    "contains": check_contains,
    "every": check_every,
    "includes": check_includes,
    "lacks": check_lacks,
    "count": check_count,
    "values": check_values,
    "keys": check_keys,
    "present": check_present,
    "absent": check_absent,
    "answer-headers": check_headers,
    "xml": check_xml,
    "empty-body": check_empty,
}
