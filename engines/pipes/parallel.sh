#!/bin/sh
# Repairs the .jsonl files of a folder under GNU parallel: parallel.sh IN OUT [FLAGS ...]
#
# A split that fails is tried twice more. The exit code is the number of splits
# that failed all the same.
here=$(dirname "$0")
in=$1
out=$2
shift 2
mkdir -p "$out" || exit
parallel --quote --retries 3 sh "$here/split.sh" {} "$out/{/}" "$@" ::: "$in"/*.jsonl
