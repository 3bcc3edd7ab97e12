package records

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/tidwall/gjson"
)

// ErrorMember is the member that a record gains when it fails.
const ErrorMember = "repair_error"

// A splice replaces the bytes [pos, end) of a line by text.
type splice struct {
	pos, end int
	text     []byte
	name     string // of a member that is put in
}

// splices returns body with the splices made. They may not overlap; those at
// one place are made in order.
func splices(body []byte, list []splice) []byte {
	slices.SortStableFunc(list, func(a, b splice) int { return cmp.Compare(a.pos, b.pos) })
	var out []byte
	pos := 0
	for _, s := range list {
		out = append(append(out, body[pos:s.pos]...), s.text...)
		pos = s.end
	}
	return append(out, body[pos:]...)
}

// member returns the splice that gives an object, which is a part of body, a
// member at its end, or another value to a member that it has.
func member(body []byte, object gjson.Result, name string, value []byte) splice {
	if old, _, ok := Lookup(object, []string{name}); ok {
		return splice{old.Index, old.Index + len(old.Raw), value, name}
	}
	start := object.Index + bytes.IndexByte(body[object.Index:], '{')
	pos := start + bytes.LastIndexByte(body[start:object.Index+len(object.Raw)], '}')
	pos = len(bytes.TrimRight(body[:pos], " \t\r\n"))
	text := append(AppendJSON([]byte(","), name), ':')
	if body[pos-1] == '{' && pos-1 == start {
		text = text[1:]
	}
	return splice{pos, pos, append(text, value...), name}
}
