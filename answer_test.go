package repairjson_test

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

const (
	city     = `{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}`
	cities   = `{"type":"array","items":` + city + `}`
	cityList = `{"anyOf":[` + city + `,` + cities + `]}`
	text     = `{"type":"string"}`
	whole    = `{"type":"integer"}`
	truth    = `{"type":"boolean"}`
	level    = `{"enum":["low","high"]}`
	date     = `{"type":"string","format":"date"}`
	moment   = `{"type":"string","format":"date-time"}`
)

// answerCases are texts and what a schema makes of them; no out means that
// there is no JSON, and a ! before it that it is the best of a mismatch.
var answerCases = []struct {
	name, schema, in, out string
	pick                  repair.Pick
	faults                repair.Faults
}{
	// Which answer.
	{"the one that fits", city, `{"x":1} and then {"city":"Oslo"}`, `{"city":"Oslo"}`, repair.All, repair.OtherAnswer | repair.Prose},
	{"in prose against a fence", city, "For example {\"city\":\"A\"}\n```json\n{\"x\":1}\n```", `{"city":"A"}`, repair.All, repair.Prose | repair.OtherAnswer | repair.Markup},
	{"the fence if both fit", city, "For example {\"city\":\"Abcdefgh\"}\n```json\n{\"city\":\"B\"}\n```", `{"city":"B"}`, repair.All, repair.Prose | repair.OtherAnswer | repair.Markup},
	{"the cheaper", city, `{"City":"A","days":1} {"city":"B"}`, `{"city":"B"}`, repair.All, repair.OtherAnswer},
	{"the longer of equal ones", city, `{"city":"A"} {"city":"Oslo"}`, `{"city":"Oslo"}`, repair.All, repair.OtherAnswer},
	{"all for a list", cities, `{"city":"A"} {"city":"B"}`, `[{"city":"A"}, {"city":"B"}]`, repair.All, repair.Sequence},
	{"all where one would do", cityList, `{"city":"A"} {"city":"B"}`, `[{"city":"A"}, {"city":"B"}]`, repair.All, repair.Sequence},
	{"one of all where one does not fit", cityList, `{"city":"A"} {"x":"B"}`, `{"city":"A"}`, repair.All, repair.OtherAnswer},
	{"all where a field of one does not fit", cityList, `{"city":"A"} {"city":"B","days":"soon"}`, `![{"city":"A"}, {"city":"B","days":"soon"}]`, repair.All, repair.Sequence},
	{"one where all cannot be", city, `{"city":"A","days":"soon"} {"city":"B","days":"now"}`, `!{"city":"A","days":"soon"}`, repair.All, repair.OtherAnswer},
	{"one, wrapped", cities, `{"city":"A"}`, `[{"city":"A"}]`, repair.All, repair.Wrapped},
	{"the list among others", cities, `{"x":1} [{"city":"A"}]`, `[{"city":"A"}]`, repair.All, repair.OtherAnswer},
	{"first, as told", city, `{"x":1} {"city":"Oslo"}`, `!{"x":1}`, repair.First, repair.OtherAnswer},
	{"last, as told", city, `{"city":"Oslo"} {"x":1}`, `!{"x":1}`, repair.Last, repair.OtherAnswer},
	{"best is single", cityList, `{"city":"A"} {"city":"B"}`, `{"city":"A"}`, repair.Best, repair.OtherAnswer},
	{"none fits", city, `{"x":1} {"y":1}`, `!{"x":1}`, repair.All, repair.OtherAnswer},
	{"not beyond the likeliest", city, strings.Repeat(`{"x":"a longer one"} `, 9) + `{"city":"A"}`, `!{"x":"a longer one"}`, repair.All, repair.OtherAnswer},
	{"an object is wanted, a refusal comes", city, `I cannot help with that.`, ``, repair.All, 0},
	{"a refusal with a brace", city, `I cannot fill {city} in.`, ``, repair.All, 0},
	{"anything is wanted, words come", `{}`, `I cannot help with that.`, ``, repair.All, 0},

	// Names that the schema knows guide the repair.
	{"a name without marks", city, `{"city":"Oslo, days: "3"}`, `{"city":"Oslo", "days": 3}`, repair.All, repair.MissingQuote | repair.UnquotedKey | repair.Coerced},
	{"a name after bare words", city, `{city: New York days: 3}`, `{"city": "New York", "days": 3}`, repair.All, repair.MissingComma | repair.UnquotedKey | repair.UnquotedValue},
	{"no name of the schema", city, `{"city":"Oslo, size: "3"}`, `{"city":"Oslo, size: \"3"}`, repair.All, repair.InnerQuote},

	// Scalars at the root.
	{"text", text, `It said "no".`, `"It said \"no\"."`, repair.All, repair.UnquotedValue},
	{"text with a break", text, "a\nb\t\\c", `"a\nb\t\\c"`, repair.All, repair.UnquotedValue},
	{"valid string", text, `"It's"`, `"It's"`, repair.All, 0},
	{"valid string in a fence", text, "```json\n\"a b\"\n```", `"a b"`, repair.All, repair.Markup},
	{"a word", text, `yes`, `"yes"`, repair.All, repair.UnquotedValue},
	{"a literal of another language", text, `None`, `"None"`, repair.All, repair.UnquotedValue},
	{"a number as it is written", text, `1,234`, `"1,234"`, repair.All, repair.UnquotedValue},
	{"a valid number", text, `1.50`, `"1.50"`, repair.All, repair.Coerced},
	{"JSON in text", text, `Use {"a":1} there.`, `"Use {\"a\":1} there."`, repair.All, repair.UnquotedValue},
	{"text after a draft", text, "<think>{\"a\":1}</think>\nHello", `"Hello"`, repair.All, repair.UnquotedValue | repair.Draft},
	{"text too long", `{"type":"string","maxLength":3}`, `Hello`, `!"Hello"`, repair.All, repair.UnquotedValue},
	{"nothing", text, " \n", ``, repair.All, 0},
	{"text or object: object", `{"anyOf":[` + text + `,` + city + `]}`, `Here: {"city":"A"}`, `{"city":"A"}`, repair.All, repair.Prose},
	{"text or object: text", `{"anyOf":[` + city + `,` + text + `]}`, `Here: {"x":"A"}`, `"Here: {\"x\":\"A\"}"`, repair.All, repair.UnquotedValue},
	{"number", whole, `The answer is 42.`, `42`, repair.All, repair.UnitDropped},
	{"number after a draft", whole, `<think>3 or 4?</think>It is 4.`, `4`, repair.All, repair.UnitDropped | repair.Draft},
	{"number with a unit", whole, `42 years`, `42`, repair.All, repair.UnitDropped},
	{"number in a fence", whole, "The answer is:\n```\n42\n```", `42`, repair.All, repair.UnitDropped},
	{"two numbers", whole, `3 or 4`, ``, repair.All, 0},
	{"two lines of numbers", whole, "3\n4", "!", repair.All, repair.Sequence},
	{"no number", whole, `I do not know.`, ``, repair.All, 0},
	{"no whole number", whole, `It is 3.5 km.`, ``, repair.All, 0},
	{"boolean", truth, `Yes, it is.`, `true`, repair.All, repair.UnitDropped},
	{"boolean word", truth, `no`, `false`, repair.All, repair.Coerced},
	{"boolean of two", truth, `Yes and no.`, ``, repair.All, 0},
	{"boolean denied", truth, `That is not true.`, ``, repair.All, 0},
	{"enum", level, `I'd say High.`, `"high"`, repair.All, repair.EnumNear},
	{"enum alone", level, `High.`, `"high"`, repair.All, repair.EnumForm},
	{"enum of two", level, `Between low and high.`, ``, repair.All, 0},
	{"date", date, `It is due on 2024-05-01.`, `"2024-05-01"`, repair.All, repair.UnitDropped},
	{"date alone", date, `2024-05-01`, `"2024-05-01"`, repair.All, repair.UnquotedValue},
	{"two dates", date, `From 2024-05-01 to 2024-05-02`, ``, repair.All, 0},
	{"no such date", date, `It is due on 2024-02-30.`, ``, repair.All, 0},
	{"not within a number", date, `Order 12024-05-019`, ``, repair.All, 0},
	{"time", moment, `At 2024-05-01T10:00:00Z, sharp`, `"2024-05-01T10:00:00Z"`, repair.All, repair.UnitDropped},
	{"time with a space", moment, `At 2024-05-01 10:00:00+02:00`, `"2024-05-01T10:00:00+02:00"`, repair.All, repair.UnitDropped},
	{"time without zone", moment, `At 2024-05-01 10:00:00`, ``, repair.All, 0},
	{"JSON is no sentence", whole, `{"a":1,"b":[]}`, `!{"a":1,"b":[]}`, repair.All, 0},
	{"nor is broken JSON", whole, `{a:1,b:[]}`, `!{"a":1,"b":[]}`, repair.All, repair.UnquotedKey},
	{"number or nothing", `{"type":["integer","null"]}`, `about 5 km`, `5`, repair.All, repair.UnitDropped},
	{"number or text", `{"type":["integer","string"]}`, `about 5 km`, `"about 5 km"`, repair.All, repair.UnquotedValue},
}

