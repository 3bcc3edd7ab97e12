package damage

import "strings"

// openEnd leaves out the last closers. Nothing follows them, so they can be
// told; if a closer stays, it is not one that was to follow.
func openEnd(d *draft) bool {
	if d.whole || d.cut {
		return false
	}
	n := 0
	for n < len(d.toks) && strings.IndexByte("}]", d.at(len(d.toks)-1-n)) >= 0 {
		n++
	}
	if n == 0 {
		return false
	}
	n = 1 + d.IntN(n)
	d.toks = d.toks[:len(d.toks)-n]
	d.toks[len(d.toks)-1].hit = true
	d.whole, d.cut = true, true
	return true
}

// openList leaves out the ] before a comma and a key: a key cannot stand in a
// list, unless it is the list of an object's last member that has it.
func openList(d *draft) bool {
	return d.without(func(i int) bool {
		return d.at(i) == ']' && len(d.toks[i].v.Kids) > 0 && d.at(i+1) == ',' && d.at(i+2) == 'k' && plainItems(d.toks[i].v)
	})
}

// openItem leaves out the } of a list's item before the next item: a value
// without a key cannot stand in an object.
func openItem(d *draft) bool {
	return d.without(func(i int) bool {
		return d.at(i) == '}' && len(d.toks[i].v.Kids) > 0 && d.at(i+1) == ',' && d.at(i+2) == '{' && plainItems(d.toks[i].v)
	})
}

// plainItems reports whether a container holds no others: then the damage lies
// in no two of them.
func plainItems(v *Value) bool {
	for _, k := range v.Kids {
		if k.Kind == '{' || k.Kind == '[' {
			return false
		}
	}
	return true
}

func (d *draft) without(fits func(i int) bool) bool {
	i := d.choose(fits)
	if i < 0 {
		return false
	}
	d.remove(i, false)
	return true
}

// closedTwice repeats the last closer.
func closedTwice(d *draft) bool {
	if d.whole || d.cut || len(d.toks) == 0 {
		return false
	}
	last := d.toks[len(d.toks)-1]
	if last.hit || last.kind != '}' && last.kind != ']' {
		return false
	}
	d.insert(len(d.toks), "", last.text)
	d.whole = true
	return true
}

// closedItemTwice repeats the } of a list's item before the next item, which
// shows that the list goes on.
func closedItemTwice(d *draft) bool {
	i := d.choose(func(i int) bool {
		return d.at(i) == '}' && d.at(i+1) == ',' && d.at(i+2) == '{'
	})
	if i < 0 {
		return false
	}
	d.insert(i+1, "", "}")
	return true
}

// closedByList puts a ] behind the value of a member before the next member,
// in an object that is in no list.
func closedByList(d *draft) bool {
	i := d.choose(func(i int) bool {
		k := d.at(i)
		return (k == 's' || k == 'n') && d.toks[i].in != nil && d.toks[i].in.Kind == '{' && d.at(i+1) == ',' && d.at(i+2) == 'k' && !d.inList(i)
	})
	if i < 0 {
		return false
	}
	d.insert(i+1, "", "]")
	return true
}

// inList reports whether a list is open at the token i.
func (d *draft) inList(i int) bool {
	open := 0
	for _, t := range d.toks[:i] {
		switch t.kind {
		case '[':
			open++
		case ']':
			open--
		}
	}
	return open > 0
}

// listClosedByBrace closes a list by } where a member of the object around
// follows, so that the object was not meant.
func listClosedByBrace(d *draft) bool {
	return d.instead("}", func(i int) bool {
		return d.at(i) == ']' && len(d.toks[i].v.Kids) > 0 && plainItems(d.toks[i].v) && d.at(i+1) == ',' && d.at(i+2) == 'k'
	})
}

// itemClosedByBracket closes an item by ] where the next item follows, so that
// the list was not meant.
func itemClosedByBracket(d *draft) bool {
	return d.instead("]", func(i int) bool {
		return d.at(i) == '}' && len(d.toks[i].v.Kids) > 0 && plainItems(d.toks[i].v) && d.at(i+1) == ',' && d.at(i+2) == '{'
	})
}

func (d *draft) instead(text string, fits func(i int) bool) bool {
	i := d.choose(fits)
	if i < 0 {
		return false
	}
	d.toks[i].text = text
	return true
}

// container replaces the brackets of one container.
func (d *draft) container(open, closer string, fits func(v *Value) bool) bool {
	i := d.choose(func(i int) bool {
		t := d.toks[i]
		if t.kind != '[' && t.kind != '{' || !fits(t.v) {
			return false
		}
		c := d.closerOf(t.v)
		return c >= 0 && !d.toks[c].hit
	})
	if i < 0 {
		return false
	}
	c := d.closerOf(d.toks[i].v)
	d.toks[i].text, d.toks[c].text = open, closer
	d.toks[c].hit = true
	return true
}

// fullWidth writes brackets as Chinese and Japanese text has them.
func fullWidth(d *draft) bool {
	if d.chance(2) {
		return d.container("［", "］", func(v *Value) bool { return v.Kind == '[' })
	}
	return d.container("｛", "｝", func(v *Value) bool { return v.Kind == '{' })
}

// tuple writes a list of two and more in parentheses; of one, they might be
// there for nothing.
func tuple(d *draft) bool {
	return d.container("(", ")", func(v *Value) bool { return v.Kind == '[' && len(v.Kids) > 1 })
}

// set writes a list of two and more strings or numbers in braces. A colon
// would make it an object, so no string may have one.
func set(d *draft) bool {
	return d.container("{", "}", func(v *Value) bool {
		for _, k := range v.Kids {
			if k.Kind != 's' && k.Kind != 'n' || strings.Contains(k.Text, ":") {
				return false
			}
		}
		return v.Kind == '[' && len(v.Kids) > 1
	})
}
