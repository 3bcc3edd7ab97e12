package records

import (
	"encoding/json"
	"slices"
	"testing"
	"unicode/utf8"
)

func TestSplitPath(t *testing.T) {
	for path, want := range map[string][]string{
		"a":         {"a"},
		"a.0.b":     {"a", "0", "b"},
		`a\.b.c`:    {"a.b", "c"},
		`\\.\.`:     {`\`, "."},
		".":         {"", ""},
		"日本.#|@*?!": {"日本", "#|@*?!"},
		"":          nil,
		`\`:         nil,
		`a\n`:       nil,
		`a.b\`:      nil,
	} {
		got, err := SplitPath(path)
		if !slices.Equal(got, want) || (err != nil) != (want == nil) {
			t.Errorf("splitPath(%q) = %q, %v, want %q", path, got, err, want)
		}
	}
}

func TestUnquote(t *testing.T) {
	for raw, want := range map[string]string{
		`""`:                     "",
		`"é"`:                    "é",
		`"\"\\\/\b\f\n\r\t"`:     "\"\\/\b\f\n\r\t",
		`"\u00e9\u0000\uFFFD"`:   "é\x00\uFFFD",
		`"\ud83d\ude00!"`:        "😀!",
		`"\ud83d"`:               "\uFFFD",
		`"\ude00\ud83d"`:         "\uFFFD\uFFFD",
		`"\ud83d\u0041"`:         "\uFFFDA",
		`"\ud83d\n"`:             "\uFFFD\n",
		`"\ud83d\ud83d\ude00"`:   "\uFFFD😀",
		"\"\xff\\t\xff\"":        "\xff\t\xff",
		`"\\ud83d` + `\\u0041x"`: `\ud83d\u0041x`,
	} {
		if got := Unquote(raw); got != want {
			t.Errorf("unquote(%s) = %q, want %q", raw, got, want)
		}
		var std string
		if err := json.Unmarshal([]byte(raw), &std); err != nil || utf8.ValidString(want) && std != want {
			t.Errorf("encoding/json reads %s as %q, %v", raw, std, err)
		}
	}
}

func TestCursor(t *testing.T) {
	src := []byte("aé\n日\xffb\r\n")
	want := []struct{ offset, line, column int }{
		{0, 1, 1}, {1, 1, 2}, {1, 1, 2}, {3, 1, 3}, // a é . \n
		{4, 2, 1}, {4, 2, 1}, {4, 2, 1}, {7, 2, 2}, {8, 2, 3}, {9, 2, 4}, {10, 2, 5}, // 日 . . \xff b \r \n
		{11, 3, 1}, {11, 3, 1}, // the end, and past it
	}
	rising := NewCursor(src)
	for i, w := range want {
		for name, got := range map[string]Place{"rising": rising.At(i), "alone": NewCursor(src).At(i)} {
			if got != (Place{Offset: w.offset, Line: w.line, Column: w.column}) {
				t.Errorf("%s: at(%d) = %+v, want %+v", name, i, got, w)
			}
		}
	}
	if got := rising.At(-1); got != (Place{Offset: 0, Line: 1, Column: 1}) {
		t.Errorf("at(-1) = %+v", got)
	}
}
