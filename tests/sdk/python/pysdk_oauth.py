"""b24pysdk against a sandbox, as an application: b24 serve --tls -- python pysdk_oauth.py"""

from urllib.parse import urlsplit

from b24pysdk import BitrixApp, BitrixToken
from b24pysdk.api.requesters import BitrixOAuthRequester
from b24pysdk.errors.oauth import BitrixOAuthInvalidGrant

from sandbox import control, statuses

# A portal of its own, which other tests never see, with an application that has been allowed to act
portal = control("POST", "portals", {})
oauth = portal["oauth"]
# The SDK has the address of the OAuth server built in.
BitrixOAuthRequester._OAUTH_TOKEN_URL = oauth["token_endpoint"]

token = BitrixToken(
    domain=urlsplit(oauth["https_endpoint"]).netloc,
    auth_token=oauth["access_token"],
    refresh_token=oauth["refresh_token"],
    bitrix_app=BitrixApp(client_id=oauth["client_id"], client_secret=oauth["client_secret"]),
)
links = token.get_client().crm.company.contact.items
METHOD = "crm.company.contact.items.get"

assert [link["CONTACT_ID"] for link in links.get(32).result] == [7, 8, 9]
assert statuses(METHOD, portal["control"]) == [200]

# The SDK renews the tokens by itself when the portal finds the access token expired.
token.refresh_and_set_oauth_token()
first = token.oauth_token
control("POST", "clock", {"advance": 3601}, portal["control"])
assert len(links.get(32).result) == 3
assert statuses(METHOD, portal["control"]) == [200, 401, 200]
assert oauth["access_token"] != first.access_token != token.auth_token

# A refresh token that is used up: the user has to allow the application again.
token.oauth_token = first
try:
    links.get(32).result
    raise AssertionError("a refresh token counts once")
except BitrixOAuthInvalidGrant as error:
    assert error.error == "invalid_grant", error
