package main

import (
	"errors"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/repairjson/repairjson/bench"
)

func TestReplace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.md")
	if err := os.WriteFile(file, []byte("a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := replace(file, "x", "new\n"); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(file)
	if want := "a\n<!-- begin x -->\nnew\n<!-- end x -->\nb\n"; string(got) != want {
		t.Errorf("got %q", got)
	}
	if replace(file, "y", "") == nil {
		t.Error("no error for marks that are missing")
	}
}

func TestTally(t *testing.T) {
	var got tally
	yes, no := func([]byte) bool { return true }, func([]byte) bool { return false }
	got.add("1", nil, false, yes)
	got.add("1", nil, false, no)
	got.add("1", nil, true, yes)             // an output where there is no answer
	got.add("", errRefused, true, no)        // rightly refused
	got.add("", errors.New("x"), false, yes) // wrongly
	got.add("{", nil, false, yes)            // no JSON
	got.add("\"\xff\"", nil, false, yes)     // no UTF-8
	if want := (tally{2, 2, 2, 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if p := (&tally{right: 999, wrong: 1}).percent(); p != "99.9" {
		t.Error(p)
	}
}

func TestCurve(t *testing.T) {
	linear := curve{seconds: []float64{1e-5, 4e-5, 16e-5}}
	quadratic := curve{seconds: []float64{1e-5, 16e-5, 256e-5}}
	if !linear.linear() || quadratic.linear() || (curve{end: "time"}).linear() {
		t.Error("linear is not told from quadratic")
	}
	if r := quadratic.ratio(); r < 15.9 || r > 16.1 {
		t.Errorf("the ratio is %v, want 16", r)
	}
	if got := (curve{seconds: []float64{1}, end: "time"}).cell(); got != "time at 16 KB" {
		t.Error(got)
	}
}

func TestCode(t *testing.T) {
	for _, text := range append(differences, "a|b\n`*_[x]\\") {
		cell := code(text)
		if strings.ContainsAny(cell, "|\n`") {
			t.Errorf("%q breaks its table: %s", text, cell)
		}
		inner := strings.TrimSuffix(strings.TrimPrefix(cell, "<code>"), "</code>")
		if got := html.UnescapeString(inner); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestPeers checks that the libraries of Go are called rightly: checkers take
// the intact document, repairers a damaged one.
func TestPeers(t *testing.T) {
	doc := bench.Document(4<<10, seed)
	for _, p := range goPeers() {
		switch {
		case p.check != nil:
			if !p.check(doc) || p.check(doc[:len(doc)-5]) {
				t.Errorf("%s does not check", p.name)
			}
		default:
			if m := repairing(p, []byte(`{'a':1}`), []byte(`{"a":1}`)); m.wrong != "" {
				t.Errorf("%s: %s", p.name, m.wrong)
			}
		}
	}
	for _, u := range unmarshals {
		if err := u.call(doc); err != nil {
			t.Errorf("%s: %v", u.name, err)
		}
	}
}

// TestProcess checks that a call that takes too long is stopped.
func TestProcess(t *testing.T) {
	slow := driver{"slow", ".", []string{"bash", "-c", "read x; echo '{}'; read x; sleep 20"}}
	p, err := slow.process()
	if err != nil {
		t.Skip("bash is not there: ", err)
	}
	defer p.kill()
	if _, err := p.time("x", 0, 50*time.Millisecond); !errors.Is(err, errLate) {
		t.Errorf("got %v", err)
	}
}
