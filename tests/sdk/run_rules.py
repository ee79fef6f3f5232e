#!/usr/bin/env python3
"""Runs the rules of the contract against a sandbox, without anything of this project but its YAML files.

    b24 serve --json --listen 127.0.0.1:0 | python3 tests/sdk/run_rules.py
    python3 tests/sdk/run_rules.py --announcement FILE [--spec DIR] [--filter TEXT] [--verbose]

FILE, or standard input, begins with the JSON line that `b24 serve --json` prints. Every rule that has a call of its own
is run; each that fails is printed with what it found, and a summary ends the output. Exit code 0: all held. 1: a rule
failed. 2: wrong usage. Needs Python 3.11 and PyYAML.
"""

import argparse
import json
import pathlib
import sys
import time

from rules.portal import CannotSend, Portal
from rules.rule import Broken, run
from rules.spec import Spec

ROOT = pathlib.Path(__file__).resolve().parents[2]


def announcement(path):
    """The first line of a file or of standard input, read without waiting for more."""
    with open(path, encoding="utf-8") if path else sys.stdin as stream:
        return json.loads(stream.readline())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--announcement", metavar="FILE", help="what `b24 serve --json` printed; standard input by default")
    parser.add_argument("--spec", type=pathlib.Path, default=ROOT / "spec", help="directory of the specification")
    parser.add_argument("--filter", default="", metavar="TEXT", help="only rules whose id contains this text")
    parser.add_argument("--verbose", action="store_true", help="print rules that held too")
    options = parser.parse_args()
    spec = Spec(options.spec)
    try:
        portal = Portal(announcement(options.announcement))
    except (OSError, ValueError, KeyError) as error:
        parser.error(f"no announcement: {error!r}")

    started, counts, elsewhere = time.monotonic(), {"held": 0, "failed": 0}, []
    for rule in spec.rules:
        if options.filter not in rule["id"]:
            continue
        if "when" not in rule:
            elsewhere.append(f"{rule['id']} ({rule['checked-by']})")
            continue
        try:
            remark = run(rule, spec, portal)
        except (Broken, CannotSend, OSError) as broken:
            counts["failed"] += 1
            print(f"FAILED {rule['id']}: {rule['says']}\n       {broken}")
        else:
            counts["held"] += 1
            if remark or options.verbose:
                print(f"held   {rule['id']}{': ' + remark if remark else ''}")
    print(f"checked by cases in Rust, not here: {', '.join(elsewhere) or 'none'}")
    seconds = time.monotonic() - started
    print(f"{counts['held']} rules held, {counts['failed']} failed, {portal.sent} requests, {seconds:.1f} s")
    if not sum(counts.values()):
        parser.error("no rule was run")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
