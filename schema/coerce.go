package schema

import (
	"regexp"
	"strings"

	"github.com/repairjson/repairjson/repair"
	"golang.org/x/text/width"
)

// scalar aligns a string, number, boolean or null.
func (a *aligner) scalar(v int, n *node, w *view) *plan {
	raw := string(a.raw(v))
	var best *plan
	try := func(p *plan) {
		if p != nil && (best == nil || p.less(best)) {
			best = p
		}
	}
	switch a.vals[v].kind {
	case kString:
		s := a.str(v)
		if w.types&tNumber != 0 {
			try(a.numberOf(v, n, w, s))
		}
		if text := truth(s); text != "" && w.types&tBool != 0 {
			try(a.replaced(v, n, text, costTruth, repair.Coerced))
		} else if text = truthWithin(s); text != "" && w.types&tBool != 0 {
			try(a.replaced(v, n, text, costUnit, repair.UnitDropped))
		}
		if w.types&tNull != 0 && w.types&tString == 0 && isNothing(s) {
			try(a.replaced(v, n, "null", costNull, repair.Coerced))
		}
	case kNumber:
		try(a.integerForm(v, n, w))
		if w.types&tString != 0 && w.types&tNumber != tNumber {
			try(a.replaced(v, n, quote(raw), costText, repair.Coerced))
		}
		if w.types&tBool != 0 && (raw == "0" || raw == "1") {
			try(a.replaced(v, n, truth(raw), costTruth, repair.Coerced))
		}
	case kBool:
		if w.types&tString != 0 {
			try(a.replaced(v, n, quote(raw), costText, repair.Coerced))
		}
	}
	return best
}

// integerForm writes a whole number without point and exponent.
func (a *aligner) integerForm(v int, n *node, w *view) *plan {
	if a.vals[v].kind == kNumber && w.types&tNumber == tInteger {
		if text, ok := parseDecimal(string(a.raw(v))).plain(); ok {
			return a.replaced(v, n, text, costIntegerForm, repair.IntegerForm)
		}
	}
	return nil
}

// numberOf takes the string v, which says s, for a number.
func (a *aligner) numberOf(v int, n *node, w *view, s string) *plan {
	text, unit, ok := number(s)
	if !ok {
		return nil
	}
	cost, f := costNumber, repair.Coerced
	if unit {
		cost, f = costUnit, repair.UnitDropped
	}
	if w.types&tNumber == tInteger && strings.ContainsAny(text, ".eE") {
		if text, ok = parseDecimal(text).plain(); !ok {
			return nil
		}
	}
	return a.replaced(v, n, text, cost, f)
}

// truth returns the boolean that a word stands for, or nothing.
func truth(s string) string {
	switch strings.Trim(strings.ToLower(strings.TrimSpace(s)), `.!"'`) {
	case "true", "yes", "y", "on", "1", "t":
		return "true"
	case "false", "no", "n", "off", "0", "f":
		return "false"
	}
	return ""
}

// truthWithin returns the boolean that a sentence says in so many words, or
// nothing: "Yes, it is", but not "not true" nor "true or false".
func truthWithin(s string) string {
	found := ""
	list := words(s)
	for i, w := range list {
		switch w {
		case "true", "yes", "false", "no":
			if found != "" || negated(list[:i]) {
				return ""
			}
			found = truth(w)
		}
	}
	return found
}

// isNothing reports whether a word stands for null.
func isNothing(s string) bool {
	switch strings.Trim(strings.ToLower(strings.TrimSpace(s)), `."'`) {
	case "", "null", "none", "nil", "n/a", "undefined", "nothing":
		return true
	}
	return false
}

