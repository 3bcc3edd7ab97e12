package main

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scripts are the letters of which placeholders are made: for a script its
// small letters, or the only ones it has. Letters of other scripts become the
// first three of theirs.
var scripts = []struct {
	table   *unicode.RangeTable
	letters [3]rune
}{
	{unicode.Latin, [3]rune{'x', 'y', 'z'}},
	{unicode.Han, [3]rune{'甲', '乙', '丙'}},
	{unicode.Hiragana, [3]rune{'あ', 'い', 'う'}},
	{unicode.Katakana, [3]rune{'ア', 'イ', 'ウ'}},
	{unicode.Hangul, [3]rune{'가', '나', '다'}},
	{unicode.Cyrillic, [3]rune{'ж', 'ш', 'щ'}},
	{unicode.Greek, [3]rune{'ξ', 'ψ', 'ω'}},
}

// placeholders returns the letters that stand for a letter or a mark.
func placeholders(r rune) [3]rune {
	for _, s := range scripts {
		if unicode.Is(s.table, r) {
			return s.letters
		}
	}
	for _, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return firstLetters(table, r)
		}
	}
	return [3]rune{r, r, r}
}

// firstLetters returns the first three of a script's letters, or marks, of the
// class of r.
func firstLetters(script *unicode.RangeTable, r rune) [3]rune {
	class := unicode.Letter
	if unicode.IsMark(r) {
		class = unicode.Mark
	}
	letters := [3]rune{r, r, r}
	n := 0
	add := func(lo, hi, stride rune) {
		for c := lo; c <= hi && n < 3; c += stride {
			if unicode.Is(class, c) {
				letters[n] = c
				n++
			}
		}
	}
	for _, x := range script.R16 {
		add(rune(x.Lo), rune(x.Hi), rune(x.Stride))
	}
	for _, x := range script.R32 {
		add(rune(x.Lo), rune(x.Hi), rune(x.Stride))
	}
	return letters
}

// isLetter reports whether r belongs to a word.
func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

// A scrubber makes placeholders. Equal words become equal placeholders, and
// different ones different as far as their length allows.
type scrubber struct {
	text string
	keys []string // stay where they are names, longest first
	done map[string]string
	seed int
	out  strings.Builder
}

// scrub returns the text with placeholders for its words and numbers.
func (s *scrubber) scrub() string {
	s.done = map[string]string{}
	s.out.Reset()
	for i := 0; i < len(s.text); {
		i = s.next(i)
	}
	return s.out.String()
}

// next writes what stands for the text at i, and returns the offset after it.
func (s *scrubber) next(i int) int {
	if s.text[i] == '\\' {
		return s.escape(i)
	}
	if s.text[i] >= '0' && s.text[i] <= '9' {
		return s.number(i)
	}
	r, n := utf8.DecodeRuneInString(s.text[i:])
	if !isLetter(r) {
		if unicode.IsDigit(r) {
			s.out.WriteRune(r - (r-zero(r))%10 + 1)
		} else {
			s.out.WriteString(s.text[i : i+n])
		}
		return i + n
	}
	if n := s.key(i); n > 0 {
		s.out.WriteString(s.text[i : i+n])
		return i + n
	}
	end := i
	for end < len(s.text) && isName(s.text[end]) {
		end++
	}
	if end > i && (i == 0 || !isName(s.text[i-1])) && syntax(s.text, i, end) {
		s.out.WriteString(s.text[i:end])
		return end
	}
	return s.word(i)
}

func isName(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_'
}

// zero returns the digit zero of the script of a digit: ten digits stand
// together.
func zero(r rune) rune {
	for c := r; ; c-- {
		if r-c == 9 || !unicode.IsDigit(c-1) {
			return c
		}
	}
}

// key returns the length of the name that was asked for at i, or 0: a colon or
// "=" follows it, after a quotation mark perhaps.
func (s *scrubber) key(i int) int {
	if i > 0 && isName(s.text[i-1]) {
		return 0
	}
	for _, k := range s.keys {
		if !strings.HasPrefix(s.text[i:], k) {
			continue
		}
		after := strings.TrimLeft(s.text[i+len(k):], "\\\"'`”’ \t")
		if after != "" && (after[0] == ':' || after[0] == '=' || strings.HasPrefix(after, "：")) {
			return len(k)
		}
	}
	return 0
}

// escape writes an escape. One of a letter becomes that of a placeholder; any
// other stays.
func (s *scrubber) escape(i int) int {
	rest := s.text[i:]
	if len(rest) >= 6 && rest[1] == 'u' {
		if v, err := strconv.ParseUint(rest[2:6], 16, 16); err == nil {
			r := rune(v)
			if isLetter(r) && r > 0x7f {
				letters := placeholders(r)
				quoted := strconv.QuoteToASCII(string(letters[0]))
				if quoted = quoted[1 : len(quoted)-1]; len(quoted) == 1 {
					quoted = `\u00` + strconv.FormatInt(int64(quoted[0]), 16)
				}
				s.out.WriteString(quoted)
				return i + 6
			}
			s.out.WriteString(rest[:6])
			return i + 6
		}
	}
	end := i + 1
	for end < len(s.text) && isName(s.text[end]) {
		end++
	}
	if end > i+1 && syntax(s.text, i+1, end) {
		s.out.WriteString(s.text[i:end])
		return end
	}
	n := min(2, len(rest))
	if n == 2 && rest[1] >= 0x80 || n == 2 && rest[1] >= '0' && rest[1] <= '9' {
		n = 1
	}
	s.out.WriteString(rest[:n])
	return i + n
}

// number writes a placeholder for a run of digits. A zero at its beginning
// stays, and so does a single zero.
func (s *scrubber) number(i int) int {
	end := i
	for end < len(s.text) && s.text[end] >= '0' && s.text[end] <= '9' {
		end++
	}
	run := s.text[i:end]
	if _, ok := s.done[run]; !ok {
		s.done[run] = s.make(run, func(k int, r rune, digit int) rune {
			if r == '0' && k == 0 {
				return '0'
			}
			return '1' + rune(digit)
		})
	}
	s.out.WriteString(s.done[run])
	return end
}

// word writes a placeholder for a run of letters. A single letter stays, unless
// it is a word by itself.
func (s *scrubber) word(i int) int {
	end, letters := i, 0
	for end < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[end:])
		if !isLetter(r) {
			break
		}
		end += n
		letters++
	}
	run := s.text[i:end]
	if letters == 1 && len(run) == 1 {
		s.out.WriteString(run)
		return end
	}
	if _, ok := s.done[run]; !ok {
		s.done[run] = s.make(run, func(_ int, r rune, digit int) rune {
			letter := placeholders(r)[digit]
			if unicode.IsUpper(r) {
				return unicode.ToUpper(letter)
			}
			return letter
		})
	}
	s.out.WriteString(s.done[run])
	return end
}

// make returns the placeholder for a run: the digits of a count in base three,
// least first, say which of the letters stands where.
func (s *scrubber) make(run string, letter func(k int, r rune, digit int) rune) string {
	count := len(s.done) + s.seed
	var b strings.Builder
	k := 0
	for _, r := range run {
		b.WriteRune(letter(k, r, count%3))
		count /= 3
		k++
	}
	return b.String()
}
