#!/bin/sh
# Compiles requirements/*.in to files with hashes and without any index address.
set -e
cd "$(dirname "$0")/../requirements"
uv=../.venv/bin/uv
export UV_CUSTOM_COMPILE_COMMAND="make requirements"
options="--quiet --generate-hashes --no-emit-index-url"
$uv pip compile uv.in --universal --python-version 3.11 $options -o uv.txt
$uv pip compile bot.in --universal --python-version 3.11 $options -o bot.txt
$uv pip compile dev.in -c bot.txt --universal --python-version 3.11 $options -o dev.txt
# Kept markers leave out what has no wheel elsewhere.
$uv pip compile rasa.in --override rasa-overrides.txt --python-version 3.10 --no-strip-markers $options -o rasa.txt
$uv pip compile stock.in --python-version 3.10 $options -o stock.txt