func parsed(t testing.TB, doc string) *schema.Schema {
	t.Helper()
	s, err := schema.Parse([]byte(doc))
	if err != nil {
		t.Fatalf("%s: %v", doc, err)
	}
	return s
}

// mismatchOf returns the error as a MismatchError.
func mismatchOf(t *testing.T, err error) *repairjson.MismatchError {
	t.Helper()
	var e *repairjson.MismatchError
	if !errors.As(err, &e) || !errors.Is(err, repairjson.ErrMismatch) {
		t.Fatalf("%v is no mismatch", err)
	}
	return e
}

func faultsOf(edits []repair.Edit) (all repair.Faults) {
	for _, e := range edits {
		all |= e.Faults
	}
	return all
}

func TestAnswers(t *testing.T) {
	for _, c := range answerCases {
		t.Run(c.name, func(t *testing.T) {
			o := repairjson.Options{Options: repair.Options{Pick: c.pick}, Schema: parsed(t, c.schema)}
			in := []byte(c.in)
			out, err := o.Repair(in)
			edits, editsErr := o.Edits(in)
			if (err == nil) != (editsErr == nil) {
				t.Errorf("Repair fails with %v, Edits with %v", err, editsErr)
			}
			if c.out == "" {
				if !errors.Is(err, repair.ErrNoJSON) || len(out) > 0 {
					t.Errorf("%s, %v; want no JSON", out, err)
				}
				return
			}
			want, mismatch := strings.CutPrefix(c.out, "!")
			switch {
			case mismatch:
				if e := mismatchOf(t, err); !bytes.Equal(e.Best, out) {
					t.Errorf("best is %s, the output %s", e.Best, out)
				}
			case err != nil:
				t.Fatal(err)
			}
			if want != "" && string(out) != want {
				t.Errorf("%s, want %s", out, want)
			}
			if applied := repair.Apply(in, edits); !bytes.Equal(applied, out) {
				t.Errorf("law 4: Apply gives %s, Repair %s", applied, out)
			}
			if err := laws.Order(in, edits); err != nil {
				t.Error(err)
			}
			if all := faultsOf(edits); all != c.faults {
				t.Errorf("faults %v, want %v", all, c.faults)
			}
			if again, err := o.Repair(out); !mismatch && (err != nil || !bytes.Equal(again, out)) {
				t.Errorf("law 3: %s again is %s, %v", out, again, err)
			}
		})
	}
}

