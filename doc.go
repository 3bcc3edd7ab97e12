// Package repairjson turns what a language model wrote into the JSON that was
// asked for, without losing or inventing anything silently.
//
//	repairjson.Repair([]byte(`Sure! {"a":b"}}`)) // {"a":"b"}
//
// A repair is a list of edits on the source, and nothing else: the output is
// the source with the edits made. So what needs no mending comes out byte for
// byte as it went in, and [Edits] is a complete log of what was done, each
// edit with the faults that it mends. The faults, and the laws that every
// repair obeys, are documented in package repair.
package repairjson
