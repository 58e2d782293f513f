#!/usr/bin/env bash
# Rules that promtool takes and that fire when they should, a page for each alert, and no metric that nobody writes.
. "$(dirname "$0")/expect.sh"
repository=$(dirname "$deploy")
cd "$deploy/monitoring"

passes "promtool takes the rules" promtool check rules rules.yml
passes "the alerts fire when they should, and only then" promtool test rules rules.test.yml
sed "s#/etc/prometheus/xorb-rules.yml#$PWD/rules.yml#; s#/etc/xorb/certificates#$scratch#" prometheus.yml > "$scratch/prometheus.yml"
mkdir "$scratch/prometheus"
touch "$scratch"/prometheus/{authority,certificate,key}.pem
passes "promtool takes the scrape configuration" promtool check config "$scratch/prometheus.yml"
passes "the dashboard is JSON" python3 -m json.tool dashboard.json

alerts=$(sed -nE 's/^ *- alert: (.*)/\1/p' rules.yml | sort)
pages=$(find "$repository/docs/runbooks" -name '*.md' -exec basename {} .md \; | sort)
equal "each alert has its page, and each page its alert" "$alerts" "$pages"
equal "each alert names its page" "$alerts" "$(sed -nE 's#^ *runbook: docs/runbooks/(.*)\.md#\1#p' rules.yml | sort)"
while read -r page; do
    passes "$page says what to do first" grep -q '^1\. ' "$repository/docs/runbooks/$page.md"
done <<<"$pages"

# Histograms are known without their suffix.
while read -r metric; do
    passes "somebody writes $metric" grep -rqE "\"?$metric\b" --include=*.rs --include=*.sh \
        "$repository/api/src" "$repository/worker/src" "$repository/domain/src" "$repository/src" "$deploy/backup"
done < <(cat rules.yml dashboard.json | grep -ohE '\bxorb_[a-z_]+' | sed -E 's/_(bucket|count|sum)$//' | sort -u)
