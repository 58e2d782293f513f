#!/usr/bin/env bash
# Writes seeds for both targets: the published corpus, the operations of the contract with the fragments that they use, and
# a few requests that change something.
set -euo pipefail
cd "$(dirname "$0")"
contract=../tests/it/contract/operations.graphql
corpus=../tests/hostile_documents
rm -rf seeds
mkdir -p seeds/gate seeds/handler

operations=$(sed 's/#.*//' "$contract")

# The definition that begins with $1, up to the brace that closes it.
definition() {
    awk -v start="^$1[^A-Za-z]" '
        $0 ~ start { found = 1 }
        found { print; depth += gsub(/\{/, "{") - gsub(/\}/, "}"); if (depth == 0) exit }' <<< "$operations"
}

grep -oE '^(query|mutation|subscription) [A-Za-z]+' "$contract" | while read -r start; do
    document=$(definition "$start")
    known=' '
    while :; do
        missing=$(grep -oE '\.\.\.[A-Za-z]+' <<< "$document" | tr -d . | sort -u | while read -r name; do
            [[ $known == *" $name "* || $name == on ]] || echo "$name"
        done | head -n 1 || true)
        [ -n "$missing" ] || break
        document+=$'\n'$(definition "fragment $missing")
        known+="$missing "
    done
    printf '%s\n' "$document" > "seeds/gate/${start#* }.graphql"
done
for file in "$corpus"/*.graphql; do
    tail -n +2 "$file" > "seeds/gate/hostile-$(basename "$file")"
done
for file in seeds/gate/*; do
    name=$(basename "$file")
    { printf d; cat "$file"; } > "seeds/handler/anonymous-$name"
    { printf D; cat "$file"; } > "seeds/handler/owner-$name"
done
for file in "$corpus"/*.body; do
    { printf J; tail -n +2 "$file"; } > "seeds/handler/$(basename "$file")"
done

seed() { printf '%s' "$2" > "seeds/handler/$1"; }
errors='userErrors{code message path}'
seed get 'Gquery=%7Bviewer%7Bpermissions%7D%7D&variables=%7B%7D&operationName='
seed body 'J{"query":"query A($n:Int){assets(first:$n){nodes{id}}}","variables":{"n":1},"operationName":"A"}'
seed asset "Dmutation{createAsset(input:{name:\"a\",kind:WEB,address:\"https://a.example\"}){asset{id} $errors}}"
seed request "Dmutation{createDataSubjectRequest(input:{right:ACCESS,subject:{email:\"a@b.example\"}}){request{id} $errors}}"
seed webhook "Dmutation{createWebhookEndpoint(input:{url:\"https://a.example\",eventTypes:[SCAN_FAILED]}){secret $errors}}"
seed invite "Dmutation{inviteUser(input:{email:\"a@b.example\",roles:[PENTESTER]}){invitation{id} $errors}}"
seed scans 'Dquery($f:ScanFilter){scans(first:5,filter:$f){nodes{id job{state}}totalCount}}'$'\n'
printf 'Dquery($n:Int=2){findings(first:$n){nodes{title}pageInfo{endCursor}}}\0{"n":3}' > seeds/handler/variables
