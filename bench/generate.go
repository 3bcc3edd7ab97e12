package bench

import (
	"bytes"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Document returns a valid JSON document of about size bytes (at least some
// 300), like those that models write: an object of nested objects, arrays of
// records, names, prose, numbers and literals. Odd seeds give one indented by
// two spaces, even seeds one on a single line. The same arguments give the
// same document.
func Document(size int, seed uint64) []byte {
	w := &writer{rng: newRand(seed, 1), pretty: seed%2 == 1}
	w.open('{')
	w.key("title").str(`A \"` + w.pick(nouns) + `\" plan`)
	w.key("final").raw("true")
	w.key("draft").raw("false")
	w.key("parent").raw("null")
	w.key("tags").list(2, w.noun)
	w.key("items")
	w.open('[')
	room := size - 90
	for w.fits(w.section, room) {
	}
	for w.fits(w.record, room) {
	}
	for n := 0; n < 4 && w.fits(w.number, room); n++ {
	}
	w.close(']')
	w.key("result")
	w.open('{')
	w.key("count").number()
	w.key("details")
	w.open('{')
	w.key("summary").item()
	end := 4 // the closing quote and three closers
	if w.pretty {
		end += len("\n    \n  \n")
	}
	w.fill(size - end)
	w.close('}')
	w.close('}')
	w.close('}')
	return w.buf
}

func newRand(seed, stream uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, stream)) }

// A writer appends JSON to buf, with the commas and the layout.
type writer struct {
	buf    []byte
	rng    *rand.Rand
	pretty bool
	depth  int
	state  byte // what comes next: 'f' a first element, 'v' the value of a key, 0 a further element
}

// item begins an element of an array or the value of a key.
func (w *writer) item() {
	switch {
	case w.state == 'v':
		w.state = 0
		return
	case w.depth == 0:
		return
	case w.state == 0 && w.pretty:
		w.buf = append(w.buf, ',')
	case w.state == 0:
		w.buf = append(w.buf, ", "...)
	}
	w.state = 0
	w.line()
}

func (w *writer) line() {
	if w.pretty {
		w.buf = append(w.buf, '\n')
		w.buf = append(w.buf, strings.Repeat("  ", w.depth)...)
	}
}

func (w *writer) open(c byte) {
	w.item()
	w.buf = append(w.buf, c)
	w.depth++
	w.state = 'f'
}

func (w *writer) close(c byte) {
	w.depth--
	if w.state != 'f' {
		w.line()
	}
	w.buf = append(w.buf, c)
	w.state = 0
}

func (w *writer) key(k string) *writer {
	w.str(k)
	w.buf = append(w.buf, ": "...)
	w.state = 'v'
	return w
}

func (w *writer) raw(s string) {
	w.item()
	w.buf = append(w.buf, s...)
}

// str writes a string whose body s is escaped already.
func (w *writer) str(s string) { w.raw(`"` + s + `"`) }

// list writes an array of n elements.
func (w *writer) list(n int, element func()) {
	w.open('[')
	for range n {
		element()
	}
	w.close(']')
}

// fits writes a part if the text stays shorter than room, and says whether it
// did.
func (w *writer) fits(part func(), room int) bool {
	was := *w
	part()
	if len(w.buf) > room {
		w.buf, w.depth, w.state = was.buf, was.depth, was.state
		return false
	}
	return true
}

// fill writes a string that ends at offset end, at least one word.
func (w *writer) fill(end int) {
	w.buf = append(w.buf, `"Done.`...)
	least := len(w.buf)
	for len(w.buf) < end {
		w.buf = append(w.buf, " The report was checked, and it's complete (see the notes): nothing else is needed."...)
	}
	w.buf = append(w.buf[:min(len(w.buf), max(end, least))], '"')
}

func (w *writer) pick(list []string) string { return list[w.rng.IntN(len(list))] }
func (w *writer) noun()                     { w.str(w.pick(nouns)) }
func (w *writer) name()                     { w.str(w.pick(names)) }

