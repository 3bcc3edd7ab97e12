package bench

import (
	"bytes"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Damage is one kind of fault, made throughout a document. Except for
// truncated, the value of the document is what a repair should find.
type Damage struct {
	Name string
	Make func(doc []byte, seed uint64) []byte
}

// Damages returns the ten kinds. Each makes invalid JSON of every Document.
func Damages() []Damage {
	return []Damage{
		{"trailing-comma", trailingComma},
		{"single-quotes", singleQuotes},
		{"missing-comma", missingComma},
		{"comment", comment},
		{"python-literals", pythonLiterals},
		{"fence", fence},
		{"truncated", truncated},
		{"unescaped-quotes", unescapedQuotes},
		{"unquoted-keys", unquotedKeys},
		{"missing-closers", missingClosers},
	}
}

// A token of a valid document: a bracket, a comma, a colon, a string with its
// quotes, or a number or literal.
type token struct {
	text       []byte
	start, end int
	key        bool // a member's name
	next       byte // the first byte of the token after it, 0 at the end
}

// is reports whether the token begins with one of the bytes of set.
func (t token) is(set string) bool { return strings.IndexByte(set, t.text[0]) >= 0 }

// tokens yields the tokens of a valid document.
func tokens(doc []byte) iter.Seq[token] {
	skip := func(i int) int {
		for i < len(doc) && strings.IndexByte(" \t\r\n", doc[i]) >= 0 {
			i++
		}
		return i
	}
	return func(yield func(token) bool) {
		for i := skip(0); i < len(doc); {
			end := i + 1
			switch {
			case doc[i] == '"':
				for ; doc[end] != '"'; end++ {
					if doc[end] == '\\' {
						end++
					}
				}
				end++
			case strings.IndexByte("{}[],:", doc[i]) < 0:
				for end < len(doc) && strings.IndexByte(" \t\r\n{}[],:", doc[end]) < 0 {
					end++
				}
			}
			t := token{text: doc[i:end], start: i, end: end}
			if i = skip(end); i < len(doc) {
				t.next = doc[i]
			}
			t.key = t.text[0] == '"' && t.next == ':'
			if !yield(t) {
				return
			}
		}
	}
}

// rewrite copies doc with each token replaced by what f appends for it.
func rewrite(doc []byte, f func(out []byte, t token) []byte) []byte {
	out := make([]byte, 0, len(doc)+len(doc)/4)
	at := 0
	for t := range tokens(doc) {
		out = append(out, doc[at:t.start]...)
		out = f(out, t)
		at = t.end
	}
	return append(out, doc[at:]...)
}

// some returns a function that is true for the first call and then for one in
// n on average.
func some(rng *rand.Rand, n int) func() bool {
	first := true
	return func() bool {
		hit := first || rng.IntN(n) == 0
		first = false
		return hit
	}
}

func trailingComma(doc []byte, seed uint64) []byte {
	hit := some(newRand(seed, 2), 2)
	return rewrite(doc, func(out []byte, t token) []byte {
		out = append(out, t.text...)
		if (t.next == '}' || t.next == ']') && !t.is("{[") && hit() {
			out = append(out, ',')
		}
		return out
	})
}

func singleQuotes(doc []byte, _ uint64) []byte {
	quotes := strings.NewReplacer(`\\`, `\\`, `\"`, `"`, `'`, `\'`)
	return rewrite(doc, func(out []byte, t token) []byte {
		if !t.is(`"`) {
			return append(out, t.text...)
		}
		return append(append(append(out, '\''), quotes.Replace(string(t.text[1:len(t.text)-1]))...), '\'')
	})
}

func missingComma(doc []byte, seed uint64) []byte {
	rng := newRand(seed, 3)
	hit := some(rng, 3)
	return rewrite(doc, func(out []byte, t token) []byte {
		switch {
		case !t.is(",") || !hit():
			return append(out, t.text...)
		case strings.IndexByte("\n ", doc[t.end]) >= 0 && rng.IntN(2) == 0:
			return out // the space after it stays
		}
		return append(out, "\n "[rng.IntN(2)])
	})
}

func comment(doc []byte, seed uint64) []byte {
	texts := []string{"checked by hand", "see section 3, below", `the client's own value, not "final"`, "optional", "{old: 1}"}
	rng := newRand(seed, 4)
	hit := some(rng, 6)
	return rewrite(doc, func(out []byte, t token) []byte {
		out = append(out, t.text...)
		lineEnd := t.end < len(doc) && doc[t.end] == '\n'
		if !lineEnd && !t.is(",:") || !hit() {
			return out
		}
		text := texts[rng.IntN(len(texts))]
		switch {
		case lineEnd:
			return append(append(out, " // "...), text...)
		case t.is(",") && rng.IntN(2) == 0:
			return append(append(append(out, " // "...), text...), '\n')
		}
		return append(append(append(out, " /* "...), text...), " */"...)
	})
}

func pythonLiterals(doc []byte, _ uint64) []byte {
	return rewrite(doc, func(out []byte, t token) []byte {
		switch string(t.text) {
		case "true":
			return append(out, "True"...)
		case "false":
			return append(out, "False"...)
		case "null":
			return append(out, "None"...)
		}
		return append(out, t.text...)
	})
}

func fence(doc []byte, _ uint64) []byte {
	const before = "Sure! Here's the JSON that you asked for, with all fields (names, scores and notes):\n\n```json\n"
	const after = "\n```\n\nLet me know if you'd like any changes: for example, I could add more \"notes\"."
	return slices.Concat([]byte(before), doc, []byte(after))
}

// truncated cuts in the middle of the string value at or after 90 % of the
// document, or of the last one.
func truncated(doc []byte, _ uint64) []byte {
	goal := len(doc) * 9 / 10
	cut := 0
	for t := range tokens(doc) {
		if !t.is(`"`) || t.key || len(t.text) < 5 {
			continue
		}
		from := t.start + len(t.text)/2
		if t.start < goal && goal < t.end-1 {
			from = max(goal, t.start+2)
		}
		cut = from
		for cut > t.start+2 && !utf8.RuneStart(doc[cut]) {
			cut--
		}
		// An escape is at most six bytes: not cut inside one.
		if i := bytes.LastIndexByte(doc[max(t.start+1, cut-6):cut], '\\'); i >= 0 {
			cut = max(t.start+1, max(t.start+1, cut-6)+i)
		}
		if t.end >= goal {
			break
		}
	}
	return slices.Clone(doc[:cut])
}

// unescapedQuotes unescapes the quotes around words in prose, which about
// every third prose string has.
func unescapedQuotes(doc []byte, _ uint64) []byte {
	quotes := strings.NewReplacer(`\\`, `\\`, `\"`, `"`)
	return rewrite(doc, func(out []byte, t token) []byte {
		return append(out, quotes.Replace(string(t.text))...)
	})
}

func unquotedKeys(doc []byte, _ uint64) []byte {
	return rewrite(doc, func(out []byte, t token) []byte {
		if name := t.text[1:max(1, len(t.text)-1)]; t.key && identifier(name) {
			return append(out, name...)
		}
		return append(out, t.text...)
	})
}

func identifier(s []byte) bool {
	for i, c := range s {
		if !(c == '_' || 'a' <= c|32 && c|32 <= 'z' || i > 0 && '0' <= c && c <= '9') {
			return false
		}
	}
	return len(s) > 0
}

func missingClosers(doc []byte, _ uint64) []byte {
	return slices.Clone(bytes.TrimRight(doc, "]} \r\n"))
}
