"""Sends calls to a portal, in each form and encoding of the grammar."""

import http.client
import json
import urllib.parse

# Members of a call; those of an expectation stand beside them.
CALL = ("call", "params", "as", "via", "auth-in", "verb", "path", "query", "headers", "body", "content-type")
BOUNDARY = "rules-in-python"
MARK = {"ORIGINATOR_ID": "b24-conformance"}
MAKES_RECORDS = ("crm.company.add", "crm.contact.add")


class CannotSend(Exception):
    """The announcement has no credential for a call, or the method cannot carry it."""


class Answer:
    """Status, headers and body of an answer; `json` is None where the body is no JSON."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.text = response.read().decode("utf-8")
        try:
            self.json = json.loads(self.text)
        except ValueError:
            self.json = None

    def __str__(self):
        return f"HTTP {self.status} {self.text[:300]}"


def leaves(value, name=""):
    """Names with brackets and texts, as PHP reads them."""
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    elif value is None:
        return [(name, "")]
    else:
        return [(name, str(int(value)) if isinstance(value, bool) else str(value))]
    return [leaf for key, entry in entries for leaf in leaves(entry, f"{name}[{key}]" if name else str(key))]


def urlencoded(params):
    return "&".join(f"{urllib.parse.quote(name, '[]')}={urllib.parse.quote(text, '')}" for name, text in leaves(params))


def multipart(params):
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [f"--{BOUNDARY}\r\n{head.format(name)}\r\n\r\n{text}\r\n" for name, text in leaves(params)]
    return "".join(parts) + f"--{BOUNDARY}--\r\n"


def marked(method, params):
    """Parameters with a mark on a record that they make, unless they say whose it is."""
    fields = next((value for name, value in params.items() if name.lower() == "fields"), None)
    if method.lower() in MAKES_RECORDS and isinstance(fields, dict):
        for name, value in MARK.items():
            fields.setdefault(name, value)
    return params


def of_next_user(webhook):
    """The webhook's code behind the id of the next user."""
    before, user, code = webhook.rstrip("/").rsplit("/", 2)
    return f"{before}/{int(user) + 1}/{code}/"


class Portal:
    """A portal with the credentials that a sandbox announces."""

    def __init__(self, announced):
        oauth = announced["oauth"]
        self._endpoint = oauth["endpoint"]
        self._webhooks = {
            "webhook": announced["webhook"],
            "denied": announced.get("denied"),
            "reader": announced.get("reader"),
            "inactive": announced.get("inactive"),
            "no-scope": announced.get("no_scope"),
            "wrong-user": of_next_user(announced["webhook"]),
            "wrong-webhook": f"{self._endpoint.rstrip('/')}/1/rulesinpythonnosuchcode/",
        }
        self._tokens = {
            "oauth": oauth.get("access_token"),
            "expired": oauth.get("expired_access_token"),
            "wrong-token": "rulesinpythonnosuchtoken",
        }
        self._connection = http.client.HTTPConnection(urllib.parse.urlsplit(self._endpoint).netloc, timeout=60)
        self.sent = 0

    def _credential(self, name):
        """The URL that methods are called below, and the access token to send."""
        if name == "none":
            return self._endpoint, None
        if name in self._tokens:
            found = (self._endpoint, self._tokens[name])
        else:
            found = (self._webhooks[name], self._webhooks[name])
        if not found[1]:
            raise CannotSend(f"the announcement has no credential {name}")
        return found[0], self._tokens.get(name)

    def send(self, call):
        """Sends a call whose variables are filled in."""
        base, token = self._credential(call.get("as", "webhook"))
        via, params = call.get("via", "json"), marked(call["call"], dict(call.get("params", {})))
        query, body = [], call.get("body")
        headers = {"Accept": "application/json"} | call.get("headers", {})
        if token and (call.get("auth-in") == "query" or body is not None):
            query.append(f"auth={token}")
        elif token:
            params["auth"] = token
        verb = call.get("verb", "GET" if via == "query" else "POST")
        if body is not None:
            if "content-type" in call:
                headers["Content-Type"] = call["content-type"]
        elif via == "query":
            query.append(urlencoded(params))
        elif via == "form":
            headers["Content-Type"], body = "application/x-www-form-urlencoded", urlencoded(params)
        elif via == "multipart":
            headers["Content-Type"], body = f"multipart/form-data; boundary={BOUNDARY}", multipart(params)
        elif params or verb not in ("GET", "HEAD", "OPTIONS"):
            headers["Content-Type"], body = "application/json", json.dumps(params)
        query.append(call.get("query", ""))
        path = urllib.parse.urlsplit(base).path.rstrip("/") + call.get("path", "/{method}").replace("{method}", call["call"])
        query = "&".join(part for part in query if part)
        self.sent += 1
        encoded = body.encode() if isinstance(body, str) else None
        self._connection.request(verb, path + ("?" + query if query else ""), encoded, headers)
        return Answer(self._connection.getresponse())
