package schema

import (
	"math/big"
	"strconv"
	"strings"
)

// A decimal is a number of any size, kept as its digits: 0.digits × 10^exp,
// without leading or trailing zeros. Zero has no digits. Numbers never pass
// through a float64, which rounds and overflows, nor are huge exponents
// multiplied out.
type decimal struct {
	neg    bool
	digits string
	exp    int
}

// maxExponent bounds exponents, so that sums of them do not overflow.
const maxExponent = 1 << 30

// parseDecimal reads the text of a JSON number.
func parseDecimal(s string) decimal {
	var d decimal
	s, d.neg = strings.CutPrefix(s, "-")
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.Atoi(s[i+1:])
		if err != nil || n > maxExponent || n < -maxExponent {
			n = maxExponent
			if s[i+1] == '-' {
				n = -maxExponent
			}
		}
		d.exp, s = n, s[:i]
	}
	whole, frac, _ := strings.Cut(s, ".")
	d.digits = whole + frac
	d.exp += len(whole)
	trimmed := strings.TrimLeft(d.digits, "0")
	d.exp -= len(d.digits) - len(trimmed)
	d.digits = strings.TrimRight(trimmed, "0")
	if d.digits == "" {
		return decimal{}
	}
	return d
}

// String returns a text that is the same for equal numbers only.
func (d decimal) String() string {
	sign := ""
	if d.neg {
		sign = "-"
	}
	return sign + "0." + d.digits + "e" + strconv.Itoa(d.exp)
}

// cmp compares two numbers.
func (d decimal) cmp(e decimal) int {
	switch {
	case d.neg != e.neg:
		if d.neg {
			return -1
		}
		return 1
	case d.neg:
		d.neg, e.neg = false, false
		return e.cmp(d)
	case d.digits == "" || e.digits == "":
		return len(d.digits) - len(e.digits)
	case d.exp != e.exp:
		return d.exp - e.exp
	}
	return strings.Compare(d.digits, e.digits)
}

// integer reports whether d is a whole number.
func (d decimal) integer() bool { return len(d.digits) <= d.exp || d.digits == "" }

// plain returns the whole number d without point and exponent. It reports
// false for one of more than 64 digits, which nobody meant to write out.
func (d decimal) plain() (string, bool) {
	if d.digits == "" {
		return "0", true
	}
	if !d.integer() || d.exp > 64 {
		return "", false
	}
	s := d.digits + strings.Repeat("0", d.exp-len(d.digits))
	if d.neg {
		s = "-" + s
	}
	return s, true
}

// long reports whether the number takes thousands of digits to write out.
func (d decimal) long() bool { return max(d.exp, -d.exp, len(d.digits)) > 2000 }

// multipleOf reports whether d is a whole multiple of e. Where that would
// take numbers of thousands of digits, it is not.
func (d decimal) multipleOf(e decimal) bool {
	if d.digits == "" || e.digits == "" {
		return d.digits == ""
	}
	if d.long() || e.long() {
		return false
	}
	var q big.Rat
	x, ok1 := new(big.Rat).SetString(d.String())
	y, ok2 := new(big.Rat).SetString(e.String())
	return ok1 && ok2 && q.Quo(x, y).IsInt()
}

// exactQuotient returns x / y, two whole numbers, if at most nine decimals
// say it exactly.
func exactQuotient(x, y string) (string, bool) {
	q, ok := new(big.Rat).SetString(x + "/" + y)
	if !ok {
		return "", false
	}
	n, exact := q.FloatPrec()
	if !exact || n > 9 {
		return "", false
	}
	return q.FloatString(n), true
}
