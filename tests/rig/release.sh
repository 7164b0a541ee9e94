#!/bin/bash
# The release action in its container: refused for a pull request and without credentials, a dry run on a tag on a CPU.
# PYTHON is one with the extra `quantize`, to make a tiny model with.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
rig=${ACTION_RIG:?the folder of run_action.sh}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/ws"
PYTHONPATH="$root/tests" "${PYTHON:-$root/build/venv/bin/python}" -W ignore -c \
  'import sys, tinymodels; tinymodels.random(sys.argv[1], "llama")' "$work/ws/model"
printf 'model_name: Otter\nrepo_name: team/otter\nlicense: mit\nlanguage: [en]\nauthor_name: Ada Example\n' > "$work/ws/model/card.yaml"
chmod -R a+rwX "$work/ws"

run() {
  local name=$1 expected=$2 code=0
  shift 2
  "$rig/run_action.sh" "$root/release" "$work/ws" folder=model repo=team/otter schemes=int8 --quiet-build --network none \
    --json "$work/$name.json" "$@" > "$work/$name.log" 2>&1 || code=$?
  if [ "$code" != "$expected" ]; then
    tail -40 "$work/$name.log"
    echo "$name: exit code $code, expected $expected"
    exit 1
  fi
}
holds() {
  python3 -c 'import json, sys; r = json.load(open(sys.argv[1])); assert eval(sys.argv[2]), (sys.argv[2], r)' "$work/$1.json" "$2"
}

run refused 2 --event pull_request --ref refs/pull/7/merge --env HF_TOKEN=hf_nothing
grep -q "nothing is released for the event pull_request" "$work/refused.log"
run nobody 2 --event push --ref refs/tags/v1.0.0
grep -q "no credentials for the Hub" "$work/nobody.log"
token=hf_of_the_loopback_hub_alone
run tag 3 --event push --ref refs/tags/v1.0.0 --env HF_TOKEN=$token --secret HF_TOKEN=$token
grep -q "quantize int8" "$work/tag.log"
grep -q "stopped at: publish" "$work/tag.log"
holds tag '"torch sees no GPU here" in r["summary"]'
test -s "$work/ws/model/int8/model.safetensors"
if grep -q "$token" "$work/tag.log"; then echo "the token is in the log"; exit 1; fi
echo "release action: refused for a pull request and without credentials; on a tag it stops where there is no Hub; its device told"