func (w *writer) number() {
	n := w.rng.IntN(100000)
	switch w.rng.IntN(6) {
	case 0:
		w.raw(strconv.FormatFloat(float64(n)/1000-20, 'f', 3, 64))
	case 1:
		w.raw(strconv.Itoa(n%90+10) + ".5e-" + strconv.Itoa(n%9+1))
	case 2:
		w.raw("-" + strconv.Itoa(n%9+1) + "E+" + strconv.Itoa(n%30))
	default:
		w.raw(strconv.Itoa(n))
	}
}

// prose writes n sentences; about a third of the strings hold a quoted word.
func (w *writer) prose(n int) {
	var b strings.Builder
	quoted := -1
	if w.rng.IntN(3) == 0 {
		quoted = w.rng.IntN(n)
	}
	for i := range n {
		if i > 0 {
			b.WriteString(w.pick([]string{" ", " ", " ", `\n`, `\n\n- `}))
		}
		s := w.pick(sentences)
		if i == quoted {
			s = w.pick(quotations)
		}
		for strings.Contains(s, "%n") {
			s = strings.Replace(s, "%n", w.pick(nouns), 1)
		}
		b.WriteString(strings.ReplaceAll(s, "%p", w.pick(names)))
	}
	w.str(b.String())
}

func (w *writer) record() {
	w.open('{')
	w.key("id").raw(strconv.Itoa(w.rng.IntN(1000000)))
	w.key("name").name()
	w.key("active").raw(w.pick([]string{"true", "false"}))
	w.key("score").number()
	if w.rng.IntN(2) == 0 {
		w.key("address")
		w.open('{')
		w.key("city").str(w.pick(cities))
		w.key("post-code").str(strconv.Itoa(10000 + w.rng.IntN(80000)))
		w.key("geo").list(2, w.number)
		w.close('}')
	}
	if w.rng.IntN(3) == 0 {
		w.key("manager").raw("null")
	}
	w.key("tags").list(1+w.rng.IntN(4), w.noun)
	w.key("comment").prose(1 + w.rng.IntN(2))
	w.close('}')
}

func (w *writer) section() {
	w.open('{')
	w.key("heading").prose(1)
	w.key("Original Requirements").prose(2 + w.rng.IntN(3))
	w.key("records").list(2+w.rng.IntN(4), w.record)
	w.key("stats")
	w.open('{')
	w.key("mean").number()
	w.key("max_value").number()
	w.key("history").list(3+w.rng.IntN(6), w.number)
	w.close('}')
	w.key("notes").list(1+w.rng.IntN(3), func() { w.prose(1) })
	w.key("備考").str(w.pick(foreign))
	w.close('}')
}

var (
	nouns = strings.Fields("report schema answer server budget garden window letter engine client " +
		"station river method table signal market harbour lesson ticket bridge café naïveté")
	names = []string{"Ada Lovelace", "Siobhán O'Brien", "Jürgen Groß", "王小明", "Ren\\u00e9e Dupont",
		"田中 花子", "Zoë d'Arcy", "Ivan Petrov", "Łukasz Nowak", "김민준"}
	cities    = []string{"Zürich", "東京", "São Paulo", "L'Aquila", "Reykjav\\u00edk", "New York, NY", "北京"}
	foreign   = []string{"これは確認済みの内容です、変更は不要。", "请在周五之前完成报告（含附件）：谢谢。", "Voilà l'été: déjà fini, hélas !", "모든 항목을 검토했습니다."}
	sentences = []string{
		"The %n doesn't depend on the %n, so %p can start today.",
		"Note: the %n (and every %n after it) was checked twice.",
		"%p's %n is slow; a cache, an index, or both would help.",
		"Costs rose by 12.5% in May: that's above the limit of 1,200 euros.",
		"See https://example.com/a/%n?b=1&c=2 for the %n (and %p): the %n, the rest.",
		`Columns are split by tabs\tand paths look like C:\\data\\%n here.`,
		"Is the %n ready? It isn't, but {name} and [1] are placeholders.",
		"Le %n est déjà prêt, n'est-ce pas (très bien)?",
		"用户可以查看 %n，也可以导出数据。",
	}
	quotations = []string{
		`They call it the \"%n\" in the manual, which isn't quite right.`,
		`%p answered \"%n\" to the second question (of three).`,
		`The word \"%n\" appears twice: in the %n and in the footer.`,
	}
)

