package repair_test

import (
	"fmt"

	"github.com/repairjson/repairjson/repair"
)

func ExamplePaths() {
	src := []byte(`{"files": ["main.py", 'game.py'], "done": True,}`)
	edits := []repair.Edit{
		{Pos: 22, End: 23, New: `"`, Faults: repair.QuoteStyle},
		{Pos: 30, End: 31, New: `"`, Faults: repair.QuoteStyle},
		{Pos: 42, End: 46, New: "true", Faults: repair.Literal},
		{Pos: 46, End: 47, Faults: repair.ExtraComma},
	}
	out := repair.Apply(src, edits)
	for i, path := range repair.Paths(out, edits) {
		fmt.Printf("%q: %v\n", path, edits[i].Faults)
	}
	// Output:
	// "/files/1": quote-style
	// "/files/1": quote-style
	// "/done": literal
	// "": extra-comma
}
