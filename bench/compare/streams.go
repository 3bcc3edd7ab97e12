package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"time"

	"github.com/repairjson/repairjson/bench"
	"github.com/repairjson/repairjson/repair"
)

const (
	answerBytes = 64 << 10
	delta       = 4
)

// streams writes what it costs to show an answer while it arrives: ours goes
// on where it was, the others parse each beginning of the answer again. One
// that would take long parses only some of the beginnings, evenly spread; what
// it took is scaled, and the table says so.
func streams(r *report) error {
	doc := bytes.Map(func(c rune) rune { // a byte is a character in every language
		if c > '~' {
			return 'x'
		}
		return c
	}, bench.Document(answerBytes, seed))
	text := string(doc)
	var once, whole measure
	once.call = func() { _, _ = (repair.Options{}).Repair(doc[:len(doc)-1]) }
	if err := shown(doc); err != nil {
		return err
	}
	whole.call = func() { _ = shown(doc) }
	interleave(r.config, []*measure{&once, &whole})
	one := median(once.times)
	r.both("\n## Streams\n\nAn answer of %d bytes that arrives in pieces of %d, and is shown after each. One `Repair` of the whole, its last bracket missing, takes %.3f ms.\n\n", len(text), delta, 1e3*one)
	r.both("%s", header("library", "times shown", "failed", "ms for all", "× one `Repair`"))
	line := func(name string, every int, calls, failed int, seconds float64) {
		all := seconds * float64(every) / delta
		times := fmt.Sprint(calls)
		if every > delta {
			times += fmt.Sprintf(" of %d, scaled", len(text)/delta)
		}
		r.both("%s", row(name, times, fmt.Sprint(failed), figure(1e3*all), figure(all/one)))
	}
	line("repairjson, `Buffer`", delta, len(text)/delta, 0, median(whole.times))
	abs, err := filepath.Abs(r.tools)
	if err != nil {
		return err
	}
	partial := &process{driver: partialParser(abs)}
	defer partial.stop()
	type other struct {
		name string
		*process
	}
	var others []other
	if version, err := partial.version(); err == nil {
		others = append(others, other{partial.driver.name + " " + version, partial})
	} else {
		r.both("%s", row(partial.driver.name, "not installed", "", "", ""))
	}
	for _, p := range r.repairers[1:] {
		others = append(others, other{p.name, p.process})
	}
	for _, p := range others {
		every, err := affordable(r.config, p.process, text)
		if err != nil {
			r.both("%s", row(p.name, ending(err), "", "", ""))
			continue
		}
		answer, err := p.ask(request{Text: text, Every: every}, 2*time.Minute)
		if err != nil {
			r.both("%s", row(p.name, ending(err), "", "", ""))
			continue
		}
		line(p.name, every, answer.Calls, answer.Failed, answer.Seconds)
	}
	return nil
}

// affordable returns how far apart the beginnings are that a library parses in
// some seconds: a multiple of the pieces.
func affordable(c config, p *process, text string) (int, error) {
	one, err := p.seconds(text[:len(text)-1], 100*time.Millisecond, 10*c.limit)
	if err != nil {
		return 0, err
	}
	all := float64(len(text)/delta) * one / 2
	return delta * max(1, int(all/(4*c.limit.Seconds()))), nil
}

// shown writes an answer into a buffer piece by piece, with a snapshot after
// each.
func shown(text []byte) error {
	b := repair.Buffer{Options: repair.Options{Pick: repair.First}}
	for i := 0; i < len(text); i += delta {
		if _, err := b.Write(text[i:min(i+delta, len(text))]); err != nil {
			return err
		}
		_, _ = b.Snapshot() // no answer yet at the very beginning
	}
	if err := b.Close(); err != nil {
		return err
	}
	if !bytes.Equal(b.Bytes(), text) {
		return fmt.Errorf("the stream is not the answer")
	}
	return nil
}
