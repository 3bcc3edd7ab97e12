package records

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// Paths is a flag that names places in records. It may be given several
// times.
type Paths struct {
	Names []string   // as they were given
	Paths [][]string // their elements
}

func (p *Paths) String() string { return strings.Join(p.Names, ",") }
func (p *Paths) Type() string   { return "PATH" }

func (p *Paths) Set(s string) error {
	path, err := SplitPath(s)
	if err == nil {
		p.Names = append(p.Names, s)
		p.Paths = append(p.Paths, path)
	}
	return err
}

// Only returns the path of a flag that is given at most once, or nil.
func (p *Paths) Only() []string {
	if len(p.Paths) == 0 {
		return nil
	}
	return p.Paths[0]
}

// SplitPath splits a PATH, keys and array indexes separated by dots, into its
// elements. A dot or backslash that belongs to a key has a backslash before it.
func SplitPath(path string) ([]string, error) {
	if path == "" {
		return nil, errors.New("it is empty")
	}
	var elems []string
	var elem []byte
	for i := 0; i < len(path); i++ {
		switch c := path[i]; c {
		case '.':
			elems = append(elems, string(elem))
			elem = elem[:0]
		case '\\':
			i++
			if i == len(path) || path[i] != '.' && path[i] != '\\' {
				return nil, fmt.Errorf(`%q: a backslash is followed by a dot or a backslash`, path)
			}
			elem = append(elem, path[i])
		default:
			elem = append(elem, c)
		}
	}
	return append(elems, string(elem)), nil
}

// Lookup returns the value at path in v, a part of valid JSON, and the
// innermost object around it. If there is none, it returns the last value on
// the way and false. Of duplicate keys the last counts, as in encoding/json.
func Lookup(v gjson.Result, path []string) (value, around gjson.Result, ok bool) {
	for _, elem := range path {
		var next gjson.Result
		switch {
		case v.IsObject():
			around = v
			v.ForEach(func(key, value gjson.Result) bool {
				if Unquote(key.Raw) == elem {
					next = value
				}
				return true
			})
		case v.IsArray():
			index, err := strconv.Atoi(elem)
			if err != nil || strconv.Itoa(index) != elem {
				break
			}
			v.ForEach(func(_, value gjson.Result) bool {
				if index == 0 {
					next = value
				}
				index--
				return index >= 0
			})
		}
		if !next.Exists() {
			return v, around, false
		}
		v = next
	}
	return v, around, true
}

// Unquote returns the text of a valid JSON string. Bytes that are not UTF-8
// stay; an escaped half of a surrogate pair becomes U+FFFD.
func Unquote(raw string) string {
	raw = raw[1 : len(raw)-1]
	if strings.IndexByte(raw, '\\') < 0 {
		return raw
	}
	b := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			b = append(b, raw[i])
			continue
		}
		i++
		switch c := raw[i]; c {
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			r := hex4(raw[i+1:])
			i += 4
			if utf16.IsSurrogate(r) {
				pair := utf8.RuneError
				if strings.HasPrefix(raw[i+1:], `\u`) {
					pair = utf16.DecodeRune(r, hex4(raw[i+3:]))
				}
				if r = pair; r != utf8.RuneError {
					i += 6
				}
			}
			b = utf8.AppendRune(b, r)
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

func hex4(s string) rune {
	n, _ := strconv.ParseUint(s[:4], 16, 16)
	return rune(n)
}
