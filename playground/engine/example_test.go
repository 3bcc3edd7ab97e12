package engine_test

import (
	"fmt"

	"github.com/repairjson/repairjson/playground/engine"
)

func ExampleRepair() {
	a := engine.Repair(engine.Request{Text: `{"a": 1,}`})
	fmt.Println(a.Output)
	for _, e := range a.Edits {
		fmt.Println(e.Line, e.Column, e.Class, e.Faults[0].Name)
	}
	// Output:
	// {"a": 1}
	// 1 8 lossless extra-comma
}

func ExampleJSON() {
	fmt.Print(engine.JSON(`{"text": "[1]"}`))
	// Output:
	// {"output":"[1]","parts":[{"keep":"[1]","edit":-1}],"edits":[]}
}

func ExampleNewReplay() {
	r := engine.NewReplay(`{"text": "{'a': 'bc'}"}`)
	for {
		m := r.Next(4)
		fmt.Printf("%d %q\n", m.Sent, m.Snapshot)
		if m.Done {
			break
		}
	}
	// Output:
	// 4 ""
	// 8 "{\"a\": \"b\"}"
	// 11 "{\"a\": \"bc\"}"
}

func ExampleReplay_Next() {
	m := engine.NewReplay(`{"text": "[1, 2"}`).Next(100)
	fmt.Println(m.Snapshot, m.Done)
	// Output:
	// [1, 2] true
}

func ExampleReplay_JSON() {
	fmt.Print(engine.NewReplay(`{"text": "[]"}`).JSON(2))
	// Output:
	// {"snapshot":"[]","settled":2,"sent":2,"done":true}
}
