#!/bin/sh
# Repairs standard input to standard output, for engines that have a process
# read the records of a split and write as many: mapper.sh [FLAGS ...]
#
# The counts go to standard error, which engines keep with the log of the task.
# Records that could not be repaired stay as they were and do not fail the task;
# anything else does, and the engine tries it again.
repairjson --lines --jobs 1 "$@"
code=$?
[ "$code" -le 1 ]
