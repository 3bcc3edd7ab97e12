package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// numbered returns n broken records with their numbers, and what they become.
// Some are long, some are blank, and some fail.
func numbered(n int) (in, want string, failed int) {
	var a, b strings.Builder
	for i := range n {
		switch {
		case i%101 == 7:
			a.WriteString("\n")
			b.WriteString("\n")
			continue
		case i%37 == 5:
			failed++
			fmt.Fprintf(&a, "sorry %d\n", i)
			fmt.Fprintf(&b, "sorry %d\n", i)
			continue
		}
		pad := strings.Repeat("x", i%50)
		if i%997 == 0 {
			pad = strings.Repeat("y", 3*batchSize/2)
		}
		fmt.Fprintf(&a, "{n: %d, pad: '%s',}\n", i, pad)
		fmt.Fprintf(&b, "{\"n\": %d, \"pad\": \"%s\"}\n", i, pad)
	}
	return a.String(), b.String(), failed
}

// TestJobs checks that the order of records and the counts are the same
// however many workers there are, and however the input arrives.
func TestJobs(t *testing.T) {
	in, want, failed := numbered(20000)
	for _, jobs := range []string{"1", "2", "3", "16"} {
		for way, r := range map[string]io.Reader{
			"whole":     strings.NewReader(in),
			"with data": iotest.DataErrReader(strings.NewReader(in)),
			"pieces":    &pieceReader{text: in, rng: rand.New(rand.NewPCG(1, 2))},
		} {
			var out, errs bytes.Buffer
			code := run([]string{"--lines", "--jobs", jobs}, r, &out, &errs)
			if code != 1 || out.String() != want {
				t.Fatalf("%s jobs, %s: exit %d, %d bytes of output, want %d", jobs, way, code, out.Len(), len(want))
			}
			checkFailures(t, errs.String(), in, failed)
		}
	}
}

// checkFailures checks that all failures of in are told, in order, and counted.
func checkFailures(t *testing.T, errs, in string, failed int) {
	t.Helper()
	told := strings.SplitAfter(errs, "\n")
	i, records := 0, 0
	for n, line := range strings.Split(in, "\n") {
		if line != "" {
			records++
		}
		if strings.HasPrefix(line, "sorry") {
			if want := fmt.Sprintf("repairjson: record %d (line %d): ", n+1, n+1); !strings.HasPrefix(told[i], want) {
				t.Fatalf("message %d is %q, want %q", i, told[i], want)
			}
			i++
		}
	}
	want := fmt.Sprintf("repairjson: %d records: 0 valid, %d repaired, %d failed; ", records, records-failed, failed)
	if i != failed || !strings.HasPrefix(told[i], want) {
		t.Fatalf("the summary is %q, want %q", told[i], want)
	}
}

// A pieceReader gives a text in random pieces.
type pieceReader struct {
	text string
	rng  *rand.Rand
}

func (r *pieceReader) Read(p []byte) (int, error) {
	if r.text == "" {
		return 0, io.EOF
	}
	n := copy(p, r.text[:min(len(r.text), r.rng.IntN(100000))])
	r.text = r.text[n:]
	return n, nil
}

// TestBatches checks that batches are the input, divided at ends of lines,
// with the numbers and the offsets of their lines.
func TestBatches(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		var text strings.Builder
		for range rng.IntN(60) {
			text.WriteString(strings.Repeat("z", rng.IntN(1+rng.IntN(300))) + "\n")
		}
		text.WriteString(strings.Repeat("e", rng.IntN(3)))
		in := text.String()
		const limit = 100
		single := rng.IntN(2) == 0
		r := newBatcher(&pieceReader{text: in, rng: rng}, limit, single)
		r.buf = make([]byte, 0, 16)
		var got strings.Builder
		var b batch
		long := false
		for {
			err := r.next(&b)
			if err == io.EOF {
				break
			}
			if err != nil || len(b.data) == 0 {
				t.Fatal(err, len(b.data))
			}
			before := got.String()
			if b.base != int64(len(before)) || b.first != 1+strings.Count(before, "\n") {
				t.Fatalf("%q: a batch at %d, line %d after %q", in, b.base, b.first, before)
			}
			if (b.part == goesOn) != long || !long && before != "" && !strings.HasSuffix(before, "\n") {
				t.Fatalf("%q: part %d after %q", in, b.part, before)
			}
			if single && bytes.IndexByte(b.data, '\n') < len(b.data)-1 && bytes.Contains(b.data, []byte("\n")) {
				t.Fatalf("%q: several lines at once: %q", in, b.data)
			}
			if b.part == begins && len(b.data) <= limit {
				t.Fatalf("%q: a short line in parts: %q", in, b.data)
			}
			long = b.part != whole && !bytes.HasSuffix(b.data, []byte("\n"))
			got.Write(b.data)
		}
		if got.String() != in {
			t.Fatalf("%q came out as %q", in, got.String())
		}
	}
}

// TestLongRecord streams a line of 40 MB past a limit of 1 MB.
func TestLongRecord(t *testing.T) {
	in := io.MultiReader(
		strings.NewReader("[1,]\n['"), io.LimitReader(endless('x'), 40<<20), strings.NewReader("']\n[2,]"))
	var out countingWriter
	var errs bytes.Buffer
	code := run([]string{"--lines", "--max-record", "1M"}, in, &out, &errs)
	if want := 4 + 2 + 40<<20 + 3 + 3; code != 1 || int(out) != want {
		t.Errorf("exit %d, %d bytes, want %d", code, out, want)
	}
	if !strings.Contains(errs.String(), "record 2 (line 2): column 1: longer than 1M (--max-record)\n") ||
		!strings.Contains(errs.String(), "3 records: 0 valid, 2 repaired, 1 failed") {
		t.Error(errs.String())
	}
}

type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

type countingWriter int

func (w *countingWriter) Write(p []byte) (int, error) {
	*w += countingWriter(len(p))
	return len(p), nil
}
