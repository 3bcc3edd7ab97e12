#!/bin/sh
# Repairs files of JSON Lines with Hadoop streaming: hadoop.sh IN OUT [FLAGS ...]
#
# STREAMING names hadoop-streaming.jar, REPAIRJSON the program for the nodes.
# Streaming takes a line for key and value with a tab between: a line that has no
# tab comes out with one at its end, which to JSON is white space.
here=$(dirname "$0")
in=$1
out=$2
shift 2
hadoop jar "${STREAMING:?}" \
	-D mapreduce.job.reduces=0 \
	-files "$here/mapper.sh,${REPAIRJSON:?}" \
	-input "$in" -output "$out" \
	-cmdenv "PATH=.:/usr/bin:/bin" \
	-mapper "sh mapper.sh $*"
