package main

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

// errorMember is the member that a record gains when it fails.
const errorMember = "repair_error"

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
	if old, _, ok := lookup(object, []string{name}); ok {
		return splice{old.Index, old.Index + len(old.Raw), value, name}
	}
	start := object.Index + bytes.IndexByte(body[object.Index:], '{')
	pos := start + bytes.LastIndexByte(body[start:object.Index+len(object.Raw)], '}')
	pos = len(bytes.TrimRight(body[:pos], " \t\r\n"))
	text := append(appendJSON([]byte(","), name), ':')
	if body[pos-1] == '{' && pos-1 == start {
		text = text[1:]
	}
	return splice{pos, pos, append(text, value...), name}
}

// withLog returns a text with the list of its repairs as a member, if it is
// an object.
func withLog(text []byte, name string, log []entry) []byte {
	record := gjson.ParseBytes(text)
	if !record.IsObject() {
		return text
	}
	return splices(text, []splice{member(text, record, name, appendJSON(nil, log))})
}

// logEntries returns the edits as --log-field shows them.
func logEntries(o origin, src, out []byte, edits repairs) []entry {
	list := entries(origin{field: o.field}, src, out, edits)
	for i := range list {
		list[i].Version = 0
	}
	return list
}

// repairs is a list of edits.
type repairs = []repair.Edit
