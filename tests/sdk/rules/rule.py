"""One rule: makes what it is given, sends its call, looks at what came."""

from .expect import unmet
from .portal import CALL
from .variables import Missing, at, filled, held

PARTS_WITH_VARIABLES = ("params", "query", "body")


class Broken(Exception):
    """The portal does what no description says, or something given could not be made."""


class Run:
    """The variables of one run of a rule, and what it needs to send calls."""

    def __init__(self, spec, portal):
        self.spec, self.portal, self.variables = spec, portal, {}

    def send(self, entry):
        call = {name: entry[name] for name in CALL if name in entry}
        for part in PARTS_WITH_VARIABLES:
            if part in call:
                call[part] = filled(call[part], self.variables)
        return self.portal.send(call)

    def take(self, entry, answer):
        for variable, pointer in entry.get("take", {}).items():
            try:
                self.variables[variable[1:]] = held(at(answer.json, pointer))
            except Missing as missing:
                raise Broken(f"take {variable}: {missing}; the answer is {answer}") from None

    def make(self, entry):
        answer = self.send(entry)
        if not isinstance(answer.json, dict) or "result" not in answer.json:
            raise Broken(f"given {entry['call']} is answered {answer}")
        self.take(entry, answer)

    def departure(self, then, answer):
        """The first expectation that is unmet; those with a call send it first."""
        for entry in then:
            if "call" in entry:
                answer = self.send(entry)
            reason = unmet(entry, answer, self.spec, self.variables)
            if reason:
                return reason
            try:
                self.take(entry, answer)
            except Broken as broken:
                return str(broken)
        return None


def makings(given):
    """The calls that make what a rule is given."""
    for entry in given:
        if "call" in entry:
            yield entry
        elif "link" in entry:
            fields = {name: entry[name] for name in ("SORT", "IS_PRIMARY") if name in entry}
            params = {"id": entry["link"][0], "fields": {"CONTACT_ID": entry["link"][1]} | fields}
            yield {"call": "crm.company.contact.add", "params": params}
        else:
            kind, name = ("company", "TITLE") if "company" in entry else ("contact", "NAME")
            times = entry.get("times")
            for number in range(1, times + 1) if times else [""]:
                variable = f"{entry[kind]}{number}"
                fields = {name: f"rules in Python: {kind} {variable[1:]}"} | entry.get("fields", {})
                yield {"call": f"crm.{kind}.add", "params": {"fields": fields}, "take": {variable: "/result"}}


def run(rule, spec, portal):
    """Runs a rule; returns what is worth telling, or raises `Broken`."""
    run = Run(spec, portal)
    for entry in makings(rule.get("given", [])):
        run.make(entry)
    answer = run.send(rule["when"])
    run.take(rule["when"], answer)
    reason = run.departure(rule["then"], answer)
    unknown = "unknown" in rule["source"]
    if reason is None:
        return f"the portal did: {rule['says']}" if unknown else None
    for alternative in rule.get("alternatives", []):
        if run.departure(alternative["then"], answer) is None:
            return f"the portal did: {alternative['says']}" if unknown else alternative["says"]
    raise Broken(reason)
