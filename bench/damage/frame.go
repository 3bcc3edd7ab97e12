package damage

import (
	"strings"
	"unicode/utf8"
)

// cutString ends the text within a string of letters, behind its first letters
// and before its last: what is there is what was meant.
func cutString(d *draft) bool {
	if d.whole || d.cut || d.style {
		return false
	}
	i := d.choose(func(i int) bool {
		return i > 2 && d.at(i) == 's' && len(d.toks[i].v.Text) > 6 && words(d.toks[i].v.Text)
	})
	if i < 0 {
		return false
	}
	v := d.toks[i].v
	k := 3 + d.IntN(len(v.Text)-5)
	for !utf8.RuneStart(v.Text[k]) || v.Text[k-1] == ' ' {
		k--
	}
	v.Text = v.Text[:k]
	d.toks[i].text = `"` + v.Text
	d.end(i + 1)
	return true
}

// cutMember ends the text within a key, or before its value: the member is
// lost.
func cutMember(d *draft) bool {
	if d.whole || d.cut || d.style {
		return false
	}
	i := d.choose(func(i int) bool {
		return d.at(i) == 'k' && d.at(i-1) == ',' && identifier(d.toks[i].said()) && len(d.toks[i].said()) > 3
	})
	if i < 0 {
		return false
	}
	t := d.toks[i]
	if d.chance(2) {
		d.toks[i].text = t.text[:3]
		d.end(i + 1)
	} else {
		d.end(i + 2)
	}
	for k, kid := range t.in.Kids {
		if kid == t.v {
			t.in.Names, t.in.Kids = t.in.Names[:k], t.in.Kids[:k]
			break
		}
	}
	return true
}

// end cuts the text before the token at i, and takes from what is meant all
// that comes later.
func (d *draft) end(i int) {
	seen := map[*Value]bool{}
	for _, t := range d.toks[:i] {
		if t.kind != 'k' {
			seen[t.v] = true
		}
	}
	d.toks = d.toks[:i]
	prune(d.truth, seen)
	d.whole, d.cut = true, true
}

// prune takes the values out of v that were not seen.
func prune(v *Value, seen map[*Value]bool) {
	for k, kid := range v.Kids {
		if !seen[kid] {
			v.Kids = v.Kids[:k]
			if v.Kind == '{' {
				v.Names = v.Names[:k]
			}
			return
		}
		prune(kid, seen)
	}
}

// functionCall writes the document as the argument of a function, or each
// object of a list as that of one: what is meant are the arguments.
func functionCall(d *draft) bool {
	name := func() string { return d.pick(verbs) + "_" + d.pick(nouns) + "(" }
	switch {
	case d.whole || d.cut || d.toks[0].hit || d.toks[len(d.toks)-1].hit:
		return false
	case d.truth.Kind == '{':
		d.insert(0, "", name())
		d.insert(len(d.toks), "", ")")
		d.whole = true
		return true
	}
	for _, item := range d.truth.Kids {
		if item.Kind != '{' {
			return false
		}
	}
	for i := len(d.toks) - 1; i >= 0; i-- {
		t := d.toks[i]
		if t.in != d.truth {
			continue
		}
		switch t.kind {
		case '}':
			d.insert(i+1, "", ")")
		case '{':
			d.insert(i, t.lead, name())
			d.toks[i+1].lead = ""
		}
	}
	d.whole = true
	return len(d.truth.Kids) > 0
}

// sequence puts a second document behind the first: what is meant are both.
func sequence(d *draft) bool {
	if d.whole || d.cut {
		return false
	}
	next := newDraft(d.writer, d.document())
	if string(next.truth.JSON()) == string(d.truth.JSON()) {
		return false
	}
	if d.style { // the marks are the same in both
		pythonQuotes(next)
	}
	next.toks[0].lead = d.pick([]string{"\n", " ", "\n\n", ", "})
	d.toks = append(d.toks, next.toks...)
	d.truth = array(d.truth, next.truth)
	d.whole = true
	return true
}

// Sentences of models; they have no sign of JSON.
var (
	openings = []string{"Sure! Here is what you asked for.", "Here is the result:", "Of course. I made the list below:",
		"Based on your question, this is the answer:", "好的，结果如下："}
	endings = []string{"Let me know if you need anything else!", "I hope this helps.", "Please check the values before you use them.", "请检查。"}
)

// prose puts sentences before the text, after it, or both.
func prose(d *draft) bool {
	if k := d.IntN(3); k < 2 {
		d.head = d.pick(openings) + d.pick([]string{"\n", "\n\n"}) + d.head
		if k == 0 || d.cut {
			return true
		}
	} else if d.cut {
		return false
	}
	d.tail += d.pick([]string{"\n", "\n\n"}) + d.pick(endings)
	return true
}

// fence puts the text in a fence; if its end is missing, so is that of the
// fence.
func fence(d *draft) bool {
	d.head += d.pick([]string{"```json\n", "```\n", "```JSON\n"})
	if !d.cut || d.open() {
		d.tail = "\n```" + d.tail
	}
	return true
}

// open reports whether only closers are missing, so that a fence's or a tag's
// end can follow.
func (d *draft) open() bool {
	last := d.toks[len(d.toks)-1]
	return last.kind != 'x' && last.kind != 'k' && last.kind != ':' && !strings.HasPrefix(last.text, `"`)
}

// tags puts the text between tags, or behind one.
func tags(d *draft) bool {
	pair := [][2]string{{"<tool_call>\n", "\n</tool_call>"}, {"[CONTENT]\n", "\n[/CONTENT]"}, {"<json>", "</json>"},
		{"[TOOL_CALLS] ", ""}, {"", "<|im_end|>"}, {"<|python_tag|>", "<|eom_id|>"}}[d.IntN(6)]
	if d.cut && !d.open() {
		if pair[0] == "" {
			return false
		}
		pair[1] = ""
	}
	d.head += pair[0]
	d.tail = pair[1] + d.tail
	return true
}

// draftBefore puts a thought with a draft before the text.
func draftBefore(d *draft) bool {
	d.head = "<think>\nThe user wants a " + d.pick(nouns) + ". Maybe {\"" + d.pick(nouns) + "\": 1} would do.\n</think>\n" + d.head
	return true
}

// example puts the document in a fence, behind a sentence that mentions a
// value that is not the answer.
func example(d *draft) bool {
	if d.cut || d.head != "" || d.tail != "" {
		return false
	}
	d.head = "You mentioned {\"" + d.pick(nouns) + "\": " + d.digits() + "} before, so this is the new one:\n```json\n"
	d.tail = "\n```\n"
	return true
}
