package toolcall

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
	"github.com/tidwall/gjson"
)

// An argument is one of f(…): the place of its name, if it has one, and of its
// value.
type argument struct {
	pos, nameEnd int // the name is in [pos, nameEnd), quotes and all
	value, end   int
}

// A notation is how arguments in parentheses are written: the edits that make
// an object of them, and what that says of the call.
type notation struct {
	edits      []repair.Edit
	positional bool     // without names
	expression bool     // a value is no literal: a variable, a formula
	formulas   []string // the names of arguments that are formulas with more than numbers
	nameless   bool     // the name is not beside the arguments
	variable   bool     // the same, where text is not wanted
}

// notation reads the arguments of f in src, the text between the parentheses.
// Values without names are those of the parameters in the order of the schema.
// A value that is no literal is the text that it is, as a string.
// variables are what variables stand for.
func (f *function) notation(src []byte, variables map[string][]byte) (notation, error) {
	var n notation
	args, ok := split(src)
	if !ok {
		return n, fmt.Errorf("%w: nested too deeply", ErrArguments)
	}
	if n := len(args); n > 1 && isEmptyObject(src[args[n-1].value:args[n-1].end]) && args[0].nameEnd == 0 &&
		f.isObject(src[args[0].value:args[0].end]) {
		first := repair.Edit{Pos: args[0].end, End: args[n-1].end, Faults: repair.Stray} // f({"a":1}, {})
		return notation{edits: []repair.Edit{first}}, nil
	}
	if len(args) == 1 && args[0].nameEnd == 0 && f.isObject(src[args[0].value:args[0].end]) {
		from := args[0].value
		if bytes.HasPrefix(src[from:], []byte("**")) {
			n.edits = []repair.Edit{{Pos: from, End: from + 2, Faults: repair.Markup}}
		}
		return n, nil
	}
	if len(args) == 1 && args[0].nameEnd == 0 {
		text := src[args[0].value:args[0].end]
		value := variables[string(bytes.TrimPrefix(text, []byte("**")))]
		if f.isObject(value) {
			n.expression = true
			n.edits = []repair.Edit{{Pos: args[0].value, End: args[0].end, New: string(value), Faults: repair.Rearranged}}
			return n, nil
		}
	}
	n.edits = append(n.edits, repair.Edit{New: "{", Faults: repair.Markup})
	for i, a := range args {
		text := src[a.value:a.end]
		var p *param
		switch {
		case a.nameEnd > 0:
			name := cleanName(src[a.pos:a.nameEnd])
			p = f.param(name)
			n.edits = append(n.edits,
				repair.Edit{Pos: a.pos, End: a.value, New: quoted([]byte(name)) + ":", Faults: repair.WrongSeparator})
		case len(text) > 0 && text[0] == '*':
			return n, fmt.Errorf("%w: %.20q stands for several", ErrArguments, text)
		case i >= len(f.params):
			return n, fmt.Errorf("%w: more than the function has", ErrArguments)
		default:
			p = &f.params[i]
			n.positional = true
			n.edits = append(n.edits,
				repair.Edit{Pos: a.value, End: a.value, New: quoted([]byte(p.name)) + ":", Faults: repair.MissingKey})
		}
		if value, ok := variables[string(text)]; ok && !isLiteral(text) {
			n.expression = true
			n.edits = append(n.edits, repair.Edit{Pos: a.value, End: a.end, New: string(value), Faults: repair.Rearranged})
			continue
		}
		literal := isValue(text)
		if value, ok := formulaValue(text); ok && !literal && (p == nil || !p.text) {
			n.edits = append(n.edits, repair.Edit{Pos: a.value, End: a.end, New: value, Faults: repair.NumberFormat})
			continue
		}
		n.expression = n.expression || !literal
		if !literal && p != nil && !p.text && bytes.ContainsAny(text, "*(+") {
			n.formulas = append(n.formulas, p.name)
		}
		n.variable = n.variable || !literal && (p == nil || !p.text)
		if !literal || p != nil && p.text && !isSimple(text) {
			n.edits = append(n.edits,
				repair.Edit{Pos: a.value, End: a.end, New: quoted(text), Faults: repair.UnquotedValue})
		}
	}
	n.edits = append(n.edits, repair.Edit{Pos: len(src), End: len(src), New: "}", Faults: repair.Markup})
	return n, nil
}

// read returns an error if a formula stands where something else than text is
// wanted, or the alignment has read a number into it: 2*math.sqrt(x) is not 2.
func (n *notation) read(c *Call) error {
	var err error
	gjson.ParseBytes(c.Arguments).ForEach(func(key, value gjson.Result) bool {
		misfit := slices.ContainsFunc(c.Mismatches, func(m schema.Mismatch) bool { return m.Pointer == "/"+key.Str })
		if (misfit || value.Type == gjson.Number) && slices.Contains(n.formulas, key.Str) {
			err = fmt.Errorf("%w: %s is a formula", ErrArguments, key.Str)
		}
		return err == nil
	})
	return err
}

