package repair

import (
	"bytes"
	"fmt"
	"testing"
	"unicode/utf8"

	"github.com/repairjson/repairjson/bench"
)

// texts are for the tests of how the machine reads: all that it knows, in
// short.
var texts = []string{
	"", " ", "{}", `{"a":[1,2,"b":3}`, `[{"a":1}},{"a":2}]`, `{'a':“b”,c:d}`, `{"a":"say "hi" now","b":b"}`,
	`{""a"":"""x"""}`, `{"a":("x" + 'y'),"b":{1,2},"c":ObjectId("5f")}`, `[+5,.5,0x1F,1_000,True,NaN,...]`,
	`{"a":"\d \x41 \u12 \ud83d\ude00 C:\new"}`, "{\"a\":\"x\n\x01\xff\"\u00a0}", "{\"a\":1, /* x */ // y\n\"b\":2 # z\n}",
	"Here:\n```json\n{\"a\":1,}\n```\n<tool_call>[1</tool_call>", `<think>{"a":0}</think>x {"a":1} {"a":2},`,
	`{\"a\":\"b\"}`, `{&quot;a&quot;:1}`, "name: Bob\nage: 3", `"a":1,"b":2}`, "[1 2\n3 \"a\" b]", "{\"a\"1\"b\":}",
	"漢字、「引用」：“a”", "\xe2\x82", "{\"a\":\"\xf0\x9f\x98", `[(1,),[{]}`, `"""""""`, `\\\\\\`, `{"a":"{"b":"c"}","d":[`,
}

// signs checks that the characters that signAt reads are the whole source.
func signs(src []byte) error {
	i := 0
	for i < len(src) {
		s := signAt(src[i:])
		if s.n == 0 && !utf8.FullRune(src[i:]) {
			return nil // cut by the end
		}
		if s.n < 1 || s.n > utf8.UTFMax || i+s.n > len(src) {
			return fmt.Errorf("the sign at %d has length %d", i, s.n)
		}
		if s.quote != 0 && s.c != '"' || src[i] < utf8.RuneSelf && s.n != 1 {
			return fmt.Errorf("the sign at %d is %+v", i, s)
		}
		i += s.n
	}
	return nil
}

// looks checks that what reads ahead from each place of the source neither
// goes back nor beyond the window, and says so when it came to the end.
func looks(src []byte) error {
	var m machine
	m.src = src
	for at := range min(len(src), 200) {
		for name, read := range map[string]func(l *look){
			"word":   func(l *look) { l.word() },
			"double": func(l *look) { l.quoted(double, true) },
			"single": func(l *look) { l.quoted(single, false) },
			"curly":  func(l *look) { l.quoted(curly, true) },
			"space":  func(l *look) { l.space() },
			"key":    func(l *look) { l.key(true, true) },
			"name":   func(l *look) { l.key(false, false) },
			"colon":  func(l *look) { l.colon() },
			"opener": func(l *look) { l.opener() },
			"tag": func(l *look) {
				if l.peek() == '<' {
					l.tag()
				}
			},
			"markup": func(l *look) { l.markup() },
			"hex":    func(l *look) { l.hexDigits(4) },
			"digits": func(l *look) {
				if l.peek() == ',' {
					l.threeDigits()
				}
			},
		} {
			l := m.lookAt(at)
			for range 3 {
				from := l.i
				read(&l)
				if l.i < from || l.i > len(l.b) || len(l.b) > window {
					return fmt.Errorf("%s from %d: %d to %d of %d", name, at, from, l.i, len(l.b))
				}
				if l.i == len(l.b) && l.i > from && name == "word" && !l.hit {
					return fmt.Errorf("%s from %d came to the end and does not say so", name, at)
				}
			}
		}
	}
	return nil
}

// A place is all that tells whether a step of the machine did something.
type place struct {
	pos, last, depth, edits, gap, comma, parens, answers, end int
	mode                                                      mode
	first                                                     bool
	remark, draft                                             string
	faults                                                    Faults
	ticks                                                     int
}

func (m *machine) place() place {
	p := place{
		pos: m.pos, last: m.last, depth: m.stack.depth, edits: len(m.edits), gap: len(m.gap), comma: m.commaAt,
		parens: len(m.parens), answers: len(m.root.answers), mode: m.mode, first: m.first, remark: m.remark,
		draft: m.root.draft, faults: m.root.faults, ticks: m.root.ticks,
	}
	if p.gap > 0 {
		p.end = m.gap[p.gap-1].End
	}
	return p
}

