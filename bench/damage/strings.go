package damage

import (
	"strings"
	"unicode"
)

// isString reports whether a token is a string, or a key.
func isString(t token) bool { return t.kind == 's' || t.kind == 'k' }

// text returns what a string or a key says.
func (t token) said() string {
	if t.kind == 's' {
		return t.v.Text
	}
	for i, kid := range t.in.Kids {
		if kid == t.v {
			return t.in.Names[i]
		}
	}
	return ""
}

// pythonQuotes writes all strings as Python's repr does: in single quotation
// marks, and in double ones those that have an apostrophe.
func pythonQuotes(d *draft) bool {
	if d.style {
		return false
	}
	return d.restyle(func(t *token) {
		s := t.said()
		r := strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`)
		if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
			t.text = `"` + r.Replace(s) + `"`
			return
		}
		t.text = "'" + strings.ReplaceAll(r.Replace(s), "'", `\'`) + "'"
	})
}

// singleQuotes writes the strings of a document without apostrophes in single
// quotation marks, with JSON's escapes.
func singleQuotes(d *draft) bool {
	if d.style {
		return false
	}
	for _, t := range d.toks {
		if isString(t) && strings.ContainsAny(t.text, `'\`) {
			return false
		}
	}
	return d.restyle(func(t *token) { t.text = "'" + t.text[1:len(t.text)-1] + "'" })
}

// curlyQuotes writes all strings in typographic marks.
func curlyQuotes(d *draft) bool {
	if d.style {
		return false
	}
	return d.restyle(func(t *token) { t.text = "“" + t.text[1:len(t.text)-1] + "”" })
}

// restyle calls f with each string that is still in its marks.
func (d *draft) restyle(f func(t *token)) bool {
	for i := range d.toks {
		if t := &d.toks[i]; isString(*t) && strings.HasPrefix(t.text, `"`) && strings.HasSuffix(t.text, `"`) && len(t.text) > 1 {
			f(t)
			d.style = true
		}
	}
	return d.style
}

// simple reports whether the token at i is a string of words.
func (d *draft) simple(i int) bool {
	return d.at(i) == 's' && words(d.toks[i].v.Text)
}

// member reports whether the token at i is the value of a member, followed by
// a comma and a key, or by the end of the object.
func (d *draft) member(i int) bool {
	return d.toks[i].in != nil && d.toks[i].in.Kind == '{' && (d.at(i+1) == ',' && d.at(i+2) == 'k' || d.at(i+1) == '}')
}

// noEndQuote leaves out the last mark of a value made of words; a comma and a
// key, or a brace, show where it ends.
func noEndQuote(d *draft) bool {
	i := d.choose(func(i int) bool { return d.simple(i) && d.member(i) && d.at(i+1) == ',' })
	if i < 0 {
		return false
	}
	t := &d.toks[i]
	t.text = t.text[:len(t.text)-1]
	d.guard(i)
	return true
}

// guard keeps further damage away from the tokens that show how the damage at
// i is to be read.
func (d *draft) guard(i int) {
	for k := max(0, i-2); k <= i+4 && k < len(d.toks); k++ {
		d.toks[k].hit = true
	}
}

// noFirstQuote leaves out the first mark of a value made of words.
func noFirstQuote(d *draft) bool {
	i := d.choose(func(i int) bool { return d.simple(i) && d.member(i) })
	if i < 0 {
		return false
	}
	d.toks[i].text = d.toks[i].text[1:]
	d.guard(i)
	return true
}

// keyQuote leaves out one of the marks of a key that is an identifier.
func keyQuote(d *draft) bool {
	i := d.choose(func(i int) bool { return d.at(i) == 'k' && identifier(d.toks[i].said()) })
	if i < 0 {
		return false
	}
	t := &d.toks[i]
	if d.chance(2) {
		t.text = t.text[1:]
	} else {
		t.text = t.text[:len(t.text)-1]
	}
	d.guard(i)
	return true
}

// doubledQuotes doubles the marks around a string of words.
func doubledQuotes(d *draft) bool {
	return d.around(`"`, `"`, d.simple)
}

// tripledQuotes writes a string as Python writes long ones. It neither ends in
// a mark nor has an escape.
func tripledQuotes(d *draft) bool {
	return d.around(`""`, `""`, func(i int) bool {
		return d.at(i) == 's' && d.toks[i].v.Text != "" && !strings.ContainsAny(d.toks[i].text[1:len(d.toks[i].text)-1], `\"`)
	})
}