// A Damage is one kind of fault, made throughout a document. Except for
// truncated, the value of the document is what a repair should find.
type Damage struct {
	Name string
	Make func(doc []byte, seed uint64) []byte
}

// Damages returns the ten kinds. Each makes invalid JSON of every Document.
func Damages() []Damage {
	return []Damage{
		{"trailing-comma", trailingComma},
		{"single-quotes", singleQuotes},
		{"missing-comma", missingComma},
		{"comment", comment},
		{"python-literals", pythonLiterals},
		{"fence", fence},
		{"truncated", truncated},
		{"unescaped-quotes", unescapedQuotes},
		{"unquoted-keys", unquotedKeys},
		{"missing-closers", missingClosers},
	}
}

// A token of a valid document: a bracket, a comma, a colon, a string with its
// quotes, or a number or literal.
type token struct {
	text       []byte
	start, end int
	key        bool // a member's name
	next       byte // the first byte of the token after it, 0 at the end
}

// is reports whether the token begins with one of the bytes of set.
func (t token) is(set string) bool { return strings.IndexByte(set, t.text[0]) >= 0 }

// tokens yields the tokens of a valid document.
func tokens(doc []byte) iter.Seq[token] {
	skip := func(i int) int {
		for i < len(doc) && strings.IndexByte(" \t\r\n", doc[i]) >= 0 {
			i++
		}
		return i
	}
	return func(yield func(token) bool) {
		for i := skip(0); i < len(doc); {
			end := i + 1
			switch {
			case doc[i] == '"':
				for ; doc[end] != '"'; end++ {
					if doc[end] == '\\' {
						end++
					}
				}
				end++
			case strings.IndexByte("{}[],:", doc[i]) < 0:
				for end < len(doc) && strings.IndexByte(" \t\r\n{}[],:", doc[end]) < 0 {
					end++
				}
			}
			t := token{text: doc[i:end], start: i, end: end}
			if i = skip(end); i < len(doc) {
				t.next = doc[i]
			}
			t.key = t.text[0] == '"' && t.next == ':'
			if !yield(t) {
				return
			}
		}
	}
}

// rewrite copies doc with each token replaced by what f appends for it.
func rewrite(doc []byte, f func(out []byte, t token) []byte) []byte {
	out := make([]byte, 0, len(doc)+len(doc)/4)
	at := 0
	for t := range tokens(doc) {
		out = append(out, doc[at:t.start]...)
		out = f(out, t)
		at = t.end
	}
	return append(out, doc[at:]...)
}

// some returns a function that is true for the first call and then for one in
// n on average.
func some(rng *rand.Rand, n int) func() bool {
	first := true
	return func() bool {
		hit := first || rng.IntN(n) == 0
		first = false
		return hit
	}
}

func trailingComma(doc []byte, seed uint64) []byte {
	hit := some(newRand(seed, 2), 2)
	return rewrite(doc, func(out []byte, t token) []byte {
		out = append(out, t.text...)
		if (t.next == '}' || t.next == ']') && !t.is("{[") && hit() {
			out = append(out, ',')
		}
		return out
	})
}

func singleQuotes(doc []byte, _ uint64) []byte {
	quotes := strings.NewReplacer(`\\`, `\\`, `\"`, `"`, `'`, `\'`)
	return rewrite(doc, func(out []byte, t token) []byte {
		if !t.is(`"`) {
			return append(out, t.text...)
		}
		return append(append(append(out, '\''), quotes.Replace(string(t.text[1:len(t.text)-1]))...), '\'')
	})
}

