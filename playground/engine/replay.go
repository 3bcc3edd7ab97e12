package engine

import (
	"encoding/json"
	"unicode/utf8"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
)

// A Replay repairs a text that arrives in pieces. The zero value is not ready:
// use NewReplay.
type Replay struct {
	buffer repairjson.Buffer
	text   string
	sent   int
}

// A Moment is what is known after a piece. All offsets are in characters of
// JavaScript, UTF-16 units.
type Moment struct {
	Snapshot string `json:"snapshot"` // valid JSON; empty before there is any
	Settled  int    `json:"settled"`  // how much of Snapshot will not change
	Sent     int    `json:"sent"`     // how much of the text has arrived
	Done     bool   `json:"done"`
	Error    string `json:"error,omitempty"`
}

// NewReplay returns a replay of the text of a request. Of several answers it
// takes the first, as streams do.
func NewReplay(request string) *Replay {
	var req Request
	_ = json.Unmarshal([]byte(request), &req) // the page writes it
	o, _ := req.options()
	o.Pick = repair.First
	return &Replay{buffer: repairjson.Buffer{Options: o}, text: req.Text}
}

// Next sends n more bytes, and those that complete a character. After the last
// it closes the text.
func (r *Replay) Next(n int) Moment {
	end := min(r.sent+max(n, 1), len(r.text))
	for end < len(r.text) && !utf8.RuneStart(r.text[end]) {
		end++
	}
	_, err := r.buffer.Write([]byte(r.text[r.sent:end]))
	r.sent = end
	m := Moment{Sent: units(r.text[:end])}
	if end == len(r.text) {
		m.Done = true
		err = r.buffer.Close()
		m.Snapshot = string(r.buffer.Bytes())
		m.Settled = units(m.Snapshot)
	} else if shot, e := r.buffer.Snapshot(); e == nil {
		m.Snapshot = string(shot)
		m.Settled = min(units(string(r.buffer.Settled())), units(m.Snapshot))
	}
	if err != nil {
		m.Error, m.Done = err.Error(), true
	}
	return m
}

// JSON is Next with its moment as JSON.
func (r *Replay) JSON(n int) string { return encode(r.Next(n)) }

// units returns the length of s in UTF-16.
func units(s string) (n int) {
	for _, c := range s {
		if n++; c > 0xffff {
			n++
		}
	}
	return n
}
