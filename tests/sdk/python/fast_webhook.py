"""fast_bitrix24 against a sandbox, through a webhook: b24 serve -- python fast_webhook.py"""

import os

from aiohttp import ClientResponseError
from fast_bitrix24 import Bitrix
from fast_bitrix24.server_response import ErrorInServerResponseException

from sandbox import FAMILY, called, control, statuses

b24 = Bitrix(os.environ["FAST_BITRIX24_TEST_WEBHOOK"], verbose=False)

# Records, and the links between them from both sides. `call` always sends a batch.
made = {}
for entity, name in [("company", "TITLE"), ("contact", "NAME")]:
    assert name in b24.get_all(f"crm.{entity}.fields")
    made[entity] = b24.call(f"crm.{entity}.add", {"fields": {name: "Rosebud", "PHONE": [{"VALUE": "555"}]}})
    assert b24.call(f"crm.{entity}.update", {"id": made[entity], "fields": {"COMMENTS": "from fast"}}) is True
    record = b24.get_by_ID(f"crm.{entity}.get", [made[entity]])  # of a single one the record itself, without its id
    assert (record[name], record["COMMENTS"], record["PHONE"][0]["VALUE"]) == ("Rosebud", "from fast", "555")
    found = b24.get_all(f"crm.{entity}.list", {"filter": {name: "Rosebud"}, "select": ["ID", name]})
    assert found == [{"ID": str(made[entity]), name: "Rosebud"}], found
for own, other in [("company", "contact"), ("contact", "company")]:
    links, key = f"crm.{own}.{other}", f"{other.upper()}_ID"
    owner, link = {"id": made[own]}, {key: made[other]}
    linked = lambda: [item[key] for item in b24.get_all(f"{links}.items.get", owner)]
    assert key in b24.get_all(f"{links}.fields")
    assert b24.call(f"{links}.add", owner | {"fields": link | {"IS_PRIMARY": "Y"}}) is True
    assert linked() == [made[other]]
    assert b24.call(f"{links}.delete", owner | {"fields": link}) is True
    assert b24.call(f"{links}.items.set", owner | {"items": [link | {"SORT": 10}]}) is True
    assert linked() == [made[other]]
    assert b24.call(f"{links}.items.delete", owner) is True
    assert linked() == []

# A batch of one's own, with a reference to an earlier result, that halts at the first error
got = b24.call_batch({"halt": 1, "cmd": {"add": "crm.company.add?fields[TITLE]=By a batch", "get": "crm.company.get?id=$result[add]"}})
assert got["get"]["ID"] == str(got["add"])
try:
    b24.call_batch({"halt": 1, "cmd": {"first": "profile", "wrong": "crm.company.get?id=999999", "never": "profile"}})
    raise AssertionError("an error in a batch is raised")
except ErrorInServerResponseException as error:
    assert error.args[0] == {"wrong": {"error": "", "error_description": "Not found"}}, error.args

# More than fifty commands, and more than fifty rows
rows = [{"fields": {"TITLE": f"Row {number}", "ORIGINATOR_ID": "rows"}} for number in range(60)]
ids = b24.call("crm.company.add", rows)
assert len(set(ids)) == 60
listed = b24.get_all("crm.company.list", {"filter": {"ORIGINATOR_ID": "rows"}, "select": ["ID"]})
assert {row["ID"] for row in listed} == {str(id) for id in ids}
assert len(b24.get_by_ID("crm.company.get", ids)) == 60

for entity in ("company", "contact"):
    assert b24.call(f"crm.{entity}.delete", {"id": made[entity]}) is True
assert FAMILY <= called(), FAMILY - called()

# An error outside of a batch is told by its status only: the body with the code is not read.
try:
    b24.call("crm.unknown.method", {}, raw=True)
    raise AssertionError("an unknown method is refused")
except ClientResponseError as error:
    assert error.status == 404, error

# A throttle: the library waits a little longer each time and repeats
control("PUT", "config", {"limits": {"rate": {"leak": 0.5, "threshold": 1}}})
control("DELETE", "journal")
assert [b24.call("profile", raw=True)["result"]["ID"] for _ in range(2)] == ["1", "1"]
assert statuses("profile")[:2] == [200, 503] and statuses("profile")[-1] == 200, statuses("profile")