func missingComma(doc []byte, seed uint64) []byte {
	rng := newRand(seed, 3)
	hit := some(rng, 3)
	return rewrite(doc, func(out []byte, t token) []byte {
		switch {
		case !t.is(",") || !hit():
			return append(out, t.text...)
		case strings.IndexByte("\n ", doc[t.end]) >= 0 && rng.IntN(2) == 0:
			return out // the space after it stays
		}
		return append(out, "\n "[rng.IntN(2)])
	})
}

func comment(doc []byte, seed uint64) []byte {
	texts := []string{"checked by hand", "see section 3, below", `the client's own value, not "final"`, "optional", "{old: 1}"}
	rng := newRand(seed, 4)
	hit := some(rng, 6)
	return rewrite(doc, func(out []byte, t token) []byte {
		out = append(out, t.text...)
		lineEnd := t.end < len(doc) && doc[t.end] == '\n'
		if !lineEnd && !t.is(",:") || !hit() {
			return out
		}
		text := texts[rng.IntN(len(texts))]
		switch {
		case lineEnd:
			return append(append(out, " // "...), text...)
		case t.is(",") && rng.IntN(2) == 0:
			return append(append(append(out, " // "...), text...), '\n')
		}
		return append(append(append(out, " /* "...), text...), " */"...)
	})
}

func pythonLiterals(doc []byte, _ uint64) []byte {
	return rewrite(doc, func(out []byte, t token) []byte {
		switch string(t.text) {
		case "true":
			return append(out, "True"...)
		case "false":
			return append(out, "False"...)
		case "null":
			return append(out, "None"...)
		}
		return append(out, t.text...)
	})
}

func fence(doc []byte, _ uint64) []byte {
	const before = "Sure! Here's the JSON that you asked for, with all fields (names, scores and notes):\n\n```json\n"
	const after = "\n```\n\nLet me know if you'd like any changes: for example, I could add more \"notes\"."
	return slices.Concat([]byte(before), doc, []byte(after))
}

// truncated cuts in the middle of the string value at or after 90 % of the
// document, or of the last one.
func truncated(doc []byte, _ uint64) []byte {
	goal := len(doc) * 9 / 10
	cut := 0
	for t := range tokens(doc) {
		if !t.is(`"`) || t.key || len(t.text) < 5 {
			continue
		}
		from := t.start + len(t.text)/2
		if t.start < goal && goal < t.end-1 {
			from = max(goal, t.start+2)
		}
		cut = from
		for cut > t.start+2 && !utf8.RuneStart(doc[cut]) {
			cut--
		}
		// An escape is at most six bytes: not cut inside one.
		if i := bytes.LastIndexByte(doc[max(t.start+1, cut-6):cut], '\\'); i >= 0 {
			cut = max(t.start+1, max(t.start+1, cut-6)+i)
		}
		if t.end >= goal {
			break
		}
	}
	return slices.Clone(doc[:cut])
}

// unescapedQuotes unescapes the quotes around words in prose, which about
// every third prose string has.
func unescapedQuotes(doc []byte, _ uint64) []byte {
	quotes := strings.NewReplacer(`\\`, `\\`, `\"`, `"`)
	return rewrite(doc, func(out []byte, t token) []byte {
		return append(out, quotes.Replace(string(t.text))...)
	})
}

func unquotedKeys(doc []byte, _ uint64) []byte {
	return rewrite(doc, func(out []byte, t token) []byte {
		if name := t.text[1:max(1, len(t.text)-1)]; t.key && identifier(name) {
			return append(out, name...)
		}
		return append(out, t.text...)
	})
}

func identifier(s []byte) bool {
	for i, c := range s {
		if !(c == '_' || 'a' <= c|32 && c|32 <= 'z' || i > 0 && '0' <= c && c <= '9') {
			return false
		}
	}
	return len(s) > 0
}

func missingClosers(doc []byte, _ uint64) []byte {
	return slices.Clone(bytes.TrimRight(doc, "]} \r\n"))
}
