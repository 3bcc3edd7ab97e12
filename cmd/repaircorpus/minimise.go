package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

func minimiseCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "minimise [FILE ...]",
		Aliases: []string{"minimize"},
		Short:   "Shorten the texts of records while their faults stay",
		Long: `Shorten the texts of records while their faults stay.

Pieces of a text are taken out, large ones first, as long as the repair mends
the same faults (each of them once at least) with the same outcome. Texts that
are valid are left out.`,
		RunE: func(cmd *cobra.Command, files []string) error {
			return edited(cmd, files, func(rec Record) (Record, bool) {
				before := diagnose(rec.Text)
				if len(before.faults) == 0 && before.err == "" {
					fmt.Fprintf(cmd.ErrOrStderr(), "%s: left out: valid JSON\n", rec.Key)
					return rec, false
				}
				rec.Text = minimise(rec.Text, func(text string) bool {
					return strings.TrimSpace(text) != "" && diagnose(text).kin(before)
				})
				after := diagnose(rec.Text)
				rec.Faults, rec.Error = after.faults, after.err
				return rec, true
			})
		},
	}
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
