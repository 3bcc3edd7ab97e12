package casefix

import (
	"unicode"
	"unicode/utf8"
)

// Near is [Index.Lookup] and, where that finds none, guesses: the match may
// also be [Near]. The guess is meant for slips of the pen ("recieved_at",
// "Requirments"). Other names can be as close and mean something else (is_active
// and inactive are one letter apart), so it is for members that would be of no
// use otherwise, and made only if
//
//   - the folded forms are one edit apart, or two if the shorter one has 8
//     characters, and it has no less than 4. An edit is a letter too many, too
//     few or another one, or two neighbours that changed places;
//   - two edits do not touch each other: min_value is not max_value, and
//     complete is not incomplete;
//   - the edits are of small letters: file1 is not file2, and 最大长度, where
//     each character is a word, not 最小长度;
//   - no other target is as close. If one is, the match is [Ambiguous].
func (x *Index) Near(name string) (target string, i int, m Match) {
	i, m, _ = x.find(name, Near)
	if i < 0 {
		return "", -1, m
	}
	return x.names[i], i, m
}

const (
	maxEdits    = 2
	oneEditFrom = 4 // the least length for one edit
	twoEditFrom = 8 // and for two
)

// find returns the target of name with a match of least or better, and the
// number of edits if it is [Near].
func (x *Index) find(name string, least Match) (i int, m Match, edits int) {
	_, i, m = x.Lookup(name)
	switch {
	case m == None && least <= Near:
		return x.near(name)
	case m != Ambiguous && m < least:
		return -1, None, 0
	}
	return i, m, 0
}

func (x *Index) near(name string) (i int, m Match, edits int) {
	var bytes [stackSize]byte
	var runes [stackSize]rune
	q := runes[:0]
	for f := fold(bytes[:0], name); len(f) > 0; {
		r, n := utf8.DecodeRune(f)
		q, f = append(q, r), f[n:]
	}
	if len(q) < oneEditFrom {
		return -1, None, 0
	}

	best, edits := -1, maxEdits+1
	alone := true
	for k := range x.forms {
		t := x.forms[k].runes
		switch d := distance(q, t, maxEdits); {
		case d > maxEdits || d > edits || !sameFixed(q, t):
		case d < edits:
			best, edits, alone = k, d, true
		default:
			alone = false
		}
	}
	if edits > maxEdits || !slip(q, x.forms[best].runes, edits) {
		return -1, None, 0
	}
	if i = x.forms[best].target; i == shared || !alone {
		return -1, Ambiguous, 0
	}
	return i, Near, edits
}

// slip reports whether the edits between a and b are so few, for their length,
// and so far from each other, that they were hardly meant.
func slip(a, b []rune, edits int) bool {
	n := min(len(a), len(b))
	if edits < 2 {
		return n >= oneEditFrom
	}
	a, b = trim(a, b)
	return n >= twoEditFrom && max(len(a), len(b)) > 2
}

// sameFixed reports whether a and b have the same characters, in the same
// order, apart from small letters.
func sameFixed(a, b []rune) bool {
	for {
		a, b = skipLetters(a), skipLetters(b)
		if len(a) == 0 || len(b) == 0 {
			return len(a) == len(b)
		}
		if a[0] != b[0] {
			return false
		}
		a, b = a[1:], b[1:]
	}
}

func skipLetters(s []rune) []rune {
	for i, r := range s {
		if !unicode.IsLower(r) {
			return s[i:]
		}
	}
	return nil
}

// distance returns how many edits make b of a, or limit+1 if it takes more:
// letters left out, put in, or replaced, and neighbours swapped that are not
// edited again (the optimal string alignment). What is equal at both ends
// costs nothing; at the first difference each edit is tried. For a small limit
// that is less work than a table, and needs no memory.
func distance(a, b []rune, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	a, b = trim(a, b)
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	if limit == 0 {
		return 1
	}
	d := distance(a[1:], b[1:], limit-1)
	d = min(d, distance(a[1:], b, limit-1))
	d = min(d, distance(a, b[1:], limit-1))
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		d = min(d, distance(a[2:], b[2:], limit-1))
	}
	return d + 1
}

// trim returns a and b without what they have in common at the ends.
func trim(a, b []rune) (_, _ []rune) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}
