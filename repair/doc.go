// Package repair makes what a language model wrote into valid JSON.
//
// # Everything is an edit
//
// A repair is an ordered list of edits on the source, and the output is
// derived from it: [Apply](src, edits). So the log of what was done is
// complete, bytes that need no mending stay as they are, and every byte of
// the source is in the output or named in an edit. Each [Edit] names its
// [Faults], which fall into three classes: [Lossless], [Guess] and [Loss].
// [Options].Reject refuses those that a caller does not want.
//
// # How it works
//
// A fast validator reads the text first; valid JSON is returned as it is.
// Otherwise a machine reads the source: it is in one of a few modes (see
// mode), has a stack of one bit a level, and makes edits with three verbs:
// imply, drop, replace. A separator is demanded by the mode, not kept because
// it was read: a comma waits until a value follows it. Where the machine has
// to judge, it looks ahead (see look), at most 1024 bytes, without moving;
// a judgement is a function of what it sees. Three judgements decide nearly
// all of the quality, each in a file with its reasons and counterexamples:
// where a string ends (judge_string.go), which bracket was meant
// (judge_bracket.go), which value is the answer (answer.go).
//
// A line break with which the text so far ends is read only when something
// follows it. So a text that was cut within a string or a name reads the same
// with a line break behind it, which editors and shells add.
//
// # Laws
//
// These hold for every text; the tests check them on tables, on all short
// texts over a small alphabet, on the corpus, at every division into pieces,
// and by fuzzing.
//
//  1. The output is valid JSON (RFC 8259) in UTF-8, or there is an error that
//     says where and why.
//  2. Valid input comes back unchanged: the same slice, without an
//     allocation, unless it is nested more deeply than the limit.
//  3. Repairing twice changes nothing.
//  4. Apply(src, Edits(src)) is Repair(src).
//  5. Edits are in order, in range and disjoint; an insertion precedes a
//     deletion at the same place. The input is not modified.
//  6. Any division of the input into pieces gives the same output and the
//     same edits. Repair is the case of one piece.
//  7. With Pick First: from the first snapshot on, snapshots are valid, leaves
//     only grow (strings by appending; numbers and literals appear when they
//     are certain), kinds never change, no name is shown before its value
//     begins, and no value is guessed.
//  8. With Pick First: what is settled is a prefix of the final output.
//  10. Work is linear: the bytes examined stay under a constant times the
//     length. Nothing recurses over input; the depth limit gives an error.
//
// (The ninth is that of alignment with a schema.)
package repair
