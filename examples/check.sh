#!/usr/bin/env bash
# Runs one walk-through and compares its output with expected.txt, byte by byte.
#   examples/check.sh auckland-ltp-2024-34 [PATH/TO/fullcircle]
#   examples/check.sh --accept shoreline-path [PATH/TO/fullcircle]     takes today's output as the expected one
set -uo pipefail

accept=no
if [ "${1-}" = --accept ]; then
  accept=yes
  shift
fi
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/${1:?which example?}
printed=$(mktemp)
trap 'rm -f "$printed"' EXIT

"$folder/run.sh" "${@:2}" >"$printed"
code=$?
if [ "$code" -eq 77 ]; then
  echo "skipped: the example says above what is not installed"
  exit 77
fi
if [ "$code" -ne 0 ]; then
  cat "$printed"
  echo "$1 ended with $code" >&2
  exit 1
fi
if [ "$accept" = yes ]; then
  cat "$printed" >"$folder/expected.txt"
  exit 0
fi
if diff -u "$folder/expected.txt" "$printed"; then
  echo "$1: as expected, $(wc -l <"$printed") lines"
else
  echo "$1 printed something else than expected.txt. When that is right: examples/check.sh --accept $1" >&2
  exit 1
fi
