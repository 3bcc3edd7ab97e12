// Package pipes has the scripts that run the filter, one process a split, under
// xargs, GNU parallel, Spark and Hadoop streaming, and tests of them. It has no
// code: where a program that reads standard input is all that an engine wants,
// the filter is that program.
package pipes