var (
	// jsonNumber is a number as JSON writes it.
	jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)
	// looseNumber has what people write besides: a plus, leading zeros, no
	// digit before or after the point.
	looseNumber = regexp.MustCompile(`^([+-]?)0*([0-9]*)(\.[0-9]*)?([eE][+-]?[0-9]+)?$`)
	// groups are digits in groups of three; europe has point and comma the
	// other way round, which shows only where both are there.
	groups = regexp.MustCompile(`^[+-]?[0-9]{1,3}([,_' \x{a0}\x{202f}][0-9]{3})+(\.[0-9]+)?$`)
	indian = regexp.MustCompile(`^[+-]?[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}(\.[0-9]+)?$`)
	europe = regexp.MustCompile(`^[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+$`)
	// figures are what looks like a number within words; what has slashes,
	// colons or further points around it (a date, a time, a version) is none.
	figures = regexp.MustCompile(`[-+]?[0-9][0-9.,_:/\-]*[0-9]|[-+]?[0-9]`)
	// term is a number that is part of an expression: "x[0]", "sqrt(2)", "2*pi".
	term     = regexp.MustCompile(`\pL[(\[] ?[-+]?[0-9]|[*^] ?[0-9]|[0-9] ?[*^]`)
	quotient = regexp.MustCompile(`^([+-]?[0-9]{1,9})/([0-9]{1,9})$`)
	// magnitude is what makes another number of the one before: "5k", "1.5
	// million". That m is a metre or a minute, and M a million, only case says.
	magnitude = regexp.MustCompile(`^ ?(?:[KkMBGT]|[Bb]n|[Mm]n|(?i:mio|mrd|hundred|thousand|million|billion|trillion|dozen|lakh|crore)s?)(?:[^\pL]|$)|^ ?[万亿億만억]`)
)

// number returns the text, as JSON writes it, of the number that s says. It
// reports in unit whether something beside the number was left out. There
// must be exactly one number: "12:30" and "3 or 4" say none, nor does what is
// another number in full, as "5k".
func number(s string) (text string, unit, ok bool) {
	s = strings.TrimSpace(strings.ReplaceAll(width.Fold.String(s), "−", "-"))
	if text, ok = plainNumber(s); ok {
		return text, false, true
	}
	if text, ok = fraction(s); ok {
		return text, false, true
	}
	found := figures.FindAllStringIndex(s, 3)
	if len(found) != 1 || strings.HasPrefix(s, "(") || term.MatchString(s) { // (5) is -5 in accounts
		return "", false, false
	}
	from, to := found[0][0], found[0][1]
	if magnitude.MatchString(s[to:]) {
		return "", false, false
	}
	if before := s[:from]; before != "" {
		// "$-5" and "$5" and "about 5", but not "v5" or "A-5".
		last := before[len(before)-1]
		if last >= 'a' && last <= 'z' || last >= 'A' && last <= 'Z' || last == '.' || last == '/' || last == '#' {
			return "", false, false
		}
		if strings.HasPrefix(before, "-") && !strings.ContainsAny(before, " ") { // "-$5"
			s, from, to = "-"+s[from:], 0, to-from+1
		}
	}
	if from > 1 && s[from] == '-' && s[from-1] != ' ' && s[from-1] < 0x80 && s[from-1] != '$' {
		return "", false, false
	}
	text, ok = plainNumber(s[from:to])
	return text, true, ok
}

// plainNumber rewrites a number without anything around it.
func plainNumber(s string) (string, bool) {
	if jsonNumber.MatchString(s) {
		return s, true
	}
	switch {
	case groups.MatchString(s), indian.MatchString(s):
		s = strings.NewReplacer(",", "", "_", "", "'", "", " ", "", "\u00a0", "", "\u202f", "").Replace(s)
	case europe.MatchString(s):
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	}
	m := looseNumber.FindStringSubmatch(s)
	if m == nil || !strings.ContainsAny(strings.TrimSuffix(s, m[4]), "0123456789") {
		return "", false
	}
	sign, whole, frac, exp := m[1], m[2], m[3], m[4]
	if whole == "" {
		whole = "0"
	}
	if frac == "." {
		frac = ""
	}
	if sign == "+" {
		sign = ""
	}
	return sign + whole + frac + exp, true
}

// fraction returns the decimal that a fraction is exactly: "1/5" is 0.2, and
// "1/3" is none.
func fraction(s string) (string, bool) {
	m := quotient.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	return exactQuotient(m[1], m[2])
}
