#!/bin/bash
# What the scripts of this folder share; they source it. $root: this repository; $rig: the rig's folder; $work: a folder that is
# deleted at the end.
# shellcheck disable=SC2034 # $root and $rig are for the others
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
rig=${ACTION_RIG:?the folder of run_action.sh}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# act NAME EXPECTED-EXIT-CODE ACTION WORKSPACE [arguments of run_action.sh]: its result is $work/NAME.json, its log $work/NAME.log
act() {
  local name=$1 expected=$2 action=$3 workspace=$4 code=0
  shift 4
  "$rig/run_action.sh" "$action" "$workspace" --quiet-build --json "$work/$name.json" "$@" > "$work/$name.log" 2>&1 || code=$?
  if [ "$code" != "$expected" ]; then
    tail -40 "$work/$name.log"
    echo "$name: exit code $code, expected $expected"
    exit 1
  fi
}

# holds NAME EXPRESSION: a Python expression is true about the result r, and about h, what $work/NAME.hub.json holds where it is there
holds() {
  python3 - "$work/$1" "$2" << 'P'
import json, os, sys
r, h = (json.load(open(path)) if os.path.exists(path) else None for path in (sys.argv[1] + ".json", sys.argv[1] + ".hub.json"))
assert eval(sys.argv[2], {"json": json, "r": r, "h": h}), (sys.argv[2], r, h)
P
}

# told WORD: a line for each result
told() {
  python3 - "$work" "$1" << 'P'
import json, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json"), key=lambda path: path.stat().st_mtime):
    result = json.loads(path.read_text())
    if "exit_code" in result:
        took = result["seconds"]
        built = f", build {took['build_s']} s" if "build_s" in took else ""
        print(f"{sys.argv[2]} {path.stem}: exit {result['exit_code']}, {took['run_s']} s{built}")
P
}
