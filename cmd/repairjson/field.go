package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// errorMember is the member that a record gains when it fails.
const errorMember = "repair_error"

// splitPath splits a PATH, keys and array indexes separated by dots, into its
// elements. A dot or backslash that belongs to a key has a backslash before it.
func splitPath(path string) ([]string, error) {
	if path == "" {
		return nil, errors.New("--field needs a path")
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
				return nil, fmt.Errorf(`--field %q: a backslash is followed by a dot or a backslash`, path)
			}
			elem = append(elem, path[i])
		default:
			elem = append(elem, c)
		}
	}
	return append(elems, string(elem)), nil
}

// lookup returns the value at path in v, a part of valid JSON. If there is
// none, it returns the last value on the way and false. Of duplicate keys the
// last counts, as in encoding/json.
func lookup(v gjson.Result, path []string) (gjson.Result, bool) {
	for _, elem := range path {
		var next gjson.Result
		switch {
		case v.IsObject():
			v.ForEach(func(key, value gjson.Result) bool {
				if unquote(key.Raw) == elem {
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
			return v, false
		}
		v = next
	}
	return v, true
}

// unquote returns the text of a valid JSON string. Bytes that are not UTF-8
// stay; an escaped half of a surrogate pair becomes U+FFFD.
func unquote(raw string) string {
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

// A splice replaces the bytes [pos, end) of a line by text. The zero splice
// changes nothing.
type splice struct {
	pos, end int
	text     []byte
}

// A failure is the value of the member that a failed record gains. The place
// is one in the decoded text; without a text there is none, and it is all 0.
type failure struct {
	Offset  int    `json:"offset"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// splice returns the splice that notes the failure in a valid record. It puts
// a member at the end of an object, or a new value into the member of an
// earlier failure; it leaves other records alone.
func (e failure) splice(body []byte, record gjson.Result) splice {
	if !record.IsObject() {
		return splice{}
	}
	text := appendJSON(nil, e)
	if old, ok := lookup(record, []string{errorMember}); ok {
		return splice{old.Index, old.Index + len(old.Raw), text}
	}
	pos := bytes.LastIndexByte(body, '}')
	pos = len(bytes.TrimRight(body[:pos], " \t\r\n"))
	member := `,"` + errorMember + `":`
	if body[pos-1] == '{' {
		member = member[1:]
	}
	return splice{pos, pos, append([]byte(member), text...)}
}

// field repairs the text in a field of a record, which is line n.
func (f *filter) field(body []byte, n int) splice {
	if !json.Valid(body) {
		pos, err := syntaxError(body)
		f.fail(body, n, pos, err.Error())
		return splice{}
	}
	record := gjson.ParseBytes(body)
	v, ok := lookup(record, f.cfg.path)
	if ok && v.Type == gjson.JSON {
		return splice{}
	}
	if !ok || v.Type != gjson.String {
		msg := "no string at " + f.cfg.field
		f.fail(body, n, v.Index, msg)
		return failure{Message: msg}.splice(body, record)
	}
	src := []byte(unquote(v.Raw))
	out, err := f.mend(origin{record: n, field: true}, src)
	if err != nil {
		offset, why := reason(err)
		at := newCursor(src).at(offset)
		f.fail(body, n, v.Index, fmt.Sprintf("%s (line %d, column %d of the text at %s)", why, at.line, at.column, f.cfg.field))
		return failure{offset, at.line, at.column, why}.splice(body, record)
	}
	if out == nil {
		out = src
	}
	return splice{v.Index, v.Index + len(v.Raw), appendCompact(nil, out)}
}

// syntaxError says where and why a text is not valid JSON.
func syntaxError(b []byte) (int, error) {
	err := json.Unmarshal(b, new(json.RawMessage))
	pos := len(b)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && int(syntax.Offset) <= len(b) && !strings.Contains(syntax.Error(), "unexpected end") {
		pos = max(0, int(syntax.Offset)-1)
	}
	return pos, fmt.Errorf("not valid JSON: %w", err)
}
