"""b24pysdk against a sandbox, through a webhook: b24 serve --tls -- python pysdk_webhook.py"""

import os

from b24pysdk import BitrixWebhook
from b24pysdk.errors import BitrixAPIBadRequest, BitrixAPINotFound

from sandbox import FAMILY, called, control, statuses

webhook = BitrixWebhook(domain=os.environ["B24_DOMAIN"], webhook_token=os.environ["B24_WEBHOOK"])
b24 = webhook.get_client()
crm = b24.crm

# Records, and the links between them from both sides
made = {}
for records, name, kind in [(crm.company, "TITLE", "company"), (crm.contact, "NAME", "contact")]:
    assert name in records.fields().result
    made[kind] = records.add({name: "Rosebud", "PHONE": [{"VALUE": "555", "VALUE_TYPE": "WORK"}]}).result
    assert records.update(made[kind], {"COMMENTS": "from the SDK"}).result is True
    record = records.get(made[kind]).result
    assert (record[name], record["COMMENTS"], record["PHONE"][0]["VALUE"]) == ("Rosebud", "from the SDK", "555")
    found = records.list(filter={name: "Rosebud"}, select=["ID", name]).result
    assert found == [{"ID": str(made[kind]), name: "Rosebud"}], found
for links, own, other in [(crm.company.contact, "company", "contact"), (crm.contact.company, "contact", "company")]:
    owner, key = made[own], f"{other.upper()}_ID"
    link = {key: made[other]}
    linked = lambda: [item[key] for item in links.items.get(owner).result]
    assert key in links.fields().result
    assert links.add(owner, link | {"IS_PRIMARY": "Y"}).result is True
    assert linked() == [made[other]]
    assert links.delete(owner, link).result is True
    assert links.items.set(owner, [link | {"SORT": 10}]).result is True
    assert linked() == [made[other]]
    assert links.items.delete(owner).result is True
    assert linked() == []

# A batch by names, with a reference to an earlier result, and one as a list that halts at the first error
create = ("crm.company.add", {"fields": {"TITLE": "By a batch"}})
got = webhook.call_batch({"add": create, "get": ("crm.company.get", {"id": "$result[add]"})})["result"]["result"]
assert got["get"]["ID"] == str(got["add"])
halted = b24.call_batch([b24.profile(), crm.company.get(999999), crm.company.delete(made["company"])], halt=True).result
assert len(halted.result) == 1, halted.result
assert halted.result_error == {"1": {"error": "", "error_description": "Not found"}}, halted.result_error

# More than fifty commands, and more than fifty rows
adds = [crm.company.add({"TITLE": f"Row {number}", "ORIGINATOR_ID": "rows"}) for number in range(60)]
ids = [str(id) for id in b24.call_batches(adds).result.result.values()]
assert len(set(ids)) == 60
rows = crm.company.list(filter={"ORIGINATOR_ID": "rows"}, select=["ID", "TITLE"])
assert {row["ID"] for row in rows.as_list().result} == set(ids)
assert [row["ID"] for row in rows.as_list_fast(descending=True).result] == ids[::-1]

for records, kind in [(crm.company, "company"), (crm.contact, "contact")]:
    assert records.delete(made[kind]).result is True
assert FAMILY <= called(), FAMILY - called()

# Errors: a class for the code, or for the status when the code says nothing. The text is kept.
try:
    webhook.call_method("crm.unknown.method")
    raise AssertionError("an unknown method is refused")
except BitrixAPINotFound as error:
    assert error.error == "ERROR_METHOD_NOT_FOUND", error.error
try:
    crm.company.get(999999).result
    raise AssertionError("there is no such company")
except BitrixAPIBadRequest as error:
    assert (error.error, error.error_description) == ("", "Not found"), error

# A throttle: the SDK waits and repeats, at most twice
control("PUT", "config", {"limits": {"rate": {"leak": 0.5, "threshold": 1}}})
control("DELETE", "journal")
assert [b24.profile().result["ID"] for _ in range(2)] == ["1", "1"]
assert statuses("profile")[:2] == [200, 503] and statuses("profile")[-1] == 200, statuses("profile")
