package schema

import (
	"fmt"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/repair"
)

// A family is an adversarial schema, and texts for it of any size.
type family struct {
	name, schema string
	head, unit   string
	tail         string
	deep         bool // head and tail are repeated, and the unit is within
}

// work returns what the meter shows when text is aligned, and what it says
// when it is at its limit.
func (f *family) work(t *testing.T, n int) (size, spent, limit int) {
	t.Helper()
	text := f.head + strings.Repeat(f.unit, n) + f.tail
	if f.deep {
		text = strings.Repeat(f.head, n) + f.unit + strings.Repeat(f.tail, n)
	}
	x, ok := newIndex([]byte(text))
	if !ok {
		t.Fatalf("%s: %.60s is no JSON", f.name, text)
	}
	s := mustParse(t, f.schema)
	m := s.newMeter(x)
	edits, _, _ := s.align(x, m, false)
	if out := repair.Apply(x.text, edits); !repair.Valid(out) {
		t.Fatalf("%s: %.60s is no JSON", f.name, out)
	}
	return len(text), m.spent, m.limit
}

// anyOfs returns n unions, each within the last, around the schema end.
func anyOfs(n int, around, end string) string {
	return strings.Repeat(`{"anyOf":[`+around+`,`, n) + end + strings.Repeat(`]}`, n)
}

func families() []family {
	many := func(list func(i int) string) string {
		var b []string
		for i := range 60 {
			b = append(b, list(i))
		}
		return strings.Join(b, ",")
	}
	props := many(func(i int) string { return fmt.Sprintf(`"field_%d":{"type":"integer"}`, i) })
	branches := many(func(i int) string {
		return fmt.Sprintf(`{"type":"object","properties":{"k":{"const":"b%d"},"n":{"type":"integer"}},"required":["k","n"]}`, i)
	})
	const self = `{"$ref":"#"}`
	return []family{
		{name: "numbers as text", schema: ints, head: `["0"`, unit: `,"1,234 km"`, tail: `]`},
		{name: "names in other case", schema: `{"type":"array","items":{"type":"object","properties":{` + props + `},"additionalProperties":false}}`, head: `[{}`, unit: `,{"Field 1":"1","field-59":"2","other":3}`, tail: `]`},
		{name: "names in one object", schema: `{"type":"object","properties":{` + props + `},"required":["field_59"]}`, head: `{"a":0`, unit: `,"FIELD_3":"1"`, tail: `}`},
		{name: "unions of sixty", schema: `{"type":"array","items":{"anyOf":[` + branches + `]}}`, head: `[{}`, unit: `,{"K":"B59","N":"5"}`, tail: `]`},
		{name: "twenty unions in one another", schema: `{"type":"array","items":` + anyOfs(20, `{"type":"null"}`, `{"type":"integer"}`) + `}`, head: `[1`, unit: `,"12"`, tail: `]`},
		{name: "twenty unions of objects", schema: `{"type":"array","items":` + anyOfs(20, `{"type":"object","properties":{"a":{"type":"boolean"}},"required":["a","b"]}`, `{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}`) + `}`, head: `[{}`, unit: `,{"A":"12"}`, tail: `]`},
		{name: "deep unions", schema: `{"anyOf":[{"type":"array","items":` + self + `},{"type":"object","properties":{"a":` + self + `},"required":["a"]},{"type":"integer"}]}`, head: `[`, unit: `"1"`, tail: `]`, deep: true},
		{name: "deep unions with text", schema: `{"anyOf":[{"type":"string"},{"type":"integer"},{"type":"array","items":` + self + `}]}`, head: `[`, unit: `{"a":true}`, tail: `]`, deep: true},
		{name: "deep text with a pattern", schema: `{"anyOf":[{"type":"string","pattern":"^x"},{"type":"integer"},{"type":"array","items":` + self + `}]}`, head: `[`, unit: `true`, tail: `]`, deep: true},
		{name: "deep objects that do not fit", schema: trees, head: `{"V":"1","kids":`, unit: `[]`, tail: `}`, deep: true},
		{name: "deep lists without repetitions", schema: `{"type":["array","integer"],"uniqueItems":true,"items":` + self + `}`, head: `[0,`, unit: `"1"`, tail: `]`, deep: true},
		{name: "deep constants", schema: `{"type":["array","integer"],"not":{"const":[0,[0,[0,1]]]},"items":` + self + `}`, head: `[0,`, unit: `"1"`, tail: `]`, deep: true},
		{name: "lists of one", schema: `{"type":"object","properties":{"a":` + self + `},"required":["a"]}`, head: `[`, unit: `1`, tail: `]`, deep: true},
		{name: "wrapping names", schema: person, head: `{"r":`, unit: `{"userName":"a","age":1}`, tail: `}`, deep: true},
		{name: "JSON in strings", schema: `{"type":"array","items":` + ints + `}`, head: `[[]`, unit: `,"[\"1\",2,]"`, tail: `]`},
		{name: "one string of JSON", schema: ints, head: `"[0`, unit: `,\"1\"`, tail: `]"`},
		{name: "strings in strings", schema: `{"type":"array","items":` + self + `}`, head: `["`, unit: `[`, tail: `"]`},
		{name: "one long text", schema: `{"type":"boolean"}`, head: `"no`, unit: ` and it is`, tail: `"`},
		{name: "one long number", schema: `{"type":"number","multipleOf":0.01}`, head: `0.1`, unit: `23`, tail: ``},
		{name: "pairs", schema: `{"type":"array","items":` + counts + `}`, head: `[{}`, unit: `,[["a","1"],["b",2]]`, tail: `]`},
		{name: "conditions", schema: `{"type":"array","items":{"if":{"properties":{"k":{"const":1}}},"then":{"properties":{"v":{"type":"integer"}}},"else":{"properties":{"v":{"type":"string"}}}}}`, head: `[0`, unit: `,{"k":1,"v":"2"},{"k":2,"v":3}`, tail: `]`},
		{name: "all of many", schema: `{"type":"array","items":{"allOf":[` + branches[:strings.Index(branches, `},{"type"`)+1] + `,{"properties":{` + props + `}}]}}`, head: `[{}`, unit: `,{"K":"B0","N":"5","field 7":"1"}`, tail: `]`},
	}
}

// TestLinear is law 10 with schemas: the work for a text is at most a constant
// for each byte, whatever its length, and far from the limit.
func TestLinear(t *testing.T) {
	for _, f := range families() {
		var perByte []float64
		for _, n := range []int{125, 250, 500, 1000} {
			size, spent, limit := f.work(t, n)
			perByte = append(perByte, float64(spent)/float64(size))
			if spent > limit/4 {
				t.Errorf("%s, %d bytes: %d spent of %d", f.name, size, spent, limit)
			}
		}
		t.Logf("%-30s %6.1f for each byte", f.name, perByte)
		for i := range perByte[1:] {
			if perByte[i+1] > 1.1*perByte[i]+0.5 {
				t.Errorf("%s: %.1f for each byte as the text doubles", f.name, perByte)
				break
			}
		}
	}
}
