package repair_test

import (
	"fmt"

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
	// {"a": "bc", "d":
	// {"a": "bc", "d": true}
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
