#!/bin/bash
# The hook in a repository of its own, cold and warm, with the size of its environment.
# shellcheck disable=SC1091,SC2154 # $root and $rig are of common.sh
set -euo pipefail
source "$(dirname "$0")/common.sh"

if ! out=$("$rig/precommit_e2e.sh" "$root" cardwright-check "$root/examples/good-model" 2>&1); then
  echo "$out"
  exit 1
fi
grep -E '^(cold|warm|env):' <<< "$out" | sed 's/^/hook /'
if "$rig/precommit_e2e.sh" "$root" cardwright-check "$root/examples/broken-model" > /dev/null 2>&1; then
  echo "the hook passed a broken card"
  exit 1
fi
