package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// decode returns the value of a JSON text, its numbers as written.
func decode(text string) (any, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("more than one value")
	}
	return v, nil
}

// A difference is the first place where two values differ.
type difference struct {
	pointer   string // JSON pointer (RFC 6901)
	want, got string
}

func (d *difference) String() string {
	return fmt.Sprintf("at %q want %s, got %s", d.pointer, d.want, d.got)
}

// under returns the difference as seen from the parent of a member or element.
func (d *difference) under(name string) *difference {
	if d != nil {
		name = strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
		d.pointer = "/" + name + d.pointer
	}
	return d
}

// differ returns the first difference between two decoded values, or nil.
// Numbers are compared by their text if exact, else by value.
func differ(want, got any, exact bool) *difference {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			break
		}
		for _, k := range slices.Sorted(maps.Keys(w)) {
			v, ok := g[k]
			if !ok {
				return (&difference{"", brief(w[k]), "nothing"}).under(k)
			}
			if d := differ(w[k], v, exact); d != nil {
				return d.under(k)
			}
		}
		for _, k := range slices.Sorted(maps.Keys(g)) {
			if _, ok := w[k]; !ok {
				return (&difference{"", "nothing", brief(g[k])}).under(k)
			}
		}
		return nil
	case []any:
		g, ok := got.([]any)
		if !ok {
			break
		}
		for i := range max(len(w), len(g)) {
			switch {
			case i >= len(g):
				return (&difference{"", brief(w[i]), "nothing"}).under(strconv.Itoa(i))
			case i >= len(w):
				return (&difference{"", "nothing", brief(g[i])}).under(strconv.Itoa(i))
			}
			if d := differ(w[i], g[i], exact); d != nil {
				return d.under(strconv.Itoa(i))
			}
		}
		return nil
	case string:
		if g, ok := got.(string); ok && w != g {
			return stringDifference(w, g)
		}
	case json.Number:
		if g, ok := got.(json.Number); ok && (w == g || !exact && sameNumber(string(w), string(g))) {
			return nil
		}
	}
	switch want.(type) {
	case nil, bool, string:
		if want == got {
			return nil
		}
	}
	return &difference{"", brief(want), brief(got)}
}

// sameNumber reports whether two JSON numbers are equal: integers exactly,
// others as floating point.
func sameNumber(a, b string) bool {
	x, okX := new(big.Int).SetString(a, 10)
	y, okY := new(big.Int).SetString(b, 10)
	if okX && okY {
		return x.Cmp(y) == 0
	}
	f, errF := strconv.ParseFloat(a, 64)
	g, errG := strconv.ParseFloat(b, 64)
	return errF == nil && errG == nil && f == g
}

// stringDifference shows two strings from shortly before the first byte in
// which they differ.
func stringDifference(want, got string) *difference {
	i := 0
	for i < len(want) && i < len(got) && want[i] == got[i] {
		i++
	}
	from := max(0, i-20)
	cut := func(s string) string {
		if s = s[from:]; len(s) > 80 {
			s = s[:80] + "…"
		}
		return strconv.Quote(s)
	}
	at := ""
	if from > 0 {
		at = fmt.Sprintf(" (from byte %d)", from)
	}
	return &difference{"", cut(want) + at, cut(got) + at}
}

// brief returns the beginning of a value's text.
func brief(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	if len(text) > 80 {
		return strings.ToValidUTF8(string(text[:80]), "") + "…"
	}
	return string(text)
}