// step does what run does once.
func (m *machine) step() bool {
	if m.remark != "" && !m.comment() {
		return false
	}
	if m.pos >= m.skimmed && m.maySkim() {
		m.skim()
	}
	switch m.mode {
	case atRoot:
		return m.prose()
	case atValue:
		return m.wantValue()
	case atName:
		return m.wantName()
	case atColon:
		return m.wantColon()
	case afterValue:
		return m.wantComma()
	case inText:
		return m.quotedText()
	case inBare:
		return m.bareText()
	}
	m.pos = len(m.src)
	return true
}

// drive checks that every step of the machine does something, that there are
// few, that the edits are in order all the time, and that at the end nothing
// of the source is lost: it is in the output or in an edit.
func drive(src []byte, careful, final bool) error {
	var m machine
	m.init(&Options{})
	m.src = src
	m.careful = careful
	m.final = final
	n := 0
	for m.err == nil && m.pos < len(m.src) {
		before := m.place()
		if !m.step() {
			if m.pos < len(src) && final && m.err == nil {
				return fmt.Errorf("waits for more at %d, in mode %d", m.pos, m.mode)
			}
			break
		}
		if m.place() == before {
			return fmt.Errorf("a step in mode %d at %d does nothing", m.mode, m.pos)
		}
		if n++; n > 4*len(src)+16 {
			return fmt.Errorf("%d steps for %d bytes", n, len(src))
		}
		last := 0
		for _, e := range m.edits[max(0, len(m.edits)-8):] {
			if e.Pos < last || e.End < e.Pos || e.End > len(src) {
				return fmt.Errorf("after %d steps the edits are %v", n, m.edits)
			}
			last = e.End
		}
		if m.pos > len(src) || m.last > m.pos || m.mode != atRoot && last > m.pos {
			return fmt.Errorf("after %d steps at %d, but the last token ends at %d and the last edit at %d", n, m.pos, m.last, last)
		}
	}
	edits, err := m.complete(&Options{})
	if err != nil {
		return nil
	}
	return accounted(src, edits)
}

// accounted checks that the source without what the edits delete is the
// output without what they insert.
func accounted(src []byte, edits []Edit) error {
	out := Apply(src, edits)
	var kept, same []byte
	from, at := 0, 0
	for _, e := range edits {
		kept = append(kept, src[from:e.Pos]...)
		same = append(same, out[at:at+e.Pos-from]...)
		at += e.Pos - from
		if string(out[at:at+len(e.New)]) != e.New {
			return fmt.Errorf("the edit %v is not at %d of %q", e, at, out)
		}
		at += len(e.New)
		from = e.End
	}
	kept = append(kept, src[from:]...)
	same = append(same, out[at:]...)
	if !bytes.Equal(kept, same) {
		return fmt.Errorf("%q is kept, but the output has %q", kept, same)
	}
	return nil
}

// readings checks all of the above for one text.
func readings(t *testing.T, src []byte) {
	t.Helper()
	if err := signs(src); err != nil {
		t.Errorf("%q: %v", src, err)
	}
	if err := looks(src); err != nil {
		t.Errorf("%q: %v", src, err)
	}
	for k := range 4 {
		if err := drive(src, k&1 != 0, k&2 != 0); err != nil {
			t.Errorf("%.200q (careful %t, final %t): %v", src, k&1 != 0, k&2 != 0, err)
		}
	}
}

func TestTokens(t *testing.T) {
	for _, s := range texts {
		for i := range len(s) + 1 {
			readings(t, []byte(s[:i]))
		}
		for _, o := range texts {
			readings(t, []byte(s+o))
			readings(t, []byte(`{"k":[1,`+s+`,`+o+`]}`))
		}
	}
	for _, d := range bench.Damages() {
		readings(t, d.Make(bench.Document(2000, 1), 1))
	}
	for _, f := range bench.Families() {
		readings(t, f.Make(3000))
	}
}

// FuzzTokens checks how the machine reads any text.
func FuzzTokens(f *testing.F) {
	for _, s := range texts {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) { readings(t, src) })
}
