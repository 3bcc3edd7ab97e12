package damage

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// A writer makes documents.
type writer struct{ *rand.Rand }

func (w writer) pick(list []string) string { return list[w.IntN(len(list))] }

// chance is true once in n times.
func (w writer) chance(n int) bool { return w.IntN(n) == 0 }

// document returns a document of one of the kinds that models are asked for.
func (w writer) document() *Value {
	switch w.IntN(10) {
	case 0, 1, 2:
		return w.calls()
	case 3, 4:
		return w.arguments(2 + w.IntN(5))
	case 5, 6:
		return w.plan()
	case 7:
		return w.records()
	case 8:
		return w.settings()
	}
	return w.review()
}

// calls are calls of functions, with their arguments.
func (w writer) calls() *Value {
	list := array()
	for range 1 + w.IntN(3) {
		list.Kids = append(list.Kids, object("name", str(w.pick(verbs)+"_"+w.pick(nouns)), "arguments", w.arguments(1+w.IntN(4))))
	}
	if len(list.Kids) == 1 && w.chance(2) {
		return list.Kids[0]
	}
	return list
}

// arguments is an object of n members with values of any kind.
func (w writer) arguments(n int) *Value {
	v := object()
	for _, name := range w.names(n) {
		v.add(name, w.value(2))
	}
	return v
}

// names returns n different names of members.
func (w writer) names(n int) []string {
	var list []string
	for _, i := range w.Perm(len(nouns))[:n] {
		switch w.IntN(3) {
		case 0:
			list = append(list, nouns[i])
		case 1:
			list = append(list, nouns[i]+"_"+w.pick(parts))
		default:
			list = append(list, w.pick(verbs)+strings.ToUpper(nouns[i][:1])+nouns[i][1:])
		}
	}
	return list
}

func (w writer) value(depth int) *Value {
	switch k := w.IntN(12); {
	case k < 4:
		return str(w.short())
	case k < 6:
		return number(w.digits())
	case k < 7:
		return literal(w.pick([]string{"true", "false", "true", "false", "null"}))
	case k < 8:
		return str(w.sentence())
	case k < 9 && depth > 0:
		return w.arguments2(depth - 1)
	case k < 11 && depth > 0:
		return w.list(depth - 1)
	}
	return str(w.special())
}

func (w writer) arguments2(depth int) *Value {
	v := object()
	for _, name := range w.names(1 + w.IntN(3)) {
		v.add(name, w.value(depth))
	}
	return v
}

// list is an array of values of one kind.
func (w writer) list(depth int) *Value {
	v := array()
	kind := w.IntN(4)
	names := w.names(1 + w.IntN(3))
	for range 1 + w.IntN(4) {
		switch {
		case kind == 0:
			v.Kids = append(v.Kids, number(w.digits()))
		case kind == 1 && depth > 0:
			item := object()
			for _, name := range names {
				item.add(name, w.value(0))
			}
			v.Kids = append(v.Kids, item)
		default:
			v.Kids = append(v.Kids, str(w.short()))
		}
	}
	return v
}

// short is a word or two.
func (w writer) short() string {
	switch w.IntN(5) {
	case 0:
		return w.pick(people) + " " + w.pick(surnames)
	case 1:
		return w.pick(nouns) + "_" + w.pick(parts)
	case 2:
		return w.pick(chinese)
	}
	return w.pick(adjectives) + " " + w.pick(nouns)
}

// sentence is a sentence with commas and apostrophes.
func (w writer) sentence() string {
	s := fmt.Sprintf("The %s %s should %s the %s", w.pick(adjectives), w.pick(nouns), w.pick(verbs), w.pick(nouns))
	switch w.IntN(5) {
	case 0:
		s += fmt.Sprintf(", and it's the %s's %s", w.pick(nouns), w.pick(nouns))
	case 1:
		s += ", but never before the " + w.pick(nouns)
	case 2:
		s += " (see the " + w.pick(nouns) + ")"
	}
	return s + "."
}

