package schema

import (
	"slices"
	"strconv"
	"strings"
)

// forms gives equal values of JSON the same number, and others another one:
// 1.0 and 1, "\u0061" and "a", objects whatever the order of their members
// (of duplicate names the last counts). Each value is read once.
type forms struct {
	ids  map[string]int
	memo map[formed]int
}

// A formed is a value of a text; a list of literals has texts of its own.
type formed struct {
	x *index
	v int
}

// of returns the number of the value v of x.
func (f *forms) of(x *index, v int) int {
	if f.memo == nil {
		f.ids, f.memo = map[string]int{}, map[formed]int{}
	}
	at := formed{x, v}
	if id, ok := f.memo[at]; ok {
		return id
	}
	var form string
	switch x.vals[v].kind {
	case kString:
		form = `"` + x.str(v)
	case kNumber:
		form = parseDecimal(string(x.raw(v))).String()
	case kArray:
		list := make([]string, 0, x.vals[v].n)
		for c := range x.children(v) {
			list = append(list, strconv.Itoa(f.of(x, c)))
		}
		form = "[" + strings.Join(list, ",")
	case kObject:
		form = "{" + strings.Join(f.members(x, v), ",")
	default:
		form = string(x.raw(v))
	}
	id, ok := f.ids[form]
	if !ok {
		id = len(f.ids)
		f.ids[form] = id
	}
	f.memo[at] = id
	return id
}

func (f *forms) members(x *index, v int) []string {
	last := make(map[string]int, x.vals[v].n)
	for c := range x.children(v) {
		last[x.name(c)] = f.of(x, c)
	}
	list := make([]string, 0, len(last))
	for name, id := range last {
		list = append(list, quote(name)+":"+strconv.Itoa(id))
	}
	slices.Sort(list)
	return list
}
