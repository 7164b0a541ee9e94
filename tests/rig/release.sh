#!/bin/bash
# The release action in its container, from a tag to a commit on a Hub of our tests on loopback. Refused for a pull request and without
# credentials; without a network it stops where it would publish; then it goes on from there, and once more finds all done; another
# version is published by a Trusted Publisher; a criterion that is not met stops it.
# PYTHON is one with the extra `quantize`, to make a tiny model with.
# shellcheck disable=SC1091,SC2154 # $root and $work are of common.sh
set -euo pipefail
source "$(dirname "$0")/common.sh"
python=${PYTHON:-$root/build/venv/bin/python}
export RIG_TMP=$work # where the rig keeps a run's workspace

mkdir "$work/ws"
PYTHONPATH="$root/tests" "$python" -W ignore -c 'import sys, tinymodels; tinymodels.trained(sys.argv[1], steps=10, vocabulary=512)' \
  "$work/ws/model" 2> "$work/made.log" || { cat "$work/made.log"; exit 1; }
mv "$work/ws/model/held-out.txt" "$work/ws/"
printf 'model_name: Otter\nrepo_name: team/otter\nlicense: mit\nlanguage: [en]\nauthor_name: Ada Example\n' > "$work/ws/model/card.yaml"
printf -- '- {name: Small, metric: "size_ratio:int8", direction: lower, threshold: 0.9}\n' > "$work/ws/criteria.yaml"

token=hf_of_the_loopback_hub_alone
coproc HUB { exec "$python" "$root/tests/rig/served.py" "$token" team/otter octo/models; }
read -r url identity secret <&"${HUB[0]}"

# run NAME EXPECTED-EXIT-CODE WORKSPACE [arguments of run_action.sh]; what the Hub has then is $work/NAME.hub.json
run() {
  act "$1" "$2" "$root/release" "$3" folder=model repo=team/otter schemes=int8 text=held-out.txt criteria=criteria.yaml report=report.html \
    --keep "${built[@]}" --env HF_ENDPOINT="$url" "${@:4}"
  state "$1"
  holds "$1" 'not r["secret_in_raw_log"] and not r["secret_in_outputs_or_summary"] and not r["errors"] and not r["undeclared_outputs"]'
  holds "$1" '{name.rpartition(" (uid ")[2] for name in r["changed_files"]} <= {"1001)"} and not r["removed_files"]'
  holds "$1" 'not h["token"] and not h["errors"]'
}
# state NAME [word]: what the Hub has, after it was given the word
state() {
  local has
  echo "${2:-}" >&"${HUB[1]}"
  IFS= read -r has <&"${HUB[0]}"
  echo "$has" > "$work/$1.hub.json"
}
# workspace NAME: the one that a run left
workspace() {
  python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["workspace"])' "$work/$1.json"
}
image=rig-action:$(printf '%s' "$root/release" | sha1sum | cut -c 1-10) # what the rig calls it
built=()
tag=(--event push --ref refs/tags/v1.0.0)
credentials=(--env "HF_TOKEN=$token" --secret "HF_TOKEN=$token")

run refused 2 "$work/ws" --event pull_request --ref refs/pull/7/merge "${credentials[@]}"
grep -q "nothing is released for the event pull_request" "$work/refused.log"
built=(--no-build "$image") # to look whether a build has anything to do takes as long as a run
run nobody 2 "$work/ws" "${tag[@]}"
grep -q "no credentials for the Hub" "$work/nobody.log"

run offline 3 "$work/ws" "${tag[@]}" "${credentials[@]}" --network none
holds offline '"stopped at: publish; the same command goes on from there" in r["log"] and "quantize int8" in r["log"] and not r["outputs"]'
holds offline '"It stopped at publish" in r["summary"] and "the connection to the Hub broke" in r["summary"] and not h["commits"]'

run tag 0 "$(workspace offline)" "${tag[@]}" "${credentials[@]}"
holds tag '"quantize int8: finished before" in r["log"] and "measure: finished before" in r["log"] and "verify" in r["log"]'
holds tag 'h["commits"] == 1 and h["tags"] == {"v1.0.0": h["head"]} and r["outputs"]["commit"] == h["head"]'
holds tag 'r["outputs"]["tag"] == "v1.0.0" and r["outputs"]["url"].endswith("/team/otter/tree/v1.0.0")'
holds tag 'json.loads(r["outputs"]["sizes"]) == {"original": h["files"]["model.safetensors"][0], "int8": h["files"]["int8/model.safetensors"][0]}'
holds tag 'h["head"] in r["summary"] and "torch sees no GPU here" in r["summary"] and "| Small | met |" in r["summary"]'
holds tag 'all(word in r["summary"] for word in ("| Perplexity |", "| original |", "| int8 |", "Measured 20"))'
holds tag 'not [line for line in r["log"] if any(word in line for word in ("arning", "Failed to load", "deprecated", "site-packages"))]'
holds tag 'r["log"].index("verify") > [": published; commit" in line for line in r["log"]].index(True)' # in the order of what happened
cmp <(sha256sum < "$(workspace tag)/model/int8/model.safetensors" | cut -d" " -f1) \
  <(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["files"]["int8/model.safetensors"][1])' "$work/tag.hub.json")

# Once more, in a folder where the runner's HOME is root's, so that nothing can be written to it.
run again 0 "$(workspace tag)" "${tag[@]}" "${credentials[@]}" --in-place
holds again '[line for line in r["log"] if line.endswith(": finished before")] == [f"{step}: finished before" for step in ("quantize int8", "measure", "verify")]'
holds again 'h["commits"] == 1 and h["tags"] == {"v1.0.0": h["head"]} and r["outputs"]["commit"] == h["head"]'
cmp "$work/tag.hub.json" "$work/again.hub.json"
for name in tag again; do # no cache is in the workspace
  holds $name 'set(r["changed_files"]) <= {"model/.cardwright/release.json (uid 1001)"}'
done

state trust trust
run publisher 0 "$(workspace again)" --event push --ref refs/tags/v1.1.0 --env HF_OIDC_RESOURCE=team/otter --secret "IDENTITY=$secret" \
  --env "ACTIONS_ID_TOKEN_REQUEST_URL=$identity" --env "ACTIONS_ID_TOKEN_REQUEST_TOKEN=$secret"
holds publisher 'h["commits"] == 2 and h["tags"]["v1.1.0"] == h["head"] == r["outputs"]["commit"] and len(h["tags"]) == 2'

printf -- '- {name: Tiny, metric: "size_ratio:int8", direction: lower, threshold: 0.1}\n' > "$(workspace publisher)/criteria.yaml"
run missed 1 "$(workspace publisher)" --event push --ref refs/tags/v1.2.0 "${credentials[@]}"
holds missed '"It stopped at criteria" in r["summary"] and "| Tiny | not met |" in r["summary"] and h["commits"] == 2 and not r["outputs"]'

if grep -rqF -e "$token" -e "$secret" "$(workspace missed)"; then
  echo "a secret is in the workspace"
  exit 1
fi
eval "exec ${HUB[1]}>&-" # the Hub ends with its input
told release
CONTAINERS_CONF=${CONTAINERS_CONF:-${RIG:-$HOME/.cache/action-rig}/containers.conf} podman image ls --format \
  "release image: {{.Size}}" --filter "reference=$image"