func TestAnswerRejected(t *testing.T) {
	o := repairjson.Options{Options: repair.Options{Reject: repair.Loss}, Schema: parsed(t, city)}
	out, err := o.Repair([]byte(`{"x":1} {"city":"Oslo"}`))
	var e *repair.Error
	if !errors.As(err, &e) || e.Err != repair.ErrRejected || e.Faults != repair.OtherAnswer || len(out) > 0 {
		t.Errorf("%s, %v", out, err)
	}
}

func TestSalvageOption(t *testing.T) {
	o := repairjson.Options{Schema: parsed(t, cities)}
	in := []byte("```json\n[{'city':'A'},{'x':1},{'City':'B'}]\n```")
	if _, err := o.Repair(in); !errors.Is(err, repairjson.ErrMismatch) {
		t.Errorf("without: %v", err)
	}
	o.Salvage = true
	out, err := o.Repair(in)
	if want := `[{"city":"A"},{"city":"B"}]`; err != nil || string(out) != want {
		t.Errorf("%s, %v; want %s", out, err, want)
	}
	edits, err := o.Edits(in)
	if applied := repair.Apply(in, edits); err != nil || !bytes.Equal(applied, out) || faultsOf(edits)&repair.Stray == 0 {
		t.Errorf("law 4: %v, %v give %s", edits, err, applied)
	}
	o.Reject = repair.Loss
	if _, err = o.Repair(in); !errors.Is(err, repair.ErrRejected) {
		t.Errorf("refused: %v", err)
	}
}

