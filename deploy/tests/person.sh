# shellcheck shell=bash disable=SC2154
# A person outside, who has nothing but the public API at front_url. outside_curl: what curl needs to come there.
token=
# outside COMMAND…: where that person is.
type -t outside >/dev/null || outside() { "$@"; }
ask() {
    outside curl -sS --max-time 20 "${outside_curl[@]}" ${token:+-H "Authorization: Bearer $token"} -H 'content-type: application/json' \
        --data "{\"query\":\"${1//\"/\\\"}\"}" "$front_url/graphql"
}
field() { python3 -c '
import json, sys
value = json.load(sys.stdin)
for part in sys.argv[1].split("/"): value = value[int(part)] if part.isdigit() else value[part]
print(value)' "$1"; }
# asset NAME ADDRESS FILE: registered and proven by the file that its site serves; its id.
asset() {
    local answer id
    answer=$(ask "mutation { createAsset(input: { name: \"$1\", kind: WEB, address: \"$2\" }) { asset { id verification { token } } userErrors { message } } }")
    id=$(field data/createAsset/asset/id <<<"$answer")
    field data/createAsset/asset/verification/token <<<"$answer" | tr -d '\n' > "$3"
    chmod 644 "$3"
    ask "mutation { verifyAsset(input: { assetId: \"$id\", method: HTTP_FILE }) { userErrors { message } } }" >/dev/null
    echo "$id"
}
scan() { ask "mutation { startScan(input: { assetId: \"$1\", profile: QUICK }) { scan { id } userErrors { message } } }" | field data/startScan/scan/id; }
state_of() { ask "{ scan(id: \"$1\") { state } }" | field data/scan/state; }
has_ended() { ask "{ scan(id: \"$1\") { state } }" | grep -qE '"state":"(COMPLETED|COMPLETED_PARTIALLY|FAILED|CANCELLED|KILLED|EXPIRED)"'; }
# signs_up SLUG: a tenant with its owner, who is the person from now on.
signs_up() {
    token=
    token=$(ask "mutation { signUp(input: { tenantName: \"$1\", tenantSlug: \"$1\", email: \"olga@$1.example\", password: \"correct horse battery staple\", displayName: \"Olga\" }) { session { accessToken } userErrors { message } } }" | field data/signUp/session/accessToken)
}
