package bench

import (
	"math/rand/v2"
	"strconv"
	"strings"
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
