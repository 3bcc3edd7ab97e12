package main

import (
	"io"
	"os"
	"sync"
	"time"

	"github.com/repairjson/repairjson/internal/records"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// barDelay is how long a run lasts before a progress bar appears.
const barDelay = 500 * time.Millisecond

// A progress shows on a terminal how much of the inputs was read. A nil one
// shows nothing. It is safe for concurrent use.
type progress struct {
	w     io.Writer
	begin time.Time // when it appears
	total int64     // bytes, 0 if that is not known

	mu        sync.Mutex
	read      int64 // bytes
	records   int
	container *mpb.Progress // nil as long as it does not show
	bar       *mpb.Bar
	stopped   bool
}

// newProgress returns the bar of a run over records. There is none where it
// would get in the way: off a terminal, or where the output goes to one.
func (p *program) newProgress() *progress {
	toTerminal := p.output == "" && !p.inPlace && isTerminal(p.out)
	if !p.lines || p.quiet || toTerminal || !isTerminal(p.errw) {
		return nil
	}
	return &progress{w: p.errw, begin: time.Now().Add(barDelay), total: p.inputSize()}
}

// inputSize returns how many bytes the inputs have as files, or 0 if one is
// not a file.
func (p *program) inputSize() int64 {
	var sum int64
	for _, name := range p.names {
		info, err := os.Stat(name)
		if f, ok := p.in.(*os.File); ok && name == "-" {
			info, err = f.Stat()
		}
		if err != nil || !info.Mode().IsRegular() {
			return 0
		}
		sum += info.Size()
	}
	return sum
}

// show makes the bar appear.
func (b *progress) show() {
	b.container = mpb.New(mpb.WithOutput(b.w), mpb.WithWidth(30), mpb.WithAutoRefresh())
	records := decor.Any(func(decor.Statistics) string {
		b.mu.Lock()
		defer b.mu.Unlock()
		return "  " + records.Count(b.records, "record")
	})
	if b.total == 0 {
		b.bar = b.container.AddSpinner(0, mpb.PrependDecorators(decor.CurrentKibiByte("% .1f"), records))
		return
	}
	b.bar = b.container.AddBar(b.total, mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersKibiByte("% .1f / % .1f"), records, decor.Name(" ")),
		mpb.AppendDecorators(decor.Percentage(), decor.Name("  "), decor.AverageETA(decor.ET_STYLE_GO)),
	)
	b.bar.DecoratorAverageAdjust(b.begin.Add(-barDelay))
}

// add says that n more bytes were read.
func (b *progress) add(n int) {
	if b == nil {
		return
	}
	b.mu.Lock()
	b.read += int64(n)
	if b.container == nil && !b.stopped && time.Now().After(b.begin) {
		b.show()
	}
	bar, read := b.bar, b.read
	b.mu.Unlock()
	if bar != nil {
		bar.SetCurrent(read)
	}
}

// count says that n more records are done.
func (b *progress) count(n int) {
	if b != nil {
		b.mu.Lock()
		b.records += n
		b.mu.Unlock()
	}
}

// stop removes the bar.
func (b *progress) stop() {
	if b == nil {
		return
	}
	b.mu.Lock()
	container := b.container
	b.container, b.stopped = nil, true
	b.mu.Unlock()
	if container != nil {
		b.bar.Abort(true)
		container.Wait()
	}
}

// above returns a writer of messages above the bar. Without a bar, that is w.
func (b *progress) above(w io.Writer) io.Writer {
	if b == nil {
		return w
	}
	return aboveWriter{b}
}

// An aboveWriter writes above the bar while it shows.
type aboveWriter struct{ b *progress }

func (a aboveWriter) Write(p []byte) (int, error) {
	a.b.mu.Lock()
	container := a.b.container
	a.b.mu.Unlock()
	if container == nil {
		return a.b.w.Write(p)
	}
	return container.Write(p)
}
