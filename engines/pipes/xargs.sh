#!/bin/sh
# Repairs the .jsonl files of a folder under xargs: xargs.sh IN OUT [FLAGS ...]
#
# The exit code is that of xargs: 0, or 123 if a split is to be tried again.
here=$(dirname "$0")
in=$1
out=$2
shift 2
mkdir -p "$out" || exit
ls "$in" | grep '\.jsonl$' | tr '\n' '\0' |
	xargs -0 -P "$(getconf _NPROCESSORS_ONLN)" -I '{}' sh "$here/split.sh" "$in/{}" "$out/{}" "$@"
