package toolcall

import (
	"strings"

	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

// The names of members that hold a function's name, its arguments, a call, and
// a list of calls. The first that is there counts.
var (
	nameKeys = []string{"name", "function", "function_name", "tool_name", "tool", "func", "method", "fn", "call", "action", "api", "recipient_name", "$type", "type"}
	argKeys  = []string{"arguments", "parameters", "params", "args", "kwargs", "input", "inputs", "action_input", "tool_input"}
	callKeys = []string{"function", "function_call", "tool_call", "tool", "call"}
	listKeys = []string{"tool_calls", "calls", "function_calls", "functions", "tool_uses"}
)

// A found call is one in a JSON text: the function's name as it is written,
// the function if it was offered, and where its arguments are. Without
// arguments of their own, they are the members besides one.
type found struct {
	name     string
	function *function
	args     gjson.Result
	without  string // the member that is no argument
}

// maxWithin is how deep calls lie within lists and objects.
const maxWithin = 5

// callsIn returns the calls in v, in order.
func (t *Tools) callsIn(v gjson.Result, depth int) []found {
	switch {
	case depth > maxWithin:
		return nil
	case v.IsArray():
		return t.callsInList(v, depth)
	case !v.IsObject():
		return nil
	}
	members := membersOf(v)
	for _, key := range listKeys {
		if list, ok := members[key]; ok && list.IsArray() {
			return t.callsInList(list, depth+1)
		}
	}
	for _, key := range callKeys {
		if call, ok := members[key]; ok && call.IsObject() {
			if calls := t.callsIn(call, depth+1); calls != nil {
				return calls
			}
		}
	}
	if c, ok := t.callOf(v, members); ok {
		return []found{c}
	}
	return t.callsByName(v)
}

func (t *Tools) callsInList(v gjson.Result, depth int) []found {
	var calls []found
	var before gjson.Result
	v.ForEach(func(_, item gjson.Result) bool {
		if item.IsObject() && before.Type == gjson.String { // ["name", {arguments}]
			if f := t.find(before.Str); f != nil {
				calls = append(calls, found{name: before.Str, function: f, args: item})
				return true
			}
		}
		calls = append(calls, t.callsIn(item, depth+1)...)
		before = item
		return true
	})
	return calls
}

// membersOf returns the members of an object by their names in small letters.
func membersOf(v gjson.Result) map[string]gjson.Result {
	members := map[string]gjson.Result{}
	v.ForEach(func(key, value gjson.Result) bool {
		if name := strings.ToLower(key.Str); !members[name].Exists() {
			members[name] = value
		}
		return true
	})
	return members
}

// callOf reads an object as a call: {"name":…,"arguments":…}, or the name
// among the arguments. A name that was not offered is one only beside
// arguments; "type" and the like may be anything else.
func (t *Tools) callOf(v gjson.Result, members map[string]gjson.Result) (found, bool) {
	var args gjson.Result
	for _, key := range argKeys {
		if args = members[key]; args.Exists() {
			break
		}
	}
	var unknown found
	for _, key := range nameKeys {
		name := members[key]
		if name.Type != gjson.String || name.Str == "" {
			continue
		}
		switch f := t.find(name.Str); {
		case f == nil && args.Exists() && unknown.name == "" && key != "type" && key != "action":
			unknown = found{name: name.Str}
		case f == nil:
		case args.Exists() && (f.param(argName(v, args)) == nil || args.IsObject()):
			return found{name: name.Str, function: f, args: args}, true
		default:
			return found{name: name.Str, function: f, args: v, without: key}, true
		}
	}
	return unknown, unknown.name != ""
}

// argName returns the name of the member of v that args is.
func argName(v, args gjson.Result) (name string) {
	v.ForEach(func(key, value gjson.Result) bool {
		if value.Index == args.Index {
			name = key.Str
		}
		return name == ""
	})
	return name
}

// callsByName reads an object whose members are calls: {"f":{…},"g":{…}}.
func (t *Tools) callsByName(v gjson.Result) []found {
	var calls []found
	all := true
	v.ForEach(func(key, value gjson.Result) bool {
		f := t.find(key.Str)
		switch {
		case f == nil:
			all = false
		case value.IsObject():
			calls = append(calls, found{name: key.Str, function: f, args: value})
		case value.IsArray():
			value.ForEach(func(_, item gjson.Result) bool {
				all = all && item.IsObject()
				calls = append(calls, found{name: key.Str, function: f, args: item})
				return true
			})
		default:
			all = false
		}
		return all
	})
	if !all {
		return nil
	}
	return calls
}

// read reads the arguments of a call found in out, which the edits made of
// src[pos:].
func (c *found) read(pos int, out []byte, edits []repair.Edit) (made, error) {
	m := made{call: Call{Name: c.function.name, Form: JSON}}
	if !c.args.Exists() {
		c.args = gjson.Result{Raw: "null"}
	}
	from, to, inside := within(edits, c.args.Index, c.args.Index+len(c.args.Raw))
	m.call.ArgPos, m.call.ArgEnd = pos+from, pos+to
	m.cut = isCut(inside)
	args := out[c.args.Index : c.args.Index+len(c.args.Raw)]
	var second []repair.Edit
	switch {
	case c.args.Type == gjson.Null || c.args.Type == gjson.String && strings.TrimSpace(c.args.Str) == "":
		second = []repair.Edit{{Pos: 0, End: len(args), New: "{}", Faults: repair.MissingValue}}
	case c.without != "":
		second = dropMember(args, c.without)
	}
	return m.fit(c.function, repair.Apply(args, second), repair.Compose(inside, second))
}

// dropMember returns the edit that takes a member out of an object.
func dropMember(object []byte, name string) []repair.Edit {
	var edit repair.Edit
	from, comma := 1, false // behind the brace, or the member before
	gone := false
	gjson.ParseBytes(object).ForEach(func(key, value gjson.Result) bool {
		end := value.Index + len(value.Raw)
		switch {
		case gone && !comma: // the first: with the comma behind it
			edit.End = key.Index
			comma = true
			return false
		case strings.EqualFold(key.Str, name):
			edit = repair.Edit{Pos: from, End: end, Faults: repair.Markup}
			gone, comma = true, from > 1
			return !comma
		}
		from = end
		return true
	})
	if !gone {
		return nil
	}
	return []repair.Edit{edit}
}
