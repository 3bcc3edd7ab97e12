package repairjson_test

import (
	"errors"
	"fmt"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
)

func ExampleRepair() {
	src := []byte(`Sure! Here is the plan:
{'title': 'Snake', "files": ["main.py" "game.py",], "done": True
I hope it helps.`)
	out, err := repairjson.Repair(src)
	fmt.Println(string(out), err)
	// Output:
	// {"title": "Snake", "files": ["main.py", "game.py"], "done": true} <nil>
}

// Valid JSON comes back as the same slice, whatever is in it.
func ExampleRepair_valid() {
	src := []byte(`{"a": 1.0, "a": "\u00e9"}`)
	out, _ := repairjson.Repair(src)
	fmt.Println(string(out), &out[0] == &src[0])
	// Output:
	// {"a": 1.0, "a": "\u00e9"} true
}

// A text without an answer is an error that says where and why.
func ExampleRepair_error() {
	_, err := repairjson.Repair([]byte("I'm sorry, I can't do that."))
	fmt.Println(err)
	fmt.Println(errors.Is(err, repair.ErrNoJSON))
	// Output:
	// repair: no JSON value at offset 0
	// true
}

func ExampleRepairString() {
	s, err := repairjson.RepairString(`{"say": "it is "good", they said", "n": 1,}`)
	fmt.Println(s, err)
	// Output:
	// {"say": "it is \"good\", they said", "n": 1} <nil>
}

func ExampleEdits() {
	src := []byte(`{name: "Bob", "age": 3,}`)
	edits, err := repairjson.Edits(src)
	if err != nil {
		fmt.Println(err)
	}
	for _, e := range edits {
		fmt.Printf("%d-%d %q becomes %q: %v\n", e.Pos, e.End, src[e.Pos:e.End], e.New, e.Faults)
	}
	fmt.Printf("%s\n", repair.Apply(src, edits))
	// Output:
	// 1-1 "" becomes "\"": unquoted-key
	// 5-5 "" becomes "\"": unquoted-key
	// 22-23 "," becomes "": extra-comma
	// {"name": "Bob", "age": 3}
}

// A careful caller refuses what is a guess, or loses something.
func ExampleOptions_Repair() {
	var o repairjson.Options
	o.Reject = repair.Guess | repair.Loss
	for _, s := range []string{`{"a": 'x',}`, `{"a": NaN}`, `{"a": "x`} {
		out, err := o.Repair([]byte(s))
		fmt.Printf("%s %v\n", out, err)
	}
	// Output:
	// {"a": "x"} <nil>
	//  repair: rejected repair (non-finite) at offset 6
	//  repair: rejected repair (truncated) at offset 8
}

func ExampleOptions_RepairString() {
	const lines = "{\"a\": 1}\n{\"a\": 2}"
	for _, pick := range []repair.Pick{repair.All, repair.First, repair.Last} {
		var o repairjson.Options
		o.Pick = pick
		s, err := o.RepairString(lines)
		fmt.Printf("%q %v\n", s, err)
	}
	// Output:
	// "[{\"a\": 1},\n{\"a\": 2}]" <nil>
	// "{\"a\": 1}" <nil>
	// "{\"a\": 2}" <nil>
}

func ExampleOptions_Edits() {
	var o repairjson.Options
	o.OnEdit = func(e repair.Edit) { fmt.Println("mended", e.Faults) }
	edits, err := o.Edits([]byte(`{"a": [1, 2`))
	fmt.Println(len(edits), err)
	// Output:
	// mended missing-closer
	// mended missing-closer
	// 2 <nil>
}
