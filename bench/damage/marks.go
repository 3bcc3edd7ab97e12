package damage

import (
	"strconv"
	"strings"
)

// noComma leaves out a comma between two members whose line, or whose marks,
// tell them apart: after a string, a bracket or a line break comes a key; in a
// list of strings a line break is needed, since strings side by side may be
// pieces of one.
func noComma(d *draft) bool {
	i := d.choose(func(i int) bool {
		if d.at(i) != ',' || i+1 >= len(d.toks) {
			return false
		}
		line := strings.Contains(d.toks[i+1].lead, "\n")
		before, after := d.at(i-1), d.at(i+1)
		switch {
		case after == 'k':
			return line || before == 's' && d.toks[i+1].lead != "" || before == '}' || before == ']'
		case before == '}' || before == ']':
			return after == '{' || after == '['
		}
		return line && before == 's' && after == 's' && words(d.toks[i-1].v.Text)
	})
	if i < 0 {
		return false
	}
	d.remove(i, false)
	return true
}

// trailingComma puts a comma before a closer.
func trailingComma(d *draft) bool {
	i := d.choose(func(i int) bool {
		return (d.at(i) == '}' || d.at(i) == ']') && len(d.toks[i].v.Kids) > 0
	})
	if i < 0 {
		return false
	}
	d.insert(i, "", ",")
	return true
}

// doubledComma doubles a comma.
func doubledComma(d *draft) bool {
	i := d.choose(func(i int) bool { return d.at(i) == ',' })
	if i < 0 {
		return false
	}
	d.toks[i].text = ",,"
	return true
}

// noColon leaves out the colon after a key, before a value that shows where it
// begins.
func noColon(d *draft) bool {
	i := d.choose(func(i int) bool {
		return d.at(i) == ':' && d.toks[i+1].lead != "" && strings.IndexByte("s{[", d.at(i+1)) >= 0
	})
	if i < 0 {
		return false
	}
	d.remove(i, false)
	return true
}

// otherColon writes another sign for a colon.
func otherColon(d *draft) bool {
	return d.instead(d.pick([]string{" =>", " =", "："}), func(i int) bool { return d.at(i) == ':' })
}

// otherComma writes another sign for a comma between a member that ends in a
// mark or a bracket and the next.
func otherComma(d *draft) bool {
	return d.instead(d.pick([]string{";", "，"}), func(i int) bool {
		return d.at(i) == ',' && strings.IndexByte("s}]", d.at(i-1)) >= 0 && strings.IndexByte("ks{", d.at(i+1)) >= 0
	})
}

func isLiteral(t token) bool { return t.kind == 'w' }

// pythonLiterals writes all literals as Python does.
func pythonLiterals(d *draft) bool {
	return d.all(isLiteral, func(t *token) {
		t.text = map[string]string{"true": "True", "false": "False", "null": "None"}[t.text]
	})
}

// upperLiterals writes all literals in capitals.
func upperLiterals(d *draft) bool {
	return d.all(isLiteral, func(t *token) { t.text = strings.ToUpper(t.text) })
}

// oddNumber writes a number as other languages do.
func oddNumber(d *draft) bool {
	i := d.choose(func(i int) bool { return d.at(i) == 'n' && d.toks[i].v.Text[0] != '-' })
	if i < 0 {
		return false
	}
	v, t := d.toks[i].v, &d.toks[i]
	switch n, err := strconv.Atoi(v.Text); {
	case strings.HasPrefix(v.Text, "0."):
		t.text = v.Text[1:]
	case err == nil && n > 9 && d.chance(2):
		t.text = "0x" + strings.ToUpper(strconv.FormatInt(int64(n), 16))
	default:
		t.text = "+" + v.Text
	}
	return true
}

// groups writes the digits of a member's number in groups of three. In a list
// they would be several numbers.
func groups(d *draft) bool {
	i := d.choose(func(i int) bool {
		n, err := strconv.Atoi(d.toks[i].text)
		return d.at(i) == 'n' && err == nil && n >= 1000 && d.member(i)
	})
	if i < 0 {
		return false
	}
	s := d.toks[i].text
	d.toks[i].text = s[:len(s)-3] + d.pick([]string{",", "_"}) + s[len(s)-3:]
	return true
}

// oddSpace writes space that JSON does not have.
func oddSpace(d *draft) bool {
	i := d.choose(func(i int) bool { return i > 0 && (d.at(i-1) == ':' || d.at(i-1) == ',') })
	if i < 0 {
		return false
	}
	d.toks[i].lead = d.pick([]string{"\u00a0", "\u3000", "\u200b", "\v"}) + d.toks[i].lead
	return true
}

// remarks are texts of comments; they have no sign of JSON.
var remarks = []string{"see the manual", "optional", "default value", "to be checked", "as asked"}

// lineComment puts a comment at the end of a line.
func lineComment(d *draft) bool {
	i := d.choose(func(i int) bool {
		return i > 0 && strings.HasPrefix(d.toks[i].lead, "\n") && strings.IndexByte(",{[", d.at(i-1)) >= 0
	})
	if i < 0 {
		return false
	}
	d.toks[i].lead = d.pick([]string{" // ", " # "}) + d.pick(remarks) + d.toks[i].lead
	return true
}

// blockComment puts a comment between two tokens.
func blockComment(d *draft) bool {
	i := d.choose(func(i int) bool { return i > 0 })
	if i < 0 {
		return false
	}
	d.toks[i].lead += "/* " + d.pick(remarks) + " */ "
	return true
}

// dots puts dots behind the last item of a list.
func dots(d *draft) bool {
	i := d.choose(func(i int) bool { return d.at(i) == ']' && len(d.toks[i].v.Kids) > 0 })
	if i < 0 {
		return false
	}
	d.insert(i, "", d.pick([]string{", ...", ",..."}))
	return true
}

// noValue leaves out the null of a member.
func noValue(d *draft) bool {
	i := d.choose(func(i int) bool {
		return d.at(i) == 'w' && d.toks[i].text == "null" && d.at(i-1) == ':' && strings.IndexByte(",}", d.at(i+1)) >= 0
	})
	if i < 0 {
		return false
	}
	d.toks[i].text = ""
	return true
}

// noKey leaves out a key, which is empty then.
func noKey(d *draft) bool {
	i := d.choose(func(i int) bool { return d.at(i) == 'k' && len(d.toks[i].in.Kids) > 1 })
	if i < 0 {
		return false
	}
	t := &d.toks[i]
	for k, kid := range t.in.Kids {
		if kid == t.v {
			t.in.Names[k] = ""
		}
	}
	t.text = ""
	return true
}

// stray puts a sign that means nothing behind a container.
func stray(d *draft) bool {
	i := d.choose(func(i int) bool {
		return i > 0 && (d.at(i-1) == '}' || d.at(i-1) == ']') && strings.IndexByte(",}]", d.at(i)) >= 0
	})
	if i < 0 {
		return false
	}
	d.insert(i, " ", d.pick([]string{"@", "|", "~"}))
	return true
}
