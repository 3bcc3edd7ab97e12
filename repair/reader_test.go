package repair_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/repairjson/repairjson/bench"
	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/repair"
)

// readers are ways in which a text may arrive.
var readers = map[string]func(io.Reader) io.Reader{
	"whole":     func(r io.Reader) io.Reader { return r },
	"one byte":  iotest.OneByteReader,
	"half":      iotest.HalfReader,
	"with data": iotest.DataErrReader,
}

// checkReader checks that a Reader gives what Repair with Pick First gives.
func checkReader(t *testing.T, text []byte) {
	t.Helper()
	want, wantErr := repair.Options{Pick: repair.First}.Repair(text)
	for name, wrap := range readers {
		got, err := io.ReadAll(repair.Options{}.NewReader(wrap(bytes.NewReader(text))))
		if wantErr != nil {
			if err == nil || err.Error() != wantErr.Error() {
				t.Errorf("%s: %q: error %v, want %v", name, text, err, wantErr)
			}
			continue
		}
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %.300q:\n got %.300q, %v\nwant %.300q", name, text, got, err, want)
		}
	}
}

func TestReaderCases(t *testing.T) {
	for _, c := range laws.Cases {
		checkReader(t, []byte(c.In))
	}
}

// TestReaderLarge reads documents that are larger than what is kept at once.
func TestReaderLarge(t *testing.T) {
	doc := bench.Document(300<<10, 3)
	checkReader(t, doc)
	for _, d := range bench.Damages() {
		checkReader(t, d.Make(doc, 5))
	}
	long := `{"a":"` + strings.Repeat("he said \"hi\" to me\n", 20000) + `", 'b':[1,2,]}`
	checkReader(t, []byte(long))
}

func TestReaderErrors(t *testing.T) {
	text := `{"a":[1,2,` + strings.Repeat("3,", 50000)
	_, err := io.ReadAll(repair.Options{}.NewReader(iotest.TimeoutReader(strings.NewReader(text))))
	if !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("the error of the reader is lost: %v", err)
	}
	_, err = io.ReadAll(repair.Options{Reject: repair.MissingCloser}.NewReader(strings.NewReader(`[1,[2`)))
	if !errors.Is(err, repair.ErrRejected) {
		t.Errorf("a rejected fault gives %v", err)
	}
	_, err = io.ReadAll(repair.Options{}.NewReader(strings.NewReader(`{\"a\":` + strings.Repeat(" ", 2<<20))))
	if !errors.Is(err, repair.ErrWindow) {
		t.Errorf("an escaped text of 2 MB gives %v", err)
	}
}

// TestAll iterates over the answers of texts that arrive in several ways.
func TestAll(t *testing.T) {
	lines := strings.Repeat("{'a':1}\n[2,]\n", 30000)
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 0}, {" \n", 0}, {"{a:1}\n{a:2}\n{a:3", 3}, {"{}{}[]", 3}, {lines, 60000},
		{"Here:\n```json\n{\"a\":1,}\n```\nand\n```json\n[1,2\n```", 2},
	} {
		for name, wrap := range readers {
			if name == "one byte" && len(c.text) > 1000 {
				continue
			}
			n := 0
			for v, err := range (repair.Options{}).All(wrap(strings.NewReader(c.text))) {
				if err != nil || !repair.Valid(v) {
					t.Fatalf("%s: %.60q: value %d is %q, %v", name, c.text, n, v, err)
				}
				n++
			}
			if n != c.want {
				t.Errorf("%s: %.60q gives %d values, want %d", name, c.text, n, c.want)
			}
		}
	}
	for v, err := range (repair.Options{}).All(strings.NewReader("No JSON here.")) {
		if !errors.Is(err, repair.ErrNoJSON) {
			t.Errorf("prose gives %q, %v", v, err)
		}
	}
}
