#!/usr/bin/env bash
# Writes constraints.txt anew: the newest releases within pyproject.toml's ranges, for every system and Python.
# Needs uv (pip install uv). Run the tests before committing what it wrote.
set -euo pipefail
cd "$(dirname "$0")/.."
{
  echo "# What the README's commands install, whatever was released since. Written by tools/lock.sh."
  uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links pyproject.toml
} >constraints.new
mv constraints.new constraints.txt
