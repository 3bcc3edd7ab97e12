package repair

// decoded repairs a text that is escaped as a whole, {\"a\":1} or
// {&quot;a&quot;:1}: it takes one level of escapes off, as edits, repairs
// what comes out, and composes the two.
func (m *machine) decoded(o *Options) ([]Edit, error) {
	first := unescape(m.src, m.root.coded)
	if m.root.coded > 0 && m.root.faults != 0 {
		first = append([]Edit{{0, m.root.coded, "", m.root.faults}}, first...)
	}
	plain := Apply(m.src, first)
	if ok, _ := check(plain, m.limit); ok {
		return first, nil
	}
	var inner machine
	inner.init(o)
	inner.root.names = o.Names
	inner.root.plain = true
	inner.src = plain
	second, err := inner.complete(&Options{Pick: o.Pick, MaxDepth: o.MaxDepth})
	if err != nil {
		if e, ok := err.(*Error); ok {
			return nil, &Error{Offset: m.root.coded, Err: e.Err}
		}
		return nil, err
	}
	all := Compose(first, second)
	n := 0
	for _, e := range all {
		if string(m.src[e.Pos:e.End]) != e.New {
			all[n] = e
			n++
		}
	}
	return all[:n], nil
}

// unescape returns the edits that take one level of escapes off src[from:].
func unescape(src []byte, from int) []Edit {
	var edits []Edit
	entities := false
	for i := from; i < len(src) && src[i] != '\\'; i++ {
		if src[i] == '&' {
			entities = true
			break
		}
	}
	for i := from; i < len(src); i++ {
		n, s := 0, ""
		switch {
		case entities && src[i] == '&':
			n, s = entity(src[i:])
		case !entities && src[i] == '\\' && i+1 < len(src):
			n = 2
			switch src[i+1] {
			case '"', '\\', '/', '\'':
				n = 1
			case 'n':
				s = "\n"
			case 't':
				s = "\t"
			case 'r':
				s = "\r"
			default:
				n = 0
			}
		}
		if n > 0 {
			edits = append(grow(edits), Edit{i, i + n, s, EscapedText})
			if s != "" || n > 1 {
				i += n - 1
			} else {
				i++ // the character that was escaped
			}
		}
	}
	return edits
}

// entity returns the length and the meaning of the HTML entity at b[0].
func entity(b []byte) (n int, s string) {
	for _, e := range [...]struct{ name, s string }{
		{"&quot;", `"`}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&apos;", "'"}, {"&#39;", "'"}, {"&#34;", `"`}, {"&nbsp;", " "},
	} {
		if len(b) >= len(e.name) && string(b[:len(e.name)]) == e.name {
			return len(e.name), e.s
		}
	}
	return 0, ""
}
