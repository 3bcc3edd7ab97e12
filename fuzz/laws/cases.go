package laws

import "slices"

// A Case is a small text and what it is made: the exact output, which is
// valid JSON, and the names of the faults of all edits, lowest bit first.
type Case struct {
	Name   string // the feature, unique
	In     string
	Want   string
	Faults string // as Faults.String gives them
}

// Cases are the repairs that everyone would agree on. The test of package
// repair checks them byte for byte; the fuzz tests begin with them.
var Cases = slices.Concat(structure, contents, answers)

// Refused are texts without an answer: prose, code, and drafts.
var Refused = []string{
	"", " ", " \n\t", "Hello", "hello there", "It's fine.", "nullx", "true or false",
	"The answer is 42", "The answer is {x} and [1].",
	"The list is [a, b, c].", "...", "1. first\n2. second",
	"<think>x", "<think>x</think>", "```json\n\n```", "[CONTENT][/CONTENT]", "<json></json>",
}

// Edges are texts that once broke a law, each at a place of its own: where a
// piece of the text ends, where skimming begins, what a composition cancels.
var Edges = []string{
	`{"a":"x""b":"y"}`, `{"a":"b"",@c":1}`, `"{'a':1}"`, `[{"a":1},["b":2]]`, `[[CONTENT]{"a":1}[/CONTENT]]`,
	"(A\f", "\xff: 0", "[1]\n[2]", `{"a":1}{"b":[2]}`, `{:A,.0`,
}