// isObject reports whether a single argument without a name is the object of
// all arguments: f({"a":1}), f(**{"a":1}). It is not if the function has one
// parameter, which is an object, and the name of that is not in it.
func (f *function) isObject(text []byte) bool {
	if len(f.params) > 1 && (bytes.HasPrefix(text, []byte(`"{`)) || bytes.HasPrefix(text, []byte(`'{`))) {
		return true // written into a string
	}
	spread := bytes.HasPrefix(text, []byte("**"))
	text = bytes.TrimPrefix(text, []byte("**"))
	if len(text) == 0 || text[0] != '{' {
		return false
	}
	if spread || len(f.params) == 0 || !f.params[0].object {
		return true
	}
	inside, _ := split(text[1:max(1, len(text)-1)])
	for _, a := range inside {
		if a.nameEnd > 0 && f.param(cleanName(text[1+a.pos:1+a.nameEnd])) != nil {
			return true
		}
	}
	return false
}

func isEmptyObject(text []byte) bool {
	return len(text) > 1 && text[0] == '{' && len(bytes.TrimSpace(text[1:len(text)-1])) == 0
}

// cleanName returns the name of an argument without quotes and the
// backslashes of Markdown.
func cleanName(name []byte) string {
	name = bytes.Trim(bytes.TrimSpace(name), "\"'`*")
	return string(bytes.ReplaceAll(name, []byte(`\_`), []byte("_")))
}

// split returns the arguments in src, the text between brackets, and false if
// they are nested too deeply.
func split(src []byte) ([]argument, bool) {
	var args []argument
	text := append([]byte{'('}, src...) // a skim looks at the byte before
	s := skim{at: 1, stack: []byte{')'}, last: '('}
	a := argument{}
	add := func(end int) {
		if a.nameEnd == 0 {
			a.value = a.pos
		}
		for a.value < end && (isSpace(src[a.value]) || isComment(src[a.value:end])) {
			if isSpace(src[a.value]) {
				a.value++
				continue
			}
			n := bytes.IndexByte(src[a.value:end], '\n')
			if n < 0 {
				n = end - a.value
			}
			a.value += n
		}
		for end > a.value && isSpace(src[end-1]) {
			end--
		}
		if a.end = end; a.end > a.value || a.nameEnd > 0 {
			args = append(args, a)
		}
	}
	for s.at < len(text) {
		top, c := len(s.stack) == 1 && s.quote == 0 && !s.note, text[s.at]
		at := s.at - 1
		switch {
		case top && c == ',':
			add(at)
			a = argument{pos: at + 1}
		case top && a.nameEnd == 0 && (c == '=' || c == ':') && isArgName(src[a.pos:at]) && !follows(src, at, "=") && !follows(src, at, ":"):
			for isSpace(src[a.pos]) {
				a.pos++
			}
			a.nameEnd, a.value = at, at+1
			if follows(src, at, ">") {
				a.value++
			}
		}
		e, n := s.step(text, true)
		if e == hopeless {
			return nil, false
		}
		s.at += max(n, 1)
		if len(s.stack) == 0 {
			s.stack = append(s.stack, ')') // a stray closer
		}
	}
	add(len(src))
	return args, true
}

func isComment(text []byte) bool {
	return text[0] == '#' || bytes.HasPrefix(text, []byte("//"))
}

func follows(src []byte, i int, text string) bool {
	return bytes.HasPrefix(src[i+1:], []byte(text))
}

// isArgName reports whether text is a name, with or without quotes.
func isArgName(text []byte) bool {
	name := cleanName(text)
	if name == "" || !isLetter(name[0]) {
		return false
	}
	for i := range len(name) {
		if c := name[i]; !isLetter(c) && !isDigit(c) && c != '-' && c != '.' {
			return false
		}
	}
	return true
}

// isValue reports whether text is a literal, as far as its beginning and its
// end tell, and not a formula or a call; a list or an object of whatever else
// is one too.
//
//	'a', 1.5, -3, None, ['x'], (1, 2), r"\d"      literals
//	x, 3*x, lambda x: x, f(1), [1,2][0], 'a'.b()  none
func isValue(text []byte) bool {
	if len(text) == 0 || isSimple(text) {
		return true
	}
	c := text[0]
	if c != '{' && c != '[' && c != '(' {
		return false
	}
	s := skim{at: 1, stack: []byte{closer(c)}, last: c}
	for s.at < len(text) {
		e, n := s.step(text, true)
		s.at += max(n, 1)
		if e != more {
			break
		}
	}
	rest := bytes.TrimSpace(text[min(s.at, len(text)):])
	return len(rest) == 0 || rest[0] == '#' || rest[0] == '}' || rest[0] == ']'
}

// isSimple reports whether text is a string, a number, true, false or null.
func isSimple(text []byte) bool {
	if isLiteral(text) {
		return true
	}
	i := 0
	for i < len(text) && i < 2 && isLetter(text[i]) {
		i++
	}
	if i < len(text) && (text[i] == '"' || text[i] == '\'' || text[i] == '`' || bytes.HasPrefix(text[i:], []byte("\\"))) {
		return true
	}
	if bytes.HasPrefix(text, []byte("“")) || bytes.HasPrefix(text, []byte("‘")) {
		return true
	}
	digits := 0
	for _, c := range text {
		switch {
		case isDigit(c):
			digits++
		case bytes.IndexByte([]byte("+-.,_eE%"), c) < 0:
			return false
		}
	}
	return digits > 0 && (isDigit(text[0]) || text[0] == '.' || text[0] == '-' || text[0] == '+') && !formula(text)
}

// formula reports whether a number has a sign within: 5-3.
func formula(number []byte) bool {
	for i := 1; i < len(number); i++ {
		if (number[i] == '-' || number[i] == '+') && number[i-1]|0x20 != 'e' {
			return true
		}
	}
	return false
}
