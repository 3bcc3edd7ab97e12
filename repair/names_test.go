package repair_test

import (
	"fmt"
	"testing"

	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/repair"
)

func ExampleNewNames() {
	src := []byte(`{"text":"a word, name: "x"}`)
	out, err := repair.Options{Names: repair.NewNames(true, "text", "name")}.Repair(src)
	fmt.Println(string(out), err)
	// Output: {"text":"a word", "name": "x"} <nil>
}

// Names are text, name and size; other ones may be there unless closed.
var namesCases = []struct {
	name, in, out string
	closed        bool
}{
	{"after a pair", `{"text":"say "hi", name: "x"}`, `{"text":"say \"hi", "name": "x"}`, false},
	{"without a comma", `{"text":"say "hi" "name":"x"}`, `{"text":"say \"hi", "name":"x"}`, false},
	{"without comma and marks", `{"text":"say hi" name: "x"}`, `{"text":"say hi", "name": "x"}`, false},
	{"without mark and marks", `{"text":"say hi, name: "x"}`, `{"text":"say hi", "name": "x"}`, false},
	{"without mark and the first mark", `{"text":"say hi, name": "x"}`, `{"text":"say hi", "name": "x"}`, false},
	{"on a line", "{\"text\":\"say hi\nname: \"x\"}", "{\"text\":\"say hi\",\n\"name\": \"x\"}", false},
	{"several", `{"text":"say hi,name:"x",size:3}`, `{"text":"say hi","name":"x","size":3}`, false},
	{"another spelling", `{"text":"say hi, NAME: "x"}`, `{"text":"say hi", "NAME": "x"}`, false},
	{"in bare text", `{text: some words name: Bob Smith size: 5}`, `{"text": "some words", "name": "Bob Smith", "size": 5}`, false},
	{"within a list", `{"list":[{"text":"say hi, name: "x"}]}`, `{"list":[{"text":"say hi", "name": "x"}]}`, false},
	{"no other name after a pair", `{"text":"JSON is "a", "b": "c" or so","name":"x"}`, `{"text":"JSON is \"a\", \"b\": \"c\" or so","name":"x"}`, true},

	{"not another name", `{"text":"say hi, word: "x"","name":"y"}`, `{"text":"say hi, word: \"x\"","name":"y"}`, false},
	{"not in the middle of a clause", `{"text":"the name: "x" is odd","name":"y"}`, `{"text":"the name: \"x\" is odd","name":"y"}`, false},
	{"not as a word", `{"text":"of "size", "name" and "text", I say","name":"y"}`, `{"text":"of \"size\", \"name\" and \"text\", I say","name":"y"}`, false},
	{"not after a pair without a comma", `{"text":"a "b" name: c","name":"y"}`, `{"text":"a \"b\" name: c","name":"y"}`, false},
	{"not in a list", `["say hi, name: "x"","y"]`, `["say hi, name: \"x\"","y"]`, false},
	{"not in valid text", `{"text":"a, name: \"x\", size: 3"}`, `{"text":"a, name: \"x\", size: 3"}`, false},
	{"not the end of another word", `{text: some filename: x, size: 5}`, `{"text": "some filename: x", "size": 5}`, false},
}

func TestNames(t *testing.T) {
	for _, c := range namesCases {
		o := repair.Options{Names: repair.NewNames(c.closed, "text", "name", "Size", "")}
		out, err := o.Repair([]byte(c.in))
		if err != nil || string(out) != c.out {
			t.Errorf("%s: %s\n gives %s, %v\n want  %s", c.name, c.in, out, err, c.out)
		}
	}
}

// Keys do the same in the outermost object.
func TestNamesAsKeys(t *testing.T) {
	o := repair.Options{Keys: []string{"text", "name"}}
	for in, want := range map[string]string{
		`{"text":"say hi, name: "x"}`:           `{"text":"say hi", "name": "x"}`,
		`{"a":{"text":"say hi, name: "x" so"}}`: `{"a":{"text":"say hi, name: \"x\" so"}}`,
	} {
		if out, err := o.Repair([]byte(in)); err != nil || string(out) != want {
			t.Errorf("%s gives %s, %v; want %s", in, out, err, want)
		}
	}
}

func TestNamesLaws(t *testing.T) {
	o := repair.Options{Pick: repair.First, Names: repair.NewNames(true, "text", "name", "size", "a", "b", "key", "x")}
	check := func(in string) {
		if err := laws.Check(o, []byte(in)); err != nil {
			t.Errorf("%q: %v", in, err)
			return
		}
		if err := laws.Splits(o, []byte(in)); err != nil {
			t.Errorf("%q: %v", in, err)
			return
		}
		for n := 1; n <= 7; n++ {
			if err := laws.StreamWith(o, []byte(in), n); err != nil {
				t.Errorf("%q in pieces of %d: %v", in, n, err)
				return
			}
		}
	}
	for _, c := range namesCases {
		check(c.in)
	}
	for _, c := range laws.Cases {
		check(c.In)
	}
}

// FuzzNames holds the laws where names are known.
func FuzzNames(f *testing.F) {
	for _, c := range namesCases {
		f.Add([]byte(c.in), byte(1))
	}
	o := repair.Options{Pick: repair.First, Names: repair.NewNames(true, "text", "name", "size", "a", "b")}
	f.Fuzz(func(t *testing.T, src []byte, n byte) {
		if err := laws.Check(o, src); err != nil {
			t.Fatalf("%q: %v", src, err)
		}
		if err := laws.StreamWith(o, src, int(n%9)+1); err != nil {
			t.Fatalf("%q in pieces of %d: %v", src, n%9+1, err)
		}
	})
}
