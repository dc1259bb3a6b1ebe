#!/bin/sh
# Installs kaohe from this folder, without a network: sh install.sh [FOLDER]
here=$(cd "$(dirname "$0")" && pwd) || exit 1
for python in python@PYTHON@ python3; do
  "$python" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")' 2>/dev/null &&
    exec "$python" "$here/install.py" "$@"
done
echo "没有找到 Python @PYTHON@，请先装好；见 README.txt" >&2
exit 1