// special is text in the notation of something.
func (w writer) special() string {
	switch w.IntN(6) {
	case 0:
		return fmt.Sprintf("20%02d-%02d-%02d", 10+w.IntN(20), 1+w.IntN(12), 1+w.IntN(28))
	case 1:
		return "https://" + w.pick(nouns) + ".example/" + w.pick(verbs) + "?id=" + strconv.Itoa(w.IntN(900))
	case 2:
		return "src/" + w.pick(nouns) + "/" + w.pick(verbs) + ".py"
	case 3:
		return w.pick(verbs) + " " + w.pick(nouns) + "\n" + w.pick(verbs) + " the " + w.pick(nouns)
	case 4:
		return "class " + w.pick(people) + ":\n\tdef " + w.pick(verbs) + "_" + w.pick(nouns) + "(self): pass"
	}
	return `^` + w.pick([]string{`\d+`, `\w+\.txt`, `[a-z]+\s\d`}) + `$`
}

func (w writer) digits() string {
	switch w.IntN(5) {
	case 0:
		return strconv.Itoa(w.IntN(100000))
	case 1:
		return fmt.Sprintf("%d.%d", w.IntN(200), 1+w.IntN(99))
	case 2:
		return "-" + strconv.Itoa(1+w.IntN(90))
	}
	return strconv.Itoa(w.IntN(100))
}

// plan is a document of a software company's role.
func (w writer) plan() *Value {
	goals, pool, files := array(), array(), array()
	for range 2 + w.IntN(2) {
		goals.Kids = append(goals.Kids, str(w.sentence()))
		pool.Kids = append(pool.Kids, array(str(w.pick([]string{"P0", "P1", "P2"})), str(w.sentence())))
		files.Kids = append(files.Kids, str(w.pick(nouns)+".py"))
	}
	v := object(
		"Language", str(w.pick([]string{"en_us", "zh_cn"})),
		"Original Requirements", str(w.sentence()),
		"Project Name", str(w.pick(nouns)+"_"+w.pick(parts)),
		"Product Goals", goals,
		"File list", files,
		"Data structures and interfaces", str("\nclassDiagram\n    class "+w.pick(people)+" {\n        +str "+w.pick(nouns)+"\n    }\n"),
	)
	if w.chance(2) {
		v.add("Requirement Pool", pool)
	}
	v.add("Anything UNCLEAR", str(w.sentence()))
	return v
}

// records is a list of records of one shape.
func (w writer) records() *Value {
	list := array()
	names := w.names(3)
	for range 2 + w.IntN(4) {
		list.Kids = append(list.Kids, object("id", number(strconv.Itoa(w.IntN(900))), names[0], str(w.short()),
			names[1], number(w.digits()), names[2], literal(w.pick([]string{"true", "false"}))))
	}
	if w.chance(2) {
		return object("items", list, "total", number(strconv.Itoa(len(list.Kids))))
	}
	return list
}

// settings is a nested object.
func (w writer) settings() *Value {
	v := object()
	for _, name := range w.names(2 + w.IntN(3)) {
		v.add(name, w.arguments2(1))
	}
	v.add("enabled", literal(w.pick([]string{"true", "false"})))
	v.add("owner", literal("null"))
	return v
}

// review is a judgement with reasons.
func (w writer) review() *Value {
	return object("verdict", str(w.pick([]string{"pass", "fail", "unclear"})), "score", number(w.digits()),
		"reasons", w.list(0), "summary", str(w.sentence()), "approved", literal(w.pick([]string{"true", "false"})),
		"next", w.arguments2(1))
}

// The words of the documents.
var (
	nouns      = strings.Fields("harbour ticket invoice garden station recipe sensor camera library market bridge river engine window ledger parcel ferry orchard lantern museum")
	verbs      = strings.Fields("find open sort count move check paint carry build load send read")
	parts      = strings.Fields("name size date count list kind state code")
	adjectives = strings.Fields("small red quiet early northern second plain open heavy spare")
	people     = strings.Fields("Ada Boris Chioma Dmitri Elif Farid Greta Hana")
	surnames   = strings.Fields("Okafor Lindqvist Moreau Tanaka Petrov Silva")
	chinese    = strings.Fields("码头 图书馆 北方 蓝色 订单 设计文档")
)
