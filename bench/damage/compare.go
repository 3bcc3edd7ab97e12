package damage

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Equal reports whether two texts are the same value of JSON: the order of
// members and the spelling of numbers and strings do not count.
func Equal(a, b []byte) bool {
	x, xErr := Leaves(a)
	y, yErr := Leaves(b)
	return xErr == nil && yErr == nil && maps.Equal(x, y)
}

// Leaves returns the scalars of a JSON text, and its empty arrays and objects,
// by their paths: "/name" for a member, "[n]" for an item. The error is that of the first thing that a strict
// parser refuses; what it read before comes with it.
func Leaves(text []byte) (map[string]string, error) {
	r := &reader{d: json.NewDecoder(bytes.NewReader(text)), leaves: map[string]string{}}
	r.d.UseNumber()
	if err := r.value(""); err != nil {
		return r.leaves, err
	}
	if _, err := r.d.Token(); !errors.Is(err, io.EOF) {
		return r.leaves, errors.New("text after the value")
	}
	return r.leaves, nil
}

// A reader reads a text strictly, token by token.
type reader struct {
	d      *json.Decoder
	leaves map[string]string
	depth  int
}

// value reads a value that stands at a path.
func (r *reader) value(path string) error {
	t, err := r.d.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case json.Delim:
		if r.depth++; r.depth > 1000 {
			return errors.New("too deep")
		}
		defer func() { r.depth-- }()
		return r.container(path, t)
	case string:
		r.leaves[path] = strconv.Quote(t)
	case json.Number:
		r.leaves[path] = numeral(string(t))
	case bool:
		r.leaves[path] = strconv.FormatBool(t)
	case nil:
		r.leaves[path] = "null"
	}
	return nil
}

func (r *reader) container(path string, open json.Delim) error {
	n := 0
	for ; r.d.More(); n++ {
		at := path + "[" + strconv.Itoa(n) + "]"
		if open == '{' {
			t, err := r.d.Token()
			if err != nil {
				return err
			}
			name, ok := t.(string)
			if !ok {
				return errors.New("no name")
			}
			at = path + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
		}
		if err := r.value(at); err != nil {
			return err
		}
	}
	t, err := r.d.Token()
	if err != nil {
		return err
	}
	if n == 0 || t != open+2 {
		r.leaves[path] = open.String()
	}
	return nil
}

// numeral returns a number in a form that equal numbers share.
func numeral(s string) string {
	size, err := strconv.ParseFloat(s, 64)
	if abs := math.Abs(size); err != nil || len(s) > 60 || abs > 1e60 || abs > 0 && abs < 1e-60 {
		return s // too large to be compared as a number
	}
	if x, ok := new(big.Rat).SetString(s); ok {
		return x.RatString()
	}
	return s
}

// Lost returns the paths of the leaves that a strict parser reads rightly in a
// damaged text, before the first thing that it refuses, and that are wrong in
// the output of a repair.
func Lost(damaged, want, output []byte) []string {
	before, _ := Leaves(damaged)
	truth, _ := Leaves(want)
	after, _ := Leaves(output)
	var lost []string
	for path, leaf := range before {
		if truth[path] == leaf && after[path] != leaf {
			lost = append(lost, path)
		}
	}
	return lost
}
