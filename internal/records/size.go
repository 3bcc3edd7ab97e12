package records

import "strconv"

// SizeText returns a number of bytes with the largest unit that divides it.
func SizeText(n int64) string {
	const units = "KMG"
	unit := ""
	for i := 0; i < len(units) && n%1024 == 0; i++ {
		n /= 1024
		unit = units[i : i+1]
	}
	return strconv.FormatInt(n, 10) + unit
}
