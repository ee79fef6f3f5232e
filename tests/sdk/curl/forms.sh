#!/usr/bin/env bash
# Every form of a call, with curl: b24 serve -- bash forms.sh
set -euo pipefail

# expect WANTED EXPRESSION ARGUMENT…: runs curl and compares what a Python expression makes of `answer`
expect() {
  local wanted=$1 expression=$2 got
  shift 2
  got=$(curl -sS "$@" | python3 -c 'import json, sys; answer = json.load(sys.stdin); print(eval(sys.argv[1]))' "$expression")
  [ "$got" = "$wanted" ] || { echo "expected $wanted, got $got: curl $*" >&2; exit 1; }
}
json() { expect "$1" "$2" -H 'Content-Type: application/json' -d "$4" "$B24_PORTAL$3"; }

# One call in every form: company 32 has the contacts 7, 8 and 9
LINKED='[link["CONTACT_ID"] for link in answer["result"]]'
linked() { expect '[7, 8, 9]' "$LINKED" "$@"; }
METHOD=crm.company.contact.items.get
linked "$B24_PORTAL$METHOD?id=32"
linked "$B24_PORTAL$METHOD.json?ID=32"
linked "$B24_PORTAL$METHOD/?id=32"
linked "$B24_PORTAL/$METHOD/?id=32&bx24_request_id=1&bx24_sdk_ver=2&bx24_sdk_type=curl"
linked "${B24_PORTAL}CRM.Company.Contact.Items.Get?id=32"
linked -d id=32 "$B24_PORTAL$METHOD"
linked -F id=32 "$B24_PORTAL$METHOD"
linked -H 'Content-Type: application/json' -d '{"id":32}' "$B24_PORTAL$METHOD"
linked -H 'Content-Type: application/json; charset=utf-8' -d '{"ID":"32"}' "$B24_PORTAL$METHOD"
linked -H 'Content-Type: application/json' -d '{"id":32}' "$B24_PORTAL$METHOD?id=1"
xml=$(curl -sS -d id=32 "$B24_PORTAL$METHOD.xml")
[[ $xml == *'<response><result><item><CONTACT_ID>7</CONTACT_ID>'* ]] || { echo "no XML: $xml" >&2; exit 1; }

# Brackets in a form, a query and a multipart body, encoded and plain
made() { curl -sS -d "fields[$2]=Rosebud" "$B24_PORTAL$1" | python3 -c 'import json, sys; print(json.load(sys.stdin)["result"])'; }
company=$(made crm.company.add TITLE) contact=$(made crm.contact.add NAME)
add() { expect "$1" 'answer["result"]' "${@:2}" "${B24_PORTAL}crm.company.contact.add"; }
add True -d "id=$company&fields[CONTACT_ID]=7"
add False -d "id=$company&fields%5BCONTACT_ID%5D=7&fields%5BSORT%5D=10"
add True -F "id=$company" -F 'fields[CONTACT_ID]=8' -F 'fields[IS_PRIMARY]=Y'
add True -G -g -d "id=$company&fields[CONTACT_ID]=9"
expect True 'answer["result"]' -d "id=$company" "${B24_PORTAL}crm.company.contact.items.delete"
expect "['8', '9']" '[row["ID"] for row in answer["result"]]' \
  -G -g -d 'select[]=ID&filter[@ID][]=8&filter[@ID][]=9&filter[%3EID]=7' "${B24_PORTAL}crm.contact.list"

# Pages: `next` is where the next one starts, and the last one has none; `start` below zero counts nothing
json '[50, 50]' '[len(answer["result"]), answer.get("next")]' crm.company.list '{"select":["ID"]}'
json '[True, None]' '[answer["total"] == 50 + len(answer["result"]), answer.get("next")]' crm.company.list '{"start":50}'
json '[50, 0, None]' '[len(answer["result"]), answer["total"], answer.get("next")]' crm.company.list \
  '{"order":{"ID":"ASC"},"filter":{">ID":0},"start":-1}'

# An access token in the query, in a form and in JSON
portal=$(curl -sS -H 'Content-Type: application/json' -d '{}' "${B24_CONTROL}portals")
announced() { python3 -c 'import json, sys; print(eval("json.load(sys.stdin)" + sys.argv[1]))' "$1" <<< "$portal"; }
REST=$(announced '["oauth"]["endpoint"]') TOKEN=$(announced '["oauth"]["access_token"]')
linked "$REST$METHOD?id=32&auth=$TOKEN"
linked -d "id=32&auth=$TOKEN" "$REST/$METHOD"
linked -H 'Content-Type: application/json' -d "{\"id\":32,\"auth\":\"$TOKEN\"}" "$REST$METHOD.json"

# A batch: commands are encoded once in JSON, twice in a form; a result can be used by a later command
BATCH='[answer["result"]["result"]["get"]["TITLE"], answer["result"]["result_error"]]'
json "['A & B', []]" "$BATCH" batch \
  '{"halt":1,"cmd":{"add":"crm.company.add?fields[TITLE]=A%20%26%20B","get":"crm.company.get?id=$result[add]"}}'
expect "['A & B', []]" "$BATCH" -d halt=0 --data-urlencode 'cmd[add]=crm.company.add?fields%5BTITLE%5D=A%20%26%20B' \
  --data-urlencode 'cmd[get]=crm.company.get?id=%24result%5Badd%5D' "${B24_PORTAL}batch"
json "[1, {'1': {'error': '', 'error_description': 'Not found'}}]" \
  '[len(answer["result"]["result"]), answer["result"]["result_error"]]' batch \
  '{"halt":1,"cmd":["profile","crm.company.get?id=999999","profile"]}'

# Every method: records, and the links between them from both sides
for records in "company $company TITLE" "contact $contact NAME"; do
  read -r kind id name <<< "$records"
  json True '"'"$name"'" in answer["result"]' "crm.$kind.fields" '{}'
  json True 'answer["result"]' "crm.$kind.update" "{\"id\":$id,\"fields\":{\"COMMENTS\":\"by curl\"}}"
  json "['Rosebud', 'by curl']" "[answer['result'][key] for key in ('$name', 'COMMENTS')]" "crm.$kind.get" "{\"id\":$id}"
  json "['$id']" '[row["ID"] for row in answer["result"]]' "crm.$kind.list" "{\"filter\":{\"$name\":\"Rosebud\"}}"
done
for links in "company $company contact $contact" "contact $contact company $company"; do
  read -r own id other linked <<< "$links"
  key=${other^^}_ID call=crm.$own.$other
  has() { json "$1" "[link['$key'] for link in answer['result']]" "$call.items.get" "{\"id\":$id}"; }
  json True "'$key' in answer['result']" "$call.fields" '{}'
  json True 'answer["result"]' "$call.add" "{\"id\":$id,\"fields\":{\"$key\":$linked}}"
  has "[$linked]"
  json True 'answer["result"]' "$call.delete" "{\"id\":$id,\"fields\":{\"$key\":$linked}}"
  json True 'answer["result"]' "$call.items.set" "{\"id\":$id,\"items\":[{\"$key\":$linked}]}"
  has "[$linked]"
  json True 'answer["result"]' "$call.items.delete" "{\"id\":$id}"
  has '[]'
done
json True 'answer["result"]' crm.company.delete "{\"id\":$company}"
json True 'answer["result"]' crm.contact.delete "{\"id\":$contact}"
