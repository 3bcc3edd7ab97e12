// Package repairbeam runs repairjson on Apache Beam, for data sets that are
// too large for one machine.
//
// [Repair] is a transform of lines, to be put between others. [Build] makes
// the pipeline of the command repairjson-beam: it divides the input files into
// blocks, repairs each block into files of its own, and lets these be seen only
// when all are there. The bytes that it writes depend on the input and the
// settings alone, not on the engine, the number of workers, or what was tried
// twice.
package repairbeam
