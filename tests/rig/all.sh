#!/bin/bash
# What needs podman and the rig: `make rig`. ACTION_RIG is the rig's folder.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
ACTION_RIG=$(cd "${ACTION_RIG:?the folder of run_action.sh}" 2> /dev/null && pwd) || {
  echo "make rig: no such folder; name the rig with make rig ACTION_RIG=folder" >&2
  exit 2
}
export ACTION_RIG
bash "$here/static.sh"
bash "$here/action.sh"
[ -n "${SKIP_RELEASE:-}" ] || bash "$here/release.sh" # downloads torch into an image
bash "$here/hook.sh"
bash "$here/fresh.sh"
