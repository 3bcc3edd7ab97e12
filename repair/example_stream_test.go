package repair_test

import (
	"fmt"
	"io"
	"strings"

	"github.com/repairjson/repairjson/repair"
)

// While a text arrives, a snapshot is valid JSON of what is certain so far.
func ExampleBuffer_Snapshot() {
	b := repair.Buffer{Options: repair.Options{Pick: repair.First}}
	for _, piece := range []string{"Sure: ", `{"title": "Sna`, `ke", 'tags': [1, 2`, `3, `} {
		_, _ = b.Write([]byte(piece))
		out, err := b.Snapshot()
		fmt.Printf("%s %v\n", out, err)
	}
	// Output:
	//  repair: no JSON value at offset 6
	// {"title": "Sna"} <nil>
	// {"title": "Snake", "tags": [1]} <nil>
	// {"title": "Snake", "tags": [1, 23]} <nil>
}

// What is settled is the beginning of what Close will make of the whole.
func ExampleBuffer_Settled() {
	b := repair.Buffer{Options: repair.Options{Pick: repair.First}}
	for _, piece := range []string{`{'a': "b`, `c", 'd': Tr`, "ue}"} {
		_, _ = b.Write([]byte(piece))
		fmt.Printf("%s\n", b.Settled())
	}
	_ = b.Close()
	fmt.Printf("%s\n", b.Bytes())
	// Output:
	// {"a": "b
	// {"a": "bc"
	// {"a": "bc", "d": true
	// {"a": "bc", "d": true}
}

func ExampleBuffer_Reset() {
	var b repair.Buffer
	for _, text := range []string{`{"a": 1`, `[1, 2,]`} {
		b.Reset()
		_, _ = b.Write([]byte(text))
		_ = b.Close()
		fmt.Printf("%s\n", b.Bytes())
	}
	// Output:
	// {"a": 1}
	// [1, 2]
}

func ExampleOptions_NewReader() {
	r := repair.Options{}.NewReader(strings.NewReader("Sure:\n```json\n{'a': [1, 2}\n```\nBye."))
	out, err := io.ReadAll(r)
	fmt.Printf("%s %v\n", out, err)
	// Output:
	// {"a": [1, 2]} <nil>
}

func ExampleOptions_All() {
	const lines = "{'a': 1}\n{'a': 2,}\n{\"a\": 3\n"
	for answer, err := range (repair.Options{}).All(strings.NewReader(lines)) {
		fmt.Printf("%s %v\n", answer, err)
	}
	// Output:
	// {"a": 1} <nil>
	// {"a": 2} <nil>
	// {"a": 3} <nil>
}

func ExampleCandidates() {
	src := []byte("Like {'x': 1}:\n```json\n{\"a\": 1}\n```")
	for _, c := range repair.Candidates(src) {
		fmt.Printf("%s: %s, %d edits\n", c.Form, src[c.Pos:c.End], c.Edits)
	}
	// Output:
	// prose: {'x': 1}, 2 edits
	// marked: {"a": 1}, 0 edits
}

// A greater form is the better sign.
func ExampleForm_String() {
	fmt.Println(repair.FormScalar, repair.FormCode, repair.FormProse, repair.FormMarked)
	// Output:
	// scalar code prose marked
}
