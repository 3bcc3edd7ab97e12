package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/tidwall/gjson"

	"github.com/repairjson/repairjson/corpus"
	"github.com/repairjson/repairjson/repair"
)

func minimiseCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "minimise [FILE ...]",
		Aliases: []string{"minimize"},
		Short:   "Shorten the texts of records while their faults stay",
		Long: `Shorten the texts of records while their faults stay.

Pieces of a text are taken out, large ones first, as long as the repair mends
the same faults, each of them once at least and none more often, and makes a value of the same
build: an object that has a list of objects still has one. A text without an
answer stays as it is. Texts that are valid are left out, and so are those that
have become like another: the same but for words, numbers and spaces.`,
		RunE: func(cmd *cobra.Command, files []string) error {
			shapes := map[string]string{}
			return edited(cmd, files, func(rec Record) (Record, bool) {
				rec, why := minimal(rec, shapes)
				if why != "" {
					fmt.Fprintf(cmd.ErrOrStderr(), "%s: left out: %s\n", rec.Key, why)
				}
				return rec, why == ""
			})
		},
	}
}

// minimal returns a record with a text as short as can be, or why it brings
// nothing. shapes has the record for each shape that there was.
func minimal(rec Record, shapes map[string]string) (shorter Record, why string) {
	before := diagnose(rec.Text)
	if len(before.faults) == 0 && before.err == "" {
		return rec, "valid JSON"
	}
	if before.err == "" {
		build := buildOf(rec.Text, before)
		rec.Text = minimise(rec.Text, func(text string) bool {
			d := diagnose(text)
			return d.kin(before) && buildOf(text, d) == build
		})
	}
	after := diagnose(rec.Text)
	rec.Faults, rec.Error = after.faults, after.err
	shape := corpus.Shape([]byte(rec.Text))
	if other, ok := shapes[shape]; ok {
		return rec, "like " + other
	}
	shapes[shape] = rec.Key
	return rec, ""
}

// buildOf returns of what kinds the value that a repair makes is built: of
// members and items of the same build there is one. Names and texts that are
// empty are kinds of their own.
func buildOf(text string, d diagnosis) string {
	return build(gjson.ParseBytes(repair.Apply([]byte(text), d.edits)), 0)
}

func build(v gjson.Result, depth int) string {
	if !v.IsObject() && !v.IsArray() || depth > 64 {
		if v.Type == gjson.String && strings.TrimSpace(v.Str) == "" {
			return "empty"
		}
		return v.Type.String()
	}
	var kinds []string
	v.ForEach(func(name, kid gjson.Result) bool {
		kind := build(kid, depth+1)
		if v.IsObject() && strings.TrimSpace(name.Str) == "" {
			kind = "unnamed " + kind
		}
		kinds = append(kinds, kind)
		return true
	})
	slices.Sort(kinds)
	list := strings.Join(slices.Compact(kinds), " ")
	if v.IsObject() {
		return "{" + list + "}"
	}
	return "[" + list + "]"
}

const (
	trials = 20000 // how often a text is tried at most
	narrow = 16    // pieces of up to so many tokens are tried at every token
)

// minimise returns a text of which no piece can be taken out so that it keeps
// what keep says: windows of tokens, large ones first (delta debugging), until
// nothing changes or the trials are used up.
func minimise(text string, keep func(string) bool) string {
	tokens := split(text)
	left := trials
	for again := true; again && left > 0; {
		again = false
		for size := max(1, len(tokens)/2); size >= 1 && left > 0; size /= 2 {
			step := 1
			if size > narrow {
				step = size
			}
			for at := 0; at+size <= len(tokens) && left > 0; {
				shorter := append(append([]string{}, tokens[:at]...), tokens[at+size:]...)
				left--
				if keep(strings.Join(shorter, "")) {
					tokens = shorter
					again = true
				} else {
					at += step
				}
			}
		}
	}
	return strings.Join(tokens, "")
}

// split cuts a text into words, numbers, runs of white space and single marks.
func split(text string) []string {
	var tokens []string
	for len(text) > 0 {
		_, n := utf8.DecodeRuneInString(text)
		class := classOf(text)
		for n < len(text) && class != mark && classOf(text[n:]) == class {
			_, k := utf8.DecodeRuneInString(text[n:])
			n += k
		}
		tokens = append(tokens, text[:n])
		text = text[n:]
	}
	return tokens
}

const (
	mark = iota
	word
	digit
	space
)

// classOf returns the class of the first character of a text.
func classOf(text string) int {
	r, _ := utf8.DecodeRuneInString(text)
	switch {
	case isLetter(r):
		return word
	case r >= '0' && r <= '9':
		return digit
	case r == ' ' || r == '\n' || r == '\t' || r == '\r':
		return space
	}
	return mark
}
