package schema

import (
	"strings"
	"unicode"

	"github.com/repairjson/repairjson/casefix"
	"github.com/repairjson/repairjson/repair"
)

// enum finds the one value of the list that the scalar v means.
func (a *aligner) enum(v int, n *node, w *view) *plan {
	x := &a.vals[v]
	if x.kind >= kArray {
		return nil
	}
	said := string(a.raw(v))
	if x.kind == kString {
		said = a.str(v)
	}
	if x.kind == kNull {
		said = "null"
	}
	if i, cost, f := choosesOf(said, w.enum); i >= 0 {
		return a.replaced(v, n, w.enum[i].text(), cost, f)
	}
	if isNothing(said) {
		return a.replaced(v, n, "null", costNull, repair.Coerced)
	}
	return nil
}

// choosesOf returns which of the list is meant: one that is the same but for
// its type, then for case and punctuation, then within words, then but for a
// slip of the pen. If several are, none is.
func choosesOf(said string, list []literal) (at, cost int, f repair.Faults) {
	for _, rule := range []struct {
		same func(said, want string) bool
		cost int
		f    repair.Faults
	}{
		{func(s, w string) bool { return s == w }, costText, repair.Coerced},
		{strings.EqualFold, costEnumForm, repair.EnumForm},
		{func(s, w string) bool { return bare(w) != "" && bare(s) == bare(w) }, costEnumForm, repair.EnumForm},
		{within, costEnumNear, repair.EnumNear},
	} {
		found := -1
		for i := range list {
			if list[i].kind >= kArray || !rule.same(said, list[i].said()) {
				continue
			}
			if found >= 0 {
				return -1, 0, 0
			}
			found = i
		}
		if found >= 0 {
			return found, rule.cost, rule.f
		}
	}
	var names []string
	var at2 []int
	for i := range list {
		if list[i].kind == kString {
			names, at2 = append(names, list[i].str), append(at2, i)
		}
	}
	if _, i, m := casefix.NewIndex(names).Near(said); m == casefix.Near || m == casefix.Folded {
		return at2[i], costEnumNear, repair.EnumNear
	}
	return -1, 0, 0
}

// said returns what a scalar says, without quotes.
func (l *literal) said() string {
	if l.kind == kString {
		return l.str
	}
	return l.text()
}

// bare returns s folded, without the quotes and punctuation around it.
func bare(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '%' || unicode.Is(unicode.Quotation_Mark, r) || r == '`'
	})
	return string(casefix.Fold(nil, []byte(s)))
}

// within reports whether the words of want are among those of said, in order
// and without others between. One letter is no word, but may be an answer
// before a stop or a bracket: "B) because".
func within(said, want string) bool {
	inner, outer := words(want), words(said)
	if len(inner) == 0 || len(inner) >= len(outer) || len(strings.Join(inner, "")) < 2 {
		return false
	}
	for i := range outer[:len(outer)-len(inner)+1] {
		match := true
		for j := range inner {
			if outer[i+j] != inner[j] {
				match = false
				break
			}
		}
		if match && !negated(outer[:i]) {
			return true
		}
	}
	return false
}

// negated reports whether the words before a value deny it.
func negated(before []string) bool {
	for _, w := range before[max(0, len(before)-3):] {
		switch w {
		case "not", "no", "non", "never", "neither", "nor", "without", "isnt", "except":
			return true
		}
	}
	return false
}

func words(s string) []string {
	list := strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\''
	})
	for i, w := range list {
		list[i] = string(casefix.Fold(nil, []byte(w)))
	}
	return list
}
