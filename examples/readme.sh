#!/usr/bin/env bash
# Holds the outputs shown in README.md to the examples' expected.txt.
#   examples/readme.sh            says what differs
#   examples/readme.sh --write    puts them in
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

with_outputs() {
  awk '
    /^<!-- output:/ { print; path = $0; sub(/^<!-- output:/, "", path); sub(/ -->$/, "", path)
                      print "```"; while ((getline line < (path "/expected.txt")) > 0) print line; print "```"
                      skipping = 1; next }
    /^<!-- \/output -->/ { skipping = 0 }
    !skipping { print }' README.md
}

if [ "${1-}" = --write ]; then
  text=$(with_outputs)
  printf '%s\n' "$text" >README.md
else
  diff -u README.md <(with_outputs)
  echo 'README.md shows what the examples print'
fi
