#!/usr/bin/env bash
# Every check of deploy/ that takes seconds, and shellcheck over all scripts. Ends with an error if one fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
failed=()
for script in certificates nginx systemd update backup monitoring; do
    echo "== $script"
    "./$script.sh" || failed+=("$script")
done
echo "== shellcheck"
find .. -name '*.sh' -exec shellcheck {} + || failed+=(shellcheck)
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}"; exit 1; }
