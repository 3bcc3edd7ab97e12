package repairjson

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/repairjson/repairjson/schema"
)

// ErrMismatch says that the answer does not fit the schema and cannot be made
// to. It arrives in a [*MismatchError].
var ErrMismatch = errors.New("the answer does not fit the schema")

// A MismatchError lists what does not fit, and has the best that could be
// made of the answer.
type MismatchError struct {
	Mismatches []schema.Mismatch // at most 100
	Best       []byte            // valid JSON, with these mismatches
}

// Error names the first mismatch, and how many more there are.
func (e *MismatchError) Error() string {
	msg := "repairjson: " + ErrMismatch.Error()
	if n := len(e.Mismatches); n > 0 {
		msg += ": " + e.Mismatches[0].String()
		if n > 1 {
			msg += " (and " + strconv.Itoa(n-1) + " more)"
		}
	}
	return msg
}

// Unwrap returns ErrMismatch.
func (e *MismatchError) Unwrap() error { return ErrMismatch }

// Bounds of what Feedback says: a request for a mended answer is to stay
// shorter than the answer.
const (
	maxListed = 12  // mismatches
	maxQuoted = 160 // bytes of each part of one
)

// Feedback returns a text that tells a model what to mend: a line for each of
// the first mismatches, with its JSON Pointer, what was wanted and what was
// found. It has at most 8 KB.
func (e *MismatchError) Feedback() string {
	var b strings.Builder
	b.WriteString("The answer does not fit the schema. Answer again with JSON only, and mend this:\n")
	for i, m := range e.Mismatches {
		if i == maxListed {
			b.WriteString("- and " + strconv.Itoa(len(e.Mismatches)-i) + " more places\n")
			break
		}
		at := "the whole answer"
		if m.Pointer != "" {
			at = strconv.Quote(cut(m.Pointer))
		}
		b.WriteString("- " + at + ": want " + cut(m.Want) + ", found " + cut(m.Found) + "\n")
	}
	return b.String()
}

// cut returns s on one line, without its middle if it is long.
func cut(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
	if len(s) <= maxQuoted {
		return s
	}
	head, tail := maxQuoted*2/3, len(s)-maxQuoted/3
	for head > 0 && !utf8.RuneStart(s[head]) {
		head--
	}
	for tail < len(s) && !utf8.RuneStart(s[tail]) {
		tail++
	}
	return s[:head] + "…" + s[tail:]
}
