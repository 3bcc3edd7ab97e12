package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// TestProgress checks that messages are written before, above and after a bar,
// in order, and that the bar shows what was read.
func TestProgress(t *testing.T) {
	for total, want := range map[int64]string{1000: "500.0 b / 1000.0 b  7 records", 0: "500.0 b  7 records"} {
		var b bytes.Buffer
		p := &progress{w: &b, begin: time.Now(), total: total}
		w := p.above(&b)
		io.WriteString(w, "message 1\n")
		p.count(7)
		p.add(500)
		for i := range 3 {
			fmt.Fprintf(w, "message %d\n", 2+i)
			time.Sleep(200 * time.Millisecond) // longer than the bar needs to show
		}
		p.stop()
		p.stop()
		io.WriteString(w, "message 5\n")
		p.add(500)
		got := b.String()
		last := -1
		for i := range 5 {
			at := strings.Index(got, fmt.Sprintf("message %d\n", i+1))
			if at <= last {
				t.Errorf("message %d is at %d after %d in %q", i+1, at, last, got)
			}
			last = at
		}
		if !strings.Contains(got, want) || !strings.HasSuffix(got, "message 5\n") {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
	var none *progress
	none.add(1)
	none.count(1)
	none.stop()
	var b bytes.Buffer
	if none.above(&b) != io.Writer(&b) {
		t.Error("there is a bar")
	}
}
