#!/usr/bin/env bash
# Tokens, a throttle and other refusals, with curl: b24 serve -- bash oauth.sh
set -euo pipefail

# A portal of its own, which other tests never see
portal=$(curl -sS -d '{}' "${B24_CONTROL}portals")
value() { python3 -c 'import json, sys; print(eval("json.load(sys.stdin)" + sys.argv[1]))' "$1" <<< "$2"; }
oauth() { value "[\"oauth\"][\"$1\"]" "$portal"; }
control=$(value '["control"]' "$portal")
call=$(oauth endpoint)crm.company.contact.items.get

# expect WANTED ARGUMENT…: runs curl and compares the status and, of a refusal, the code
expect() {
  local wanted=$1 body status code=''
  shift
  body=$(curl -sS -w '\n%{http_code}' "$@")
  status=${body##*$'\n'} body=${body%$'\n'*}
  [ "$status" = 200 ] || code=" $(value '["error"]' "$body")"
  [ "$status$code" = "$wanted" ] || { echo "expected $wanted, got $status$code: curl $*" >&2; exit 1; }
}
expect 200 "$call?id=32&auth=$(oauth access_token)"
expect '401 expired_token' "$call?id=32&auth=$(oauth expired_access_token)"
expect '401 NO_AUTH_FOUND' "$call?id=32"

# Both tokens are renewed, by GET or POST, and a refresh token counts once.
client="client_id=$(oauth client_id)&client_secret=$(oauth client_secret)"
tokens=$(curl -sS "$(oauth token_endpoint)?grant_type=refresh_token&$client&refresh_token=$(oauth refresh_token)")
expect 200 "$call?id=32&auth=$(value '["access_token"]' "$tokens")"
again=$(value '["refresh_token"]' "$tokens")
tokens=$(curl -sS -d "grant_type=refresh_token&$client&refresh_token=$again" "$(oauth token_endpoint)")
expect 200 "$call?id=32&auth=$(value '["access_token"]' "$tokens")"
expect '400 invalid_grant' -d "grant_type=refresh_token&$client&refresh_token=$again" "$(oauth token_endpoint)"

# An hour later the access token has expired.
curl -sS -o /dev/null -d '{"advance":3601}' "${control}clock"
expect '401 expired_token' "$call?id=32&auth=$(value '["access_token"]' "$tokens")"

# A bucket that takes two requests and never leaks while the clock stands still
limits='"limits":{"rate":{"leak":2,"threshold":2}}'
portal=$(curl -sS -d "{\"config\":{$limits,\"clock_start\":\"2026-01-01T00:00:00Z\"}}" "${B24_CONTROL}portals")
control=$(value '["control"]' "$portal") webhook=$(value '["webhook"]' "$portal")
expect 200 "${webhook}profile"
expect 200 "${webhook}profile"
expect '503 QUERY_LIMIT_EXCEEDED' "${webhook}profile"
curl -sS -o /dev/null -d '{"advance":1}' "${control}clock"
expect 200 "${webhook}profile"