func TestFeedbackBounds(t *testing.T) {
	o := repairjson.Options{Schema: parsed(t, `{"type":"object","additionalProperties":{"type":"integer"}}`)}
	var members []string
	for i := range 50 {
		members = append(members, `"`+strings.Repeat("é", 500)+strconv.Itoa(i)+`":"`+strings.Repeat("long ", 100)+`"`)
	}
	out, err := o.Repair([]byte("{" + strings.Join(members, ",") + "}"))
	e := mismatchOf(t, err)
	if len(e.Mismatches) != 50 || !bytes.Equal(e.Best, out) || !strings.Contains(err.Error(), "(and 49 more)") {
		t.Errorf("%d mismatches: %v", len(e.Mismatches), err)
	}
	f := e.Feedback()
	if len(f) > 8<<10 || strings.Count(f, "\n") != 14 || !strings.Contains(f, "and 38 more places") || !utf8.ValidString(f) {
		t.Errorf("%d bytes: %s", len(f), f)
	}
}

func TestFeedbackOfAll(t *testing.T) {
	o := repairjson.Options{Schema: parsed(t, city)}
	_, err := o.Repair([]byte(`[1,2,3]`))
	want := "The answer does not fit the schema. Answer again with JSON only, and mend this:\n" +
		"- the whole answer: want object, found [1,2,3]\n"
	if got := mismatchOf(t, err).Feedback(); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	_, err = o.Repair([]byte(`{"days":"soon\n"}`))
	e := mismatchOf(t, err)
	if got := e.Feedback(); len(e.Mismatches) != 2 || strings.Count(got, "\n") != 3 {
		t.Errorf("%v: %s", e.Mismatches, got)
	}
}

// Many goroutines use the same options, and lists of keys that push one
// another out of the cache.
func TestConcurrent(t *testing.T) {
	o := repairjson.Options{Schema: parsed(t, cityList)}
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			for i := range 100 {
				out, err := o.Repair([]byte(`{City:"A"} {"city":"B"}`))
				if err != nil || string(out) != `[{"city":"A"}, {"city":"B"}]` {
					t.Errorf("%s, %v", out, err)
				}
				name := "Name " + strings.Repeat("x", (g+i)%60)
				k := repairjson.Options{Options: repair.Options{Keys: []string{name}}}
				out, err = k.Repair([]byte(`{"` + strings.ToUpper(name) + `":1}`))
				if err != nil || string(out) != `{"`+name+`":1}` {
					t.Errorf("%s: %s, %v", name, out, err)
				}
			}
		})
	}
	group.Wait()
}
