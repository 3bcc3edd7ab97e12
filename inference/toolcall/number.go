package toolcall

import (
	"bytes"
	"math"
	"strconv"
)

// formulaValue returns the value of a formula of numbers, as JSON: 3.5/100,
// 2 * math.pi, (1 + 2) ** 3. ok is false for anything else, and where the
// value is not finite.
func formulaValue(text []byte) (value string, ok bool) {
	f := formulaReader{src: text}
	x := f.sum(0)
	f.space()
	if f.bad || f.at < len(f.src) || !f.operated || math.IsInf(x, 0) || math.IsNaN(x) {
		return "", false
	}
	return strconv.FormatFloat(x, 'f', -1, 64), true
}

// maxFormula is how deep parentheses and signs are read.
const maxFormula = 32

// A formulaReader reads a formula of numbers, in the order of Python.
type formulaReader struct {
	src      []byte
	at       int
	bad      bool
	operated bool // there is more than a number
}

func (f *formulaReader) space() {
	for f.at < len(f.src) && isSpace(f.src[f.at]) {
		f.at++
	}
}

// operator returns the operator that is next, if it is one of set; ** is '^'.
func (f *formulaReader) operator(set string) byte {
	f.space()
	if f.at == len(f.src) {
		return 0
	}
	c, n := f.src[f.at], 1
	if c == '*' && f.at+1 < len(f.src) && f.src[f.at+1] == '*' {
		c, n = '^', 2
	}
	for i := range len(set) {
		if set[i] == c {
			f.at += n
			f.operated = true
			return c
		}
	}
	return 0
}

func (f *formulaReader) sum(depth int) float64 {
	x := f.product(depth)
	for !f.bad {
		switch f.operator("+-") {
		case '+':
			x += f.product(depth)
		case '-':
			x -= f.product(depth)
		default:
			return x
		}
	}
	return x
}

func (f *formulaReader) product(depth int) float64 {
	x := f.power(depth)
	for !f.bad {
		switch f.operator("*/") {
		case '*':
			x *= f.power(depth)
		case '/':
			x /= f.power(depth)
		default:
			return x
		}
	}
	return x
}

func (f *formulaReader) power(depth int) float64 {
	f.space()
	if depth > maxFormula || f.at == len(f.src) {
		f.bad = true
		return 0
	}
	switch c := f.src[f.at]; {
	case c == '-' || c == '+':
		f.at++
		x := f.power(depth + 1)
		if c == '-' {
			x = -x
		}
		return x
	case c == '(':
		f.at++
		x := f.sum(depth + 1)
		f.space()
		if f.bad = f.bad || f.at == len(f.src) || f.src[f.at] != ')'; f.bad {
			return 0
		}
		f.at++
		return f.exponent(x, depth)
	}
	for _, pi := range [...]string{"math.pi", "np.pi", "Math.PI", "pi"} {
		if bytes.HasPrefix(f.src[f.at:], []byte(pi)) {
			f.at += len(pi)
			f.operated = true
			return f.exponent(math.Pi, depth)
		}
	}
	from := f.at
	for f.at < len(f.src) && (isDigit(f.src[f.at]) || f.src[f.at] == '.' || f.src[f.at]|0x20 == 'e' ||
		(f.src[f.at] == '-' || f.src[f.at] == '+') && f.at > from && f.src[f.at-1]|0x20 == 'e') {
		f.at++
	}
	x, err := strconv.ParseFloat(string(f.src[from:f.at]), 64)
	if f.bad = f.bad || err != nil; f.bad {
		return 0
	}
	return f.exponent(x, depth)
}

func (f *formulaReader) exponent(x float64, depth int) float64 {
	if f.operator("^") == 0 {
		return x
	}
	return math.Pow(x, f.power(depth+1))
}
