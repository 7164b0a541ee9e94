#!/bin/bash
# The action in its container, as GitHub's runner starts it: a pull request over our examples, a workspace of the runner's
# user and one of root's, a fork that links out of the workspace, names that are commands.
# shellcheck disable=SC1091,SC2154 # $root and $work are of common.sh
set -euo pipefail
source "$(dirname "$0")/common.sh"

# run NAME EXPECTED-EXIT-CODE WORKSPACE [arguments of run_action.sh]
run() {
  act "$1" "$2" "$root" "$3" --event pull_request --ref refs/pull/7/merge --network none "${@:4}"
}

run clean 0 "$root/examples/good-model"
holds clean 'r["annotations"] == [] and r["errors"] == [] and r["undeclared_outputs"] == []'
holds clean 'r["outputs"] == {"errors": "0", "warnings": "0", "notes": "0", "files": "1", "sarif-file": ""}'
holds clean 'r["summary"].startswith("## Model cards: no findings in 1 card")'

run broken 1 "$root/examples/broken-model" sarif-file=out.sarif
holds broken 'r["annotation_counts"]["error"] >= 2 and r["annotations_dropped"] == 0 and r["errors"] == []'
holds broken '{"README.md", "int8/README.md"} <= {a["file"] for a in r["annotations"]}'
holds broken 'r["outputs"]["sarif-file"] == "out.sarif" and int(r["outputs"]["errors"]) >= 2'
holds broken 'r["changed_files"] == ["out.sarif (uid 1001)"] and "### int8/README" in r["summary"]'

run roots 1 "$root/examples/broken-model" sarif-file=out.sarif --uid 0
holds roots 'r["changed_files"] == ["out.sarif (uid 0)"] and r["outputs"]["files"] == "2"'

run never 0 "$root/examples/broken-model" fail-on=never paths=int8
holds never 'r["outputs"]["files"] == "1"'

cp -r "$root/examples/rendered-model" "$work/rendered"
run render 0 "$work/rendered" render-check=true
holds render 'r["annotations"] == [] and r["changed_files"] == [] and any("none to render again" in line for line in r["log"])'
sed -i 's/^license: .*/license: mit/' "$work/rendered/card.yaml"
run drift 1 "$work/rendered" render-check=true
holds drift '[(a["file"], a["title"]) for a in r["annotations"]] == [("README.md", "render")] and r["changed_files"] == []'
run outside 2 "$root/examples/good-model" paths=/github/runner_temp

mkdir "$work/fork"
echo '{}' > "$work/fork/config.json"
ln -s /proc/self/environ "$work/fork/README.md"
echo 'raise SystemExit("imported")' > "$work/fork/yaml.py"
mkdir "$work/fork/::error::x"
printf -- '---\nlicense: MIT\n---\n' > "$work/fork/::error::x/README.md"
run fork 1 "$work/fork" --secret HF_TOKEN=hf_do_not_read_me --env HF_TOKEN=hf_do_not_read_me
holds fork 'not r["secret_in_raw_log"] and not r["secret_in_outputs_or_summary"] and "imported" not in str(r["log"])'
holds fork 'any("file-unreadable" == a["title"] for a in r["annotations"])'
holds fork 'any(a["file"] == "::error::x/README.md" for a in r["annotations"])'

mkdir "$work/many"
for number in $(seq 15); do
  mkdir "$work/many/$number"
  printf -- '---\nlicense: MIT\n---\n' > "$work/many/$number/README.md"
done
run many 1 "$work/many" select=license-unknown
holds many 'r["annotation_counts"]["error"] == 10 and r["annotations_dropped"] == 0 and r["outputs"]["errors"] == "15"'
holds many 'any(line.startswith("and 5 more errors") for line in r["log"])'

told action
