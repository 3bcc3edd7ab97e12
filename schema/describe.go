package schema

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxBrief is the length in bytes to which quoted text is cut in a Mismatch.
const maxBrief = 60

// brief returns text, cut if it is long.
func brief(text []byte) string {
	if len(text) <= maxBrief {
		return string(text)
	}
	cut := maxBrief
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return string(text[:cut]) + "…"
}

// text returns the number as people write it, for a message.
func (d decimal) text() string {
	if s, ok := d.plain(); ok {
		return s
	}
	sign := ""
	if d.neg {
		sign = "-"
	}
	switch {
	case d.exp > 0 && d.exp < len(d.digits):
		return sign + d.digits[:d.exp] + "." + d.digits[d.exp:]
	case d.exp <= 0 && d.exp > -20:
		return sign + "0." + strings.Repeat("0", -d.exp) + d.digits
	}
	s := sign + d.digits[:1]
	if len(d.digits) > 1 {
		s += "." + d.digits[1:]
	}
	return s + "e" + strconv.Itoa(d.exp-1)
}

// describe says in a few words what a node wants.
func describe(n *node) string {
	n = n.deref()
	switch {
	case n.never:
		return "nothing"
	case n.enum != nil:
		return describeEnum(n.enum)
	case n.types == tObject && len(n.props) > 0:
		names := make([]string, 0, len(n.props))
		for _, p := range n.props {
			if len(names) == 8 {
				names = append(names, "…")
				break
			}
			names = append(names, p.name)
		}
		return "object of " + strings.Join(names, ", ")
	case n.types == tArray && n.items != nil && n.items.types != 0:
		return "array of " + n.items.types.String()
	case n.types != 0:
		return n.types.String()
	}
	return "another value"
}

func describeEnum(list []literal) string {
	if len(list) == 0 {
		return "nothing"
	}
	var b strings.Builder
	if len(list) > 1 {
		b.WriteString("one of ")
	}
	for i := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		if i == 12 {
			b.WriteString("…")
			break
		}
		b.WriteString(brief([]byte(list[i].text())))
	}
	return b.String()
}

// deref follows references, as far as they are without anything beside them.
func (n *node) deref() *node {
	for range 100 {
		switch {
		case n.ref != nil && n.types == 0 && n.enum == nil:
			n = n.ref
		case len(n.allOf) == 1 && n.types == 0 && n.enum == nil:
			n = n.allOf[0]
		default:
			return n
		}
	}
	return n
}
