package damage

import (
	"strings"
)

// A token is a piece of a document's text.
type token struct {
	lead string // the white space before it
	text string
	kind byte   // { } [ ] , : as they are, k a key, s n w a value, x something put in
	v    *Value // the value that it is, or begins, or ends
	in   *Value // the container around
	hit  bool   // is damaged, or decides how damage is read
}

// A draft is the text of a document that is being damaged.
type draft struct {
	writer
	truth  *Value // what is meant
	toks   []token
	head   string // before the document
	tail   string // after it
	pretty bool   // a line for each element
	cut    bool   // the text ends early: nothing may follow
	whole  bool   // what was done concerns the whole text: its beginning and its end are taken
	style  bool   // the marks of all strings are of another kind
}

// newDraft writes a document.
func newDraft(w writer, v *Value) *draft {
	d := &draft{writer: w, truth: v}
	indent, colon, comma := "", ":", ""
	switch w.IntN(4) {
	case 0:
	case 1:
		colon, comma = ": ", " "
	case 2:
		colon, indent, d.pretty = ": ", "  ", true
	default:
		colon, indent, d.pretty = ": ", "    ", true
	}
	d.emit(v, nil, "", layout{indent, colon, comma}, 0)
	return d
}

// A layout is the white space of a document.
type layout struct{ indent, colon, comma string }

// emit appends the tokens of a value.
func (d *draft) emit(v, in *Value, lead string, l layout, depth int) {
	line := func(depth int) string {
		if l.indent == "" {
			return ""
		}
		return "\n" + strings.Repeat(l.indent, depth)
	}
	switch v.Kind {
	case 's':
		d.toks = append(d.toks, token{lead: lead, text: quote(v.Text), kind: 's', v: v, in: in})
		return
	case 'n', 'w':
		d.toks = append(d.toks, token{lead: lead, text: v.Text, kind: v.Kind, v: v, in: in})
		return
	}
	d.toks = append(d.toks, token{lead: lead, text: string(v.Kind), kind: v.Kind, v: v, in: in})
	for i, kid := range v.Kids {
		space := line(depth + 1)
		if i > 0 {
			d.toks = append(d.toks, token{text: ",", kind: ',', in: v})
			space += l.comma
		}
		if v.Kind == '{' {
			d.toks = append(d.toks, token{lead: space, text: quote(v.Names[i]), kind: 'k', v: kid, in: v})
			d.toks = append(d.toks, token{text: ":", kind: ':', in: v})
			space = strings.TrimPrefix(l.colon, ":")
		}
		d.emit(kid, v, space, l, depth+1)
	}
	space := line(depth)
	if len(v.Kids) == 0 {
		space = ""
	}
	d.toks = append(d.toks, token{lead: space, text: string(v.Kind + 2), kind: v.Kind + 2, v: v, in: in})
}

// String returns the text.
func (d *draft) String() string {
	var b strings.Builder
	b.WriteString(d.head)
	for _, t := range d.toks {
		b.WriteString(t.lead)
		b.WriteString(t.text)
	}
	b.WriteString(d.tail)
	return b.String()
}

// at returns the kind of the token at i, 0 outside.
func (d *draft) at(i int) byte {
	if i < 0 || i >= len(d.toks) {
		return 0
	}
	return d.toks[i].kind
}

// choose returns one of the tokens that fit and that nothing was done to, nor
// to their neighbours, and marks it; -1 if there is none.
func (d *draft) choose(fits func(i int) bool) int {
	var list []int
	for i := range d.toks {
		free := !d.toks[i].hit && (i == 0 || !d.toks[i-1].hit) && (i+1 == len(d.toks) || !d.toks[i+1].hit)
		if free && fits(i) {
			list = append(list, i)
		}
	}
	if len(list) == 0 {
		return -1
	}
	i := list[d.IntN(len(list))]
	d.toks[i].hit = true
	return i
}

// all marks the tokens that fit, and calls f with each; it reports whether
// there were any.
func (d *draft) all(fits func(t token) bool, f func(t *token)) bool {
	some := false
	for i := range d.toks {
		if t := &d.toks[i]; !t.hit && fits(*t) {
			f(t)
			t.hit = true
			some = true
		}
	}
	return some
}

// insert puts a token before the one at i.
func (d *draft) insert(i int, lead, text string) {
	d.toks = append(d.toks, token{})
	copy(d.toks[i+1:], d.toks[i:])
	d.toks[i] = token{lead: lead, text: text, kind: 'x', hit: true}
}

// remove takes out the token at i; the white space before it stays with the
// next one if keep says so.
func (d *draft) remove(i int, keep bool) {
	lead := d.toks[i].lead
	d.toks = append(d.toks[:i], d.toks[i+1:]...)
	if i < len(d.toks) {
		d.toks[i].hit = true
		if keep {
			d.toks[i].lead = lead + d.toks[i].lead
		}
	}
}

// closerOf returns the token that closes the container v, -1 if it is gone.
func (d *draft) closerOf(v *Value) int {
	for i, t := range d.toks {
		if t.v == v && (t.kind == '}' || t.kind == ']') {
			return i
		}
	}
	return -1
}

// words reports whether a text is made of letters, digits, single spaces and
// underscores, and begins and ends with a letter: nothing in it looks like
// JSON, and it is no literal.
func words(s string) bool {
	for i, r := range s {
		letter := r|0x20 >= 'a' && r|0x20 <= 'z' || r > 0x2e80
		if !letter && (i == 0 || !(r == ' ' || r == '_' || r >= '0' && r <= '9')) {
			return false
		}
	}
	switch strings.ToLower(s) {
	case "", "true", "false", "null", "none", "nil", "undefined", "nan", "infinity":
		return false
	}
	last := s[len(s)-1]
	return last != ' ' && last != '_' && !strings.Contains(s, "  ")
}

// identifier reports whether a name needs no quotation marks in JavaScript.
func identifier(s string) bool { return words(s) && !strings.Contains(s, " ") && s[0] < 0x80 }
