//go:build js && wasm

// Command wasm is the repairer as the page calls it. It defines the object
// repairjson: repair(request) returns an answer, start(request) begins a
// replay, and next(n) sends n more bytes of it and returns a moment. Requests,
// answers and moments are JSON texts, see package engine.
package main

import (
	"syscall/js"

	"github.com/repairjson/repairjson/playground/engine"
)

func main() {
	replay := engine.NewReplay("{}")
	js.Global().Set("repairjson", map[string]any{
		"repair": js.FuncOf(func(_ js.Value, args []js.Value) any {
			return engine.JSON(args[0].String())
		}),
		"start": js.FuncOf(func(_ js.Value, args []js.Value) any {
			replay = engine.NewReplay(args[0].String())
			return nil
		}),
		"next": js.FuncOf(func(_ js.Value, args []js.Value) any {
			return replay.JSON(args[0].Int())
		}),
	})
	select {} // the functions live on
}
