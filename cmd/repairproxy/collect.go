package main

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/repairjson/repairjson/inference"
	"github.com/repairjson/repairjson/repair"
)

// A collector writes texts that could not be repaired, or not without a loss,
// as candidates for the corpus, without what they say.
type collector struct {
	dir  string
	mu   sync.Mutex
	seen map[[32]byte]bool
}

const (
	maxCollected = 1000     // files of one run
	maxCandidate = 16 << 10 // bytes of a text
)

func newCollector(dir string) (*collector, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &collector{dir: dir, seen: map[[32]byte]bool{}}, nil
}

// add collects the texts of an exchange that failed. What cannot be written
// is left out: the answer matters more.
func (c *collector) add(model string, r *inference.Report) {
	for i := range r.Answers {
		t := &r.Answers[i]
		faults := repair.Faults(0)
		for _, e := range t.Edits {
			faults |= e.Faults
		}
		if t.Err == nil && faults&repair.Loss == 0 || len(t.Source) > maxCandidate {
			continue
		}
		text := scrub(string(t.Source))
		key := sha256.Sum256([]byte(model + "\x00" + text))
		c.mu.Lock()
		known := c.seen[key] || len(c.seen) >= maxCollected
		c.seen[key] = true
		c.mu.Unlock()
		if known {
			continue
		}
		c.write(fileName(model), 1+binary.BigEndian.Uint32(key[:4])>>1, text, t.Err)
	}
}

// write writes a candidate in the format of the corpus.
func (c *collector) write(model string, number uint32, text string, err error) {
	edits, repairErr := repair.Options{Pick: repair.Best}.Edits([]byte(text))
	var faults []string
	all := repair.Faults(0)
	for _, e := range edits {
		all |= e.Faults
	}
	for f := range all.Each() {
		faults = append(faults, f.String())
	}
	if len(faults) == 0 {
		faults = []string{"prose"}
	}
	why := "TODO: say what was meant."
	if err != nil {
		why = "TODO: say what was meant; it failed with: " + strings.ReplaceAll(scrubError(err), "\n", " ")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "model: %s\nsource: repairproxy, letters and digits replaced\nfaults: %s\nreason: %s\n", model, strings.Join(faults, ", "), why)
	if strings.ContainsAny(text, "\r\x00") || !utf8.ValidString(text) || strings.HasPrefix(text, "-- ") || strings.Contains(text, "\n-- ") {
		fmt.Fprintf(&b, "-- input.quoted --\n%s\n", strconv.Quote(text))
	} else {
		fmt.Fprintf(&b, "-- input --\n%s\n", text)
	}
	if repairErr != nil {
		b.WriteString("-- want.error --\nno JSON value\n")
	} else {
		fmt.Fprintf(&b, "-- want.json --\n%s\n", repair.Apply([]byte(text), edits))
	}
	dir := filepath.Join(c.dir, model)
	if os.MkdirAll(dir, 0o700) == nil {
		os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.txtar", faults[0], number)), []byte(b.String()), 0o600)
	}
}

// scrubError returns what kind of error it was, without the text in it.
func scrubError(err error) string {
	var e *repair.Error
	if errors.As(err, &e) {
		return e.Error()
	}
	return "the text does not fit its schema"
}

// fileName returns a model's name as the name of a folder.
func fileName(model string) string {
	name := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("-_.", r) {
			return r
		}
		return '-'
	}, model)
	if name = strings.Trim(name, ".-"); name == "" {
		return "unnamed"
	}
	return name
}

// kept are words that are no content: literals, and the marks of fences and
// tags.
var kept = map[string]bool{
	"true": true, "false": true, "null": true, "True": true, "False": true, "None": true, "NaN": true,
	"undefined": true, "Infinity": true, "nil": true, "json": true, "think": true, "CONTENT": true,
	"tool_call": true, "TOOL_CALLS": true, "python_tag": true,
}

// scrub replaces what a text says: letters by x, X and é, digits by 1. The
// punctuation, the escapes and the words that belong to JSON and its wrappers
// stay, so that the text breaks as it did.
func scrub(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		word := wordAt(text[i:])
		switch {
		case r == '\\' && i+1 < len(text) && text[i+1] < utf8.RuneSelf:
			b.WriteString(text[i : i+2]) // an escape keeps its letter
			size = 2
		case kept[word]:
			b.WriteString(word)
			size = len(word)
		case word != "":
			for _, r := range word {
				b.WriteRune(blankRune(r))
			}
			size = len(word)
		default:
			b.WriteString(text[i : i+size])
		}
		i += size
	}
	return b.String()
}

// wordAt returns the letters and digits at the beginning of s.
func wordAt(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) || r == utf8.RuneError
	})
	if end < 0 {
		return s
	}
	return s[:end]
}

func blankRune(r rune) rune {
	switch {
	case r == '_':
		return r
	case r >= utf8.RuneSelf:
		return 'é'
	case unicode.IsDigit(r):
		return '1'
	case unicode.IsUpper(r):
		return 'X'
	}
	return 'x'
}
