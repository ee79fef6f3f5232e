"""Variables: values of answers under a name, and the places where they are put in."""

import re

# `$result` begins a reference inside a batch and is no variable.
NAME = r"(?!result(?![a-z0-9]))([a-z][a-z0-9]*)"
INSIDE = re.compile(rf"\$(?:{NAME}|\{{{NAME}\}})")
WHOLE = re.compile(rf"\${NAME}")


class Missing(Exception):
    """A JSON pointer leads nowhere."""


def at(value, pointer):
    """What a JSON pointer leads to."""
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(step)] if isinstance(value, list) else value[step]
        except (KeyError, IndexError, ValueError, TypeError):
            raise Missing(f"{pointer} is missing") from None
    return value


def held(value):
    """What a variable holds: a whole number, also where it came as text, or a text."""
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"-?(0|[1-9][0-9]*)", value) else value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value):
        return int(value)
    raise Missing(f"{value!r} is neither a whole number nor a text")


def filled(value, variables):
    """A value with those of variables put in. Alone, `$name` is the value; elsewhere it is text."""
    if isinstance(value, dict):
        return {name: filled(member, variables) for name, member in value.items()}
    if isinstance(value, list):
        return [filled(entry, variables) for entry in value]
    if not isinstance(value, str):
        return value
    whole = WHOLE.fullmatch(value)
    if whole and whole[1] in variables:
        return variables[whole[1]]
    return INSIDE.sub(lambda found: str(variables.get(found[1] or found[2], found[0])), value)
