package corpus

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

var shaping = []struct {
	run *regexp.Regexp
	to  string
}{
	{regexp.MustCompile(`[\p{L}\p{M}_]+`), "a"},
	{regexp.MustCompile(`[0-9]+`), "0"},
	{regexp.MustCompile(`\s+`), " "},
}

// Shape returns a text with its words, its numbers and its runs of white space
// made equal: what is left is what a repairer sees of it. No two cases have
// the same.
func Shape(text []byte) string {
	for _, s := range shaping {
		text = s.run.ReplaceAll(text, []byte(s.to))
	}
	return string(text)
}

// Format returns the case as the text of its file.
func Format(c Case) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "model: %s\nsource: %s\nfaults: %s\nreason: %s\n",
		c.Model, c.Source, strings.Join(c.Faults, ", "), c.Reason)
	if len(c.Keys) > 0 {
		fmt.Fprintf(&b, "keys: %s\n", strings.Join(c.Keys, ", "))
	}
	if plain(c.Input) {
		section(&b, "input", string(c.Input))
	} else {
		section(&b, "input.quoted", strconv.Quote(string(c.Input)))
	}
	if c.Schema != nil {
		section(&b, "schema.json", string(c.Schema))
	}
	if c.Error != "" {
		section(&b, "want.error", c.Error)
	} else {
		section(&b, "want.json", string(c.Want))
	}
	return b.Bytes()
}

func section(b *bytes.Buffer, name, data string) {
	fmt.Fprintf(b, "-- %s --\n%s\n", name, data)
}

// plain reports whether a text file keeps the text: it is UTF-8 without
// characters that do not show, and without a line that begins a section.
func plain(text []byte) bool {
	return utf8.Valid(text) && !strings.Contains("\n"+string(text), "\n-- ") &&
		!strings.ContainsFunc(string(text), func(r rune) bool { return r != '\n' && !strconv.IsPrint(r) })
}