// around puts text before and after one token.
func (d *draft) around(before, after string, fits func(i int) bool) bool {
	i := d.choose(fits)
	if i < 0 {
		return false
	}
	d.toks[i].text = before + d.toks[i].text + after
	return true
}

// innerQuotes puts a word within a sentence in marks that are not escaped.
// Before and after the marks stands a word, and nothing that could go on as
// JSON.
func innerQuotes(d *draft) bool {
	i := d.choose(func(i int) bool {
		return d.at(i) == 's' && len(strings.Fields(d.toks[i].v.Text)) > 3 && !strings.ContainsAny(d.toks[i].v.Text, "\n\\'\"")
	})
	if i < 0 {
		return false
	}
	v := d.toks[i].v
	list := strings.Fields(v.Text)
	for k := 1; k+1 < len(list); k++ {
		if lettersOnly(list[k]) && lettersOnly(list[k+1]) && lettersOnly(list[k-1]) {
			list[k] = `"` + list[k] + `"`
			v.Text = strings.Join(list, " ")
			d.toks[i].text = `"` + v.Text + `"`
			return true
		}
	}
	return false
}

func lettersOnly(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// bareKeys leaves out the marks of all keys, if they are identifiers.
func bareKeys(d *draft) bool {
	for _, t := range d.toks {
		if t.kind == 'k' && (t.hit || !identifier(t.said())) {
			return false
		}
	}
	return d.all(func(t token) bool { return t.kind == 'k' }, func(t *token) { t.text = t.said() })
}

// bareKey leaves out the marks of one key.
func bareKey(d *draft) bool {
	i := d.choose(func(i int) bool { return d.at(i) == 'k' && identifier(d.toks[i].said()) })
	if i < 0 {
		return false
	}
	d.toks[i].text = d.toks[i].said()
	return true
}

// bareValue leaves out the marks of a value made of words.
func bareValue(d *draft) bool {
	i := d.choose(func(i int) bool { return d.simple(i) && d.member(i) })
	if i < 0 {
		return false
	}
	d.toks[i].text = d.toks[i].v.Text
	return true
}

// constructor calls a constructor with a string, as shells of databases and
// languages print them.
func constructor(d *draft) bool {
	name := d.pick([]string{"ObjectId", "UUID", "Decimal", "str", "new Date", "Path"})
	return d.around(name+"(", ")", func(i int) bool { return d.at(i) == 's' })
}

// pieces writes a string as two that are joined by +.
func pieces(d *draft) bool {
	i := d.choose(func(i int) bool { return d.simple(i) && strings.Contains(d.toks[i].v.Text, " ") })
	if i < 0 {
		return false
	}
	d.toks[i].text = strings.Replace(d.toks[i].text, " ", ` " + "`, 1)
	return true
}

// prefixed gives a string a prefix of Python.
func prefixed(d *draft) bool {
	return d.around(d.pick([]string{"f", "b", "u"}), "", func(i int) bool { return d.at(i) == 's' && !strings.Contains(d.toks[i].text, `\`) })
}

// escapedMark escapes underscores, as Markdown does, or apostrophes, as
// JavaScript does.
func escapedMark(d *draft) bool {
	mark := d.pick([]string{"_", "'"})
	i := d.choose(func(i int) bool {
		return d.at(i) == 's' && strings.Contains(d.toks[i].v.Text, mark) && !strings.Contains(d.toks[i].text, `\`)
	})
	if i < 0 {
		return false
	}
	d.toks[i].text = strings.ReplaceAll(d.toks[i].text, mark, `\`+mark)
	return true
}

// pattern writes the backslashes of a regular expression once. None of them
// makes an escape of JSON.
func pattern(d *draft) bool {
	i := d.choose(func(i int) bool {
		if d.at(i) != 's' {
			return false
		}
		s := d.toks[i].v.Text
		found := false
		for k := 0; k+1 < len(s); k++ {
			if s[k] == '\\' {
				found = true
				if strings.IndexByte(`bfnrtu"\/`, s[k+1]) >= 0 {
					return false
				}
			}
		}
		return found
	})
	if i < 0 {
		return false
	}
	d.toks[i].text = strings.ReplaceAll(d.toks[i].text, `\\`, `\`)
	return true
}

// rawBreaks writes line breaks and tabs of strings as they are.
func rawBreaks(d *draft) bool {
	return d.all(func(t token) bool {
		return t.kind == 's' && strings.ContainsAny(t.v.Text, "\n\t") && !strings.Contains(t.v.Text, `\`)
	}, func(t *token) {
		t.text = strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(t.text)
	})
}
