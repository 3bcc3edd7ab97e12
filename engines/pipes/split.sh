#!/bin/sh
# Repairs one split: split.sh IN OUT [FLAGS of repairjson ...]
#
# OUT appears when it is complete, beside OUT.log, which has the counts, and
# what is there already is not done again. The exit code is 0 also where records
# could not be repaired, for those are counted, and stay as they were; anything
# else is an error, and the split is to be tried again.
in=$1
out=$2
shift 2
[ -e "$out" ] && exit 0
repairjson --lines --jobs 1 --output "$out" "$@" "$in" 2>"$out.log"
code=$?
[ "$code" -le 1 ] && exit 0
cat "$out.log" >&2
exit "$code"
