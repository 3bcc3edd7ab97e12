package main

import (
	"errors"
	"fmt"
	"html"
	"path/filepath"
	"slices"
	"strings"
)

// differences are texts of which the libraries make different things, most of
// them, and some of which they make the same.
var differences = []string{
	`{'a': 1,}`, `{"a": 1} {"b": 2}`, `{"a": 1};{"a": 2}`, `Sure! {"a": 1}. Enjoy {x}!`,
	"```json {\"a\": 1} ```", `<think>{"a": 0}?</think>{"a": 1}`, `I'm sorry.`, `hello world`,
	`{"a": NaN}`, `{"a": 1/3, "b": 12:30}`, `{"a": 007}`, `{"p": "C:\new\x"}`,
	`{"a": "say "hi" now"}`, `{"a":[1,2,"b":3}`, `{"a":`, `{"a": "hello wor`, `[1, 2, ...]`,
	`{"a": 1, "a": 2}`, `{"x": 1.0, "e": 1e400}`, `callback({"a": 1});`, `{"a": ObjectId("5f")}`,
	`{"a": "x" + "y"}`, `{"a": undefined, "b": None}`, `{"a": 1 /* n */}`, `1,2,3`,
	`{"a": "\u00e9é"}`, `{"a": yes}`, `(1, 2)`, `{"x","y"}`, `{\"a\":1}`, `[f(a=1)]`, `{"a": 10%}`,
}

// writeMigration writes what jsonrepair and json_repair make of the texts.
func writeMigration(c config, list []*repairer) error {
	var columns []*repairer
	for _, name := range []string{"jsonrepair (npm)", "json_repair (PyPI)", ours} {
		i := slices.IndexFunc(list, func(r *repairer) bool { return r.name == name })
		if i < 0 {
			fmt.Println("docs/migration.md stays: it needs", name)
			return nil
		}
		columns = append(columns, list[i])
	}
	var b strings.Builder
	b.WriteString("| text |")
	for _, p := range columns {
		b.WriteString(" " + strings.TrimSpace(p.name+" "+p.version) + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(columns)) + "\n")
	for _, text := range differences {
		b.WriteString("| " + code(text) + " |")
		for _, p := range columns {
			out, err := p.repair(text, c.limit)
			switch {
			case errors.Is(err, errRefused):
				why := strings.TrimPrefix(err.Error(), errRefused.Error()+": ")
				b.WriteString(" refused: " + html.EscapeString(strings.ReplaceAll(why, "|", "¦")) + " |")
				continue
			case err != nil:
				out = "error: " + err.Error()
			}
			b.WriteString(" " + code(out) + " |")
		}
		b.WriteString("\n")
	}
	return replace(filepath.Join(c.root, "docs", "migration.md"), "migration", b.String())
}

// code returns a text as code in a cell of a table.
func code(text string) string {
	return "<code>" + strings.NewReplacer("|", "&#124;", "\n", "&#10;", `\`, "&#92;", "`", "&#96;", "*", "&#42;", "_", "&#95;", "[", "&#91;", "]", "&#93;").Replace(html.EscapeString(text)) + "</code>"
}
