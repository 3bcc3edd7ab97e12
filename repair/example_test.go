package repair_test

import (
	"errors"
	"fmt"

	"github.com/repairjson/repairjson/repair"
)

func ExampleOptions_Repair() {
	out, err := repair.Options{}.Repair([]byte("```json\n{'a': [1, 2}\n```"))
	fmt.Printf("%s %v\n", out, err)
	// Output:
	// {"a": [1, 2]} <nil>
}

// MaxDepth lowers the limit of nested values.
func ExampleOptions_Repair_maxDepth() {
	o := repair.Options{MaxDepth: 2}
	_, err := o.Repair([]byte(`[[[1,]]]`))
	fmt.Println(err, errors.Is(err, repair.ErrTooDeep))
	// Output:
	// repair: nested too deeply at offset 2 true
}

func ExampleOptions_Edits() {
	src := []byte(`{"a": True} `)
	edits, err := repair.Options{}.Edits(src)
	fmt.Println(edits, err)
	edits, err = repair.Options{}.Edits([]byte(`{"a": true}`))
	fmt.Println(edits, err)
	// Output:
	// [{6 10 true literal}] <nil>
	// [] <nil>
}

func ExampleApply() {
	src := []byte(`{"a": True,}`)
	out := repair.Apply(src, []repair.Edit{
		{Pos: 6, End: 10, New: "true", Faults: repair.Literal},
		{Pos: 10, End: 11, Faults: repair.ExtraComma},
	})
	fmt.Printf("%s from %s\n", out, src)
	// Output:
	// {"a": true} from {"a": True,}
}

// Two lists of edits, the second on what the first makes, become one list on
// the source.
func ExampleCompose() {
	src := []byte(`{"Name": 'Bob'}`)
	quotes := []repair.Edit{
		{Pos: 9, End: 10, New: `"`, Faults: repair.QuoteStyle},
		{Pos: 13, End: 14, New: `"`, Faults: repair.QuoteStyle},
	}
	middle := repair.Apply(src, quotes)
	shout := []repair.Edit{{Pos: 10, End: 13, New: "BOB", Faults: repair.Stray}}
	fmt.Printf("%s\n", repair.Apply(middle, shout))
	fmt.Printf("%s\n", repair.Apply(src, repair.Compose(quotes, shout)))
	// Output:
	// {"Name": "BOB"}
	// {"Name": "BOB"}
}

func ExampleValid() {
	fmt.Println(repair.Valid([]byte(`{"a": 1}`)), repair.Valid([]byte(`{"a": 1,}`)), repair.Valid([]byte("\"\xff\"")))
	// Output:
	// true false false
}

func ExampleFaultTable() {
	for _, f := range repair.FaultTable()[:3] {
		fmt.Printf("%s (%s): %s becomes %s, because %s\n", f.Name, f.Fault.Class(), f.Before, f.After, f.Doc)
	}
	// Output:
	// missing-closer (lossless): {"a":[1,2 becomes {"a":[1,2]}, because an array or object is not closed
	// extra-closer (lossless): {"a":1}} becomes {"a":1}, because a bracket closes nothing
	// wrong-closer (guess): {"a":[1,2},"b":3} becomes {"a":[1,2],"b":3}, because a bracket of the other kind
}

func ExampleParseFaults() {
	set, unknown := repair.ParseFaults("prose, markup")
	fmt.Println(set, unknown == "")
	_, unknown = repair.ParseFaults("loss,prosa")
	fmt.Println(unknown)
	// Output:
	// prose+markup true
	// prosa
}

func ExampleFaults_String() {
	fmt.Println(repair.Comment | repair.MissingComma)
	// Output:
	// missing-comma+comment
}

func ExampleFaults_Each() {
	for f := range (repair.Comment | repair.MissingComma).Each() {
		fmt.Println(f)
	}
	// Output:
	// missing-comma
	// comment
}

func ExampleFaults_Class() {
	fmt.Println(repair.ExtraComma.Class(), repair.InnerQuote.Class(), repair.NonFinite.Class())
	// Output:
	// lossless guess loss
}

func ExampleError() {
	_, err := repair.Options{Reject: repair.Loss}.Repair([]byte(`{"a": 1, "b": Infinity}`))
	var e *repair.Error
	if errors.As(err, &e) {
		fmt.Println(e.Offset, e.Faults, e.Err == repair.ErrRejected)
	}
	// Output:
	// 14 non-finite true
}

func ExampleError_Error() {
	_, err := repair.Options{}.Repair([]byte("  hello"))
	fmt.Println(err.Error())
	// Output:
	// repair: no JSON value at offset 2
}

func ExampleError_Unwrap() {
	_, err := repair.Options{}.Repair(nil)
	fmt.Println(errors.Is(err, repair.ErrNoJSON), errors.Unwrap(err))
	// Output:
	// true no JSON value
}

// A Buffer takes an answer as it arrives, in pieces of any size.
func ExampleBuffer() {
	b := repair.Buffer{Options: repair.Options{Pick: repair.First}}
	for _, piece := range []string{"Here: {'a", "': Tr", "ue, 'b'", ": [1,", " 2"} {
		if _, err := b.Write([]byte(piece)); err != nil {
			fmt.Println(err)
			return
		}
	}
	err := b.Close()
	fmt.Printf("%s %v\n", b.Bytes(), err)
	// Output:
	// {"a": true, "b": [1, 2]} <nil>
}

// The error of a Write is that of the repair, if it is known already.
func ExampleBuffer_Write() {
	b := repair.Buffer{Options: repair.Options{MaxDepth: 1}}
	n, err := b.Write([]byte("[1, "))
	fmt.Println(n, err)
	_, err = b.Write([]byte("[2]]"))
	fmt.Println(err)
	// Output:
	// 4 <nil>
	// repair: nested too deeply at offset 4
}

func ExampleBuffer_Close() {
	var b repair.Buffer
	_, _ = b.Write([]byte("I don't know."))
	fmt.Println(b.Close())
	// Output:
	// repair: no JSON value at offset 0
}

func ExampleBuffer_Bytes() {
	var b repair.Buffer
	_, _ = b.Write([]byte(`[1, 2`))
	fmt.Printf("%q\n", b.Bytes())
	_ = b.Close()
	fmt.Printf("%q\n", b.Bytes())
	// Output:
	// ""
	// "[1, 2]"
}

func ExampleBuffer_Edits() {
	var b repair.Buffer
	_, _ = b.Write([]byte(`[1, 2`))
	_ = b.Close()
	fmt.Println(b.Edits())
	// Output:
	// [{5 5 ] missing-closer}]
}
