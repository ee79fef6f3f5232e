"""fast_bitrix24 against a sandbox, as an application: b24 serve -- python fast_oauth.py"""

import json
import urllib.parse
import urllib.request

from fast_bitrix24 import Bitrix

from sandbox import control, statuses

# A portal of its own, which other tests never see, with an application that has been allowed to act
portal = control("POST", "portals", {})
oauth = portal["oauth"]
tokens = {"access_token": oauth["expired_access_token"], "refresh_token": oauth["refresh_token"]}
asked = 0


async def token():
    """The access token: the one at hand at first, and a renewed one whenever the portal has refused it with 401."""
    global asked, tokens
    asked += 1
    if asked > 1:
        form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        form |= {"client_id": oauth["client_id"], "client_secret": oauth["client_secret"]}
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(oauth["token_endpoint"], data) as answer:
            tokens = json.load(answer)
    return tokens["access_token"]


b24 = Bitrix(oauth["endpoint"], token_func=token, verbose=False)
METHOD = "crm.company.contact.items.get"
contacts = lambda: [link["CONTACT_ID"] for link in b24.call(METHOD, {"id": 32}, raw=True)["result"]]

assert contacts() == [7, 8, 9]
assert (statuses(METHOD, portal["control"]), asked) == ([401, 200], 2)

control("POST", "clock", {"advance": 3601}, portal["control"])
assert contacts() == [7, 8, 9]
assert (statuses(METHOD, portal["control"]), asked) == ([401, 200, 401, 200], 3)
