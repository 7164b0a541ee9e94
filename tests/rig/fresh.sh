#!/bin/bash
# make demo and .ci/run from a clean clone in a fresh container of the base image, which has neither make nor git.
# shellcheck disable=SC1091,SC2154 # $root and $work are of common.sh
set -euo pipefail
source "$(dirname "$0")/common.sh"
export CONTAINERS_CONF=${CONTAINERS_CONF:-${RIG:-$HOME/.cache/action-rig}/containers.conf}

git clone --quiet --no-local "$root" "$work/clone"
chmod 755 "$work"
podman run --rm --network host --volume "$work/clone:/home/clone" --workdir /home/clone docker.io/library/python:3.11-slim \
  bash -euo pipefail -c '
    apt-get update -qq && apt-get install -yqq --no-install-recommends make > /dev/null 2>&1
    log=$(mktemp)
    SECONDS=0; make demo > "$log" 2>&1 || { cat "$log"; exit 1; }; echo "fresh make demo: $SECONDS s"
    SECONDS=0; .ci/run > "$log" 2>&1 || { cat "$log"; exit 1; }; echo "fresh .ci/run: $SECONDS s"; tail -5 "$log"'
