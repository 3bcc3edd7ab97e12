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

// TestMain is also the driver of the repairers in Go, as the program is.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "-child" {
		if err := serveChild(os.Args[2]); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

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
	linear := curve{lengths: lengths, seconds: []float64{1e-5, 4e-5, 16e-5}}
	quadratic := curve{lengths: lengths, seconds: []float64{1e-5, 16e-5, 256e-5}}
	if !linear.linear() || quadratic.linear() || (curve{lengths: lengths, end: "late"}).linear() {
		t.Error("linear is not told from quadratic")
	}
	if r := quadratic.ratio(); r < 15.9 || r > 16.1 {
		t.Errorf("the ratio is %v, want 16", r)
	}
	if got := (curve{lengths: lengths, seconds: []float64{1}, end: "late"}).cell(); got != "late at 16 KB" {
		t.Error(got)
	}
}

func TestFigure(t *testing.T) {
	for v, want := range map[float64]string{2104.4: "2104", 12.34: "12.3", 1.5: "1.50", 0.449: "0.45", 0.0123: "0.012", 0.00085: "0.00085", 0.00001: "1e-05"} {
		if got := figure(v); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
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
// the intact document and not one that is cut, decoders too, and repairers mend.
func TestPeers(t *testing.T) {
	doc := bench.Document(4<<10, seed)
	for _, one := range checkers {
		if !one.check(doc) || one.check(doc[:len(doc)-5]) {
			t.Errorf("%s does not check", one.name)
		}
		if one.check([]byte("\"\xff\"")) == one.utf8 {
			t.Errorf("%s: what is said of UTF-8 is not so", one.name)
		}
	}
	for _, u := range unmarshals {
		if err := u.call(doc); err != nil {
			t.Errorf("%s: %v", u.name, err)
		}
	}
	for name, repair := range goRepairers {
		if out, err := repair(`{'a':1}`); err != nil || out != `{"a":1}` {
			t.Errorf("%s gives %q, %v", name, out, err)
		}
	}
}

// TestRepairing checks how outputs are judged.
func TestRepairing(t *testing.T) {
	mine := &repairer{name: ours}
	for _, c := range []struct{ text, doc, end string }{
		{`{'a':1}`, `{"a":1}`, ""}, {`{'a':1}`, `{"a":2}`, "wrong"}, {`no answer`, `{}`, "refused"},
	} {
		if got := repairing(thorough, mine, []byte(c.text), []byte(c.doc), false).end; got != c.end {
			t.Errorf("%s for %s: %q, want %q", c.text, c.doc, got, c.end)
		}
	}
	if got := repairing(thorough, mine, []byte(`{"a":`), []byte(`{"a":1}`), true).end; got != "" {
		t.Errorf("a text that is cut off: %q", got)
	}
}

// TestContest checks that losses are counted, and only against right outputs.
func TestContest(t *testing.T) {
	at := func(seconds float64, end string) *measure {
		return &measure{bytes: 1e6, times: []float64{seconds}, end: end}
	}
	var c contest
	c.add("a", "slower", at(1, ""), at(2, ""))
	c.add("b", "faster", at(2, ""), at(1, ""))
	c.add("c", "faster but wrong", at(2, ""), at(1, "wrong"))
	if got, want := c.String(), "slower in 1 of 2 pairs: faster, b (1.00 against 0.50 MB/s)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTargets checks that what is missed is named.
func TestTargets(t *testing.T) {
	r := &report{}
	yardstick := []*measure{{bytes: 100, times: []float64{1}}, {bytes: 100, times: []float64{1}}, {bytes: 100, times: []float64{1}}, {bytes: 100, times: []float64{1}}}
	fast := []*measure{{bytes: 200, times: []float64{1}}, {bytes: 200, times: []float64{1}}, {bytes: 150, times: []float64{1}}, {bytes: 200, times: []float64{1}}}
	lowest(r, "x", 1.6, []line{{"valid", fast}}, yardstick)
	lowest(r, "y", 1.49, []line{{"valid", fast}}, yardstick)
	got := targetTable(r.targets)
	for _, want := range []string{"**missed**: 1 of 4: valid, 64 KB (1.50)", "least 1.50 (valid, 64 KB) | holds"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// TestGoDriver speaks with this program as a driver would be spoken with.
func TestGoDriver(t *testing.T) {
	repair := goRepairers["kaptinlin/jsonrepair"]
	if out := serve(repair, request{Text: `{'a':1}`}).Output; out == nil || *out != `{"a":1}` {
		t.Errorf("the output is %v", out)
	}
	if a := serve(repair, request{Text: `[1]`, Ms: 2}); a.Calls < 1 || a.Seconds <= 0 || a.Output != nil {
		t.Errorf("timed: %+v", a)
	}
	if a := serve(repair, request{Text: `[1,2,3,4]`, Every: 2}); a.Calls != 4 || a.Seconds <= 0 {
		t.Errorf("the beginnings: %+v", a)
	}
}

// TestProcess checks that a call that takes too long is stopped, and that the
// process starts anew.
func TestProcess(t *testing.T) {
	p := &process{driver: driver{"slow", []string{"bash", "-c", "read x; echo '{}'; read x; sleep 20"}}}
	if _, err := p.ask(request{}, 50*time.Millisecond); err != nil && !errors.Is(err, errLate) {
		t.Skip("bash is not there: ", err)
	}
	defer p.stop()
	for range 2 {
		if _, err := p.seconds("x", 0, 50*time.Millisecond); !errors.Is(err, errLate) {
			t.Errorf("got %v", err)
		}
		if p.cmd != nil {
			t.Error("it was not stopped")
		}
	}
	ends := &process{driver: driver{"ends", []string{"bash", "-c", "read x; echo '{}'; read x"}}}
	if _, err := ends.seconds("x", 0, 10*time.Second); !errors.Is(err, errEnded) {
		t.Errorf("got %v", err)
	}
}

// TestStart starts all repairers that are there, and has each mend a text.
func TestStart(t *testing.T) {
	list, err := start(config{tools: "tools"})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 2 || list[0].name != ours || list[1].name != "kaptinlin/jsonrepair" {
		t.Fatalf("they are %v", list)
	}
	for _, one := range list {
		if out, err := one.repair(`{'a':1}`, 10*time.Second); err != nil || strings.ReplaceAll(out, " ", "") != `{"a":1}` {
			t.Errorf("%s: %q, %v", one.name, out, err)
		}
		if one.process != nil {
			if s, err := one.process.seconds("[1]", time.Millisecond, 10*time.Second); err != nil || s <= 0 {
				t.Errorf("%s: a call takes %v s, %v", one.name, s, err)
			}
			one.process.stop()
		}
	}
}

func TestStream(t *testing.T) {
	if err := shown(bench.Document(2<<10, seed)); err != nil {
		t.Error(err)
	}
}
