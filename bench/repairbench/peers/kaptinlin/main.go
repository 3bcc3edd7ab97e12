// Command kaptinlin runs github.com/kaptinlin/jsonrepair:
// go run . < input.jsonl > output.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"

	"github.com/kaptinlin/jsonrepair"
)

func main() {
	in := json.NewDecoder(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for in.More() {
		var c struct{ ID, Input string }
		if err := in.Decode(&c); err != nil {
			log.Fatal(err)
		}
		o := struct {
			ID     string  `json:"id"`
			Output *string `json:"output"`
		}{ID: c.ID}
		if text, err := jsonrepair.Repair(c.Input); err == nil {
			o.Output = &text
		}
		if err := enc.Encode(o); err != nil {
			log.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}
