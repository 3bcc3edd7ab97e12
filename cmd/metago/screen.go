package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/repairjson/repairjson/pipeline"
	"golang.org/x/term"
	"golang.org/x/text/width"
)

// A screen shows a run. On a terminal finished steps scroll up, and the line
// at the bottom says what is being waited for; elsewhere there are plain lines
// only.
type screen struct {
	w     io.Writer
	live  bool
	color bool
	width func() int

	mu     sync.Mutex
	status string // the line at the bottom, as it stands there
	began  time.Time
	step   pipeline.Event // that is being waited for
	start  time.Time
	bytes  int
	tokens int // of finished answers
	mended int
	ticker *time.Ticker
	done   chan struct{}
}

func newScreen(w io.Writer, plain bool) *screen {
	s := &screen{w: w, began: time.Now(), done: make(chan struct{})}
	f, ok := w.(*os.File)
	if ok && !plain && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd())) {
		s.live = true
		s.color = os.Getenv("NO_COLOR") == ""
		s.width = func() int {
			if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 20 {
				return columns
			}
			return 80
		}
		s.ticker = time.NewTicker(100 * time.Millisecond)
		go s.tick()
	}
	return s
}

func (s *screen) tick() {
	for {
		select {
		case <-s.done:
			return
		case <-s.ticker.C:
			s.mu.Lock()
			s.draw()
			s.mu.Unlock()
		}
	}
}

// close takes the line at the bottom away.
func (s *screen) close() {
	if s.live {
		close(s.done)
		s.ticker.Stop()
		s.mu.Lock()
		defer s.mu.Unlock()
		s.step = pipeline.Event{}
		s.draw()
		s.live = false
	}
}

// The colours of words, as ANSI has them.
const (
	bold   = "1"
	dim    = "2"
	green  = "32"
	yellow = "33"
	red    = "31"
)

func (s *screen) paint(color, text string) string {
	if !s.color {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// line writes a line that stays.
func (s *screen) line(color, text string) {
	text = printable(text)
	if s.live {
		fmt.Fprintf(s.w, "\r\x1b[K%s\n", s.paint(color, text))
		s.status = ""
		s.draw()
		return
	}
	fmt.Fprintln(s.w, text)
}

// printable returns a line without characters that would steer a terminal:
// what it says comes from models.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return ' '
		}
		return r
	}, text)
}

var spinner = []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")

// draw draws the line at the bottom anew, if it is another one.
func (s *screen) draw() {
	if !s.live {
		return
	}
	status := ""
	if s.step.Step != "" {
		elapsed := time.Since(s.start)
		mark := spinner[int(elapsed/(100*time.Millisecond))%len(spinner)]
		status = fmt.Sprintf("%c %s, %d tokens, %d repairs · %s, %s · %s · %.0f s, %d bytes",
			mark, clock(time.Since(s.began)), s.tokens, s.mended, s.step.Role, title(&s.step), s.step.Text, elapsed.Seconds(), s.bytes)
		status = s.fit(status, 0)
	}
	if status != s.status {
		fmt.Fprintf(s.w, "\r\x1b[K%s", s.paint(dim, status))
		s.status = status
	}
}

// fit returns a text that a terminal shows on one line, with so many columns
// after it; elsewhere, the text.
func (s *screen) fit(text string, after int) string {
	if !s.live {
		return text
	}
	text = printable(text)
	if short := clip(text, s.width()-2-after); short != text {
		return short + "…"
	}
	return text
}

// clip returns the beginning of text that fits into columns.
func clip(text string, columns int) string {
	used := 0
	for i, r := range text {
		n := 1
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n = 2
		}
		if used+n > columns {
			return text[:i]
		}
		used += n
	}
	return text
}

// title returns the name of a step, with its file and its attempt.
func title(e *pipeline.Event) string {
	name := e.Step
	if e.File != "" {
		name += " " + e.File
	}
	if e.Attempt > 1 && e.Step != "WriteCodeReview" {
		name += fmt.Sprintf(" (attempt %d)", e.Attempt)
	}
	return name
}

func clock(d time.Duration) string {
	return fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60)
}

func (s *screen) warn(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.line(yellow, "warning: "+text)
}

// event shows what happens.
func (s *screen) event(e pipeline.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch e.Kind {
	case pipeline.Resumed:
		s.line(bold, e.Text)
	case pipeline.RoundBegan:
		s.line(dim, "round "+e.Text)
	case pipeline.Asked:
		s.step, s.start, s.bytes = e, time.Now(), 0
	case pipeline.Arriving:
		s.bytes = e.Bytes
	case pipeline.Answered:
		s.step = pipeline.Event{}
		s.tokens += e.Reply.Input + e.Reply.Output
		s.line("", s.fit(answered(&e), 0))
	case pipeline.Repaired:
		s.mended += len(e.Repairs)
		s.repairs(&e)
	case pipeline.Retried:
		if !s.live { // the log is complete
			s.repairs(&e)
		}
		s.line(red, s.fit("  asked once more: "+e.Text, 0))
	case pipeline.Warned:
		s.line(yellow, "  warning: "+e.Text)
	}
}

// answered returns the line of an answer.
func answered(e *pipeline.Event) string {
	about := ""
	if e.Reply.Estimated {
		about = "~"
	}
	line := fmt.Sprintf("%-15s %-28s %6.1f s %s%6d tokens in %s%5d out", e.Role, title(e), e.Elapsed.Seconds(), about, e.Reply.Input, about, e.Reply.Output)
	switch {
	case e.Recorded:
		line = fmt.Sprintf("%-15s %-28s answered before", e.Role, title(e))
	case e.Reply.Cut == "length":
		line += ", cut off by max_token"
	}
	return line
}

// repairs writes a line for each repair. On a terminal, those of a kind in one
// place are counted; elsewhere the lines are a log, which is complete.
func (s *screen) repairs(e *pipeline.Event) {
	type kind struct{ fault, key string }
	count := map[kind]int{}
	for _, r := range e.Repairs {
		count[kind{r.Fault, r.Key}]++
	}
	for _, r := range e.Repairs {
		more, k := "", kind{r.Fault, r.Key}
		switch n := count[k]; {
		case !s.live:
		case n == 0:
			continue // the line is there
		case n > 1:
			more = fmt.Sprintf(", and %d more of its kind", n-1)
		}
		count[k] = 0
		s.line(dim, s.fit("  "+r.String(), len(more))+more)
	}
}

// summary says what came of the run.
func (s *screen) summary(sum *pipeline.Summary, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.step = pipeline.Event{}
	color, word := green, "finished"
	switch {
	case err != nil:
		color, word = red, "stopped"
	case !sum.Finished:
		color, word = yellow, "not finished"
	}
	tokens := fmt.Sprintf("%d tokens in, %d out", sum.Input, sum.Output)
	if sum.Estimated {
		tokens = "about " + tokens
	}
	s.line(color, fmt.Sprintf("%s after %s: %d answers (%d of an earlier run, %d asked once more), %d repairs, %s, $%.4f",
		word, clock(sum.Elapsed), sum.Answers, sum.Recorded, sum.Retries, sum.Repairs, tokens, sum.Cost))
	if len(sum.Files) > 0 {
		s.line(color, fmt.Sprintf("%s: %s", sum.Project, strings.Join(sum.Files, ", ")))
	}
}
