package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tidwall/gjson"
)

const path = "/v1/chat/completions"

func body(model string, stream bool) string {
	return fmt.Sprintf(`{"model":%q,"stream":%v,"response_format":{"type":"json_object"},"messages":[{"role":"user","content":"hi"}]}`, model, stream)
}

// A load sends requests.
type load struct {
	*options
	client *http.Client
}

// sample is the times of the streams through one proxy.
type sample struct{ first, whole []time.Duration }

// compare sends the streams through both proxies, in turns.
func (l *load) compare(model, bare, ours string) error {
	var samples [2]sample
	proxies := [2]string{bare, ours}
	for round := range l.rounds + 1 {
		for k := range proxies {
			i := (k + round) % 2
			s, err := l.round(proxies[i], model, i == 1)
			if err != nil {
				return err
			}
			if round > 0 { // the first warms up
				samples[i].first = append(samples[i].first, s.first...)
				samples[i].whole = append(samples[i].whole, s.whole...)
			}
		}
	}
	for _, what := range []struct {
		name string
		of   func(s *sample) []time.Duration
	}{{"to the first frame", func(s *sample) []time.Duration { return s.first }}, {"whole stream", func(s *sample) []time.Duration { return s.whole }}} {
		b, o := what.of(&samples[0]), what.of(&samples[1])
		slices.Sort(b)
		slices.Sort(o)
		fmt.Printf("%-6s %-18s n=%d  median %8v -> %8v (%.2f x)  p99 %8v -> %8v (%.2f x)\n", model, what.name, len(o),
			at(b, 50), at(o, 50), ratio(b, o, 50), at(b, 99), at(o, 99), ratio(b, o, 99))
	}
	return nil
}

func at(d []time.Duration, percent int) time.Duration {
	return d[(len(d)-1)*percent/100].Round(10 * time.Microsecond)
}

func ratio(bare, ours []time.Duration, percent int) float64 {
	return float64(at(ours, percent)) / float64(at(bare, percent))
}

// round sends the streams once, at the same time.
func (l *load) round(proxy, model string, repaired bool) (sample, error) {
	s := sample{make([]time.Duration, l.streams), make([]time.Duration, l.streams)}
	var wg sync.WaitGroup
	errs := make([]error, l.streams)
	for i := range l.streams {
		wg.Go(func() { s.first[i], s.whole[i], errs[i] = l.stream(proxy, model, repaired) })
	}
	wg.Wait()
	return s, errors.Join(errs...)
}

// stream asks for one stream and checks it.
func (l *load) stream(proxy, model string, repaired bool) (first, whole time.Duration, err error) {
	start := time.Now()
	resp, err := l.client.Post(proxy+path, "application/json", strings.NewReader(body(model, true)))
	if err != nil {
		return 0, 0, err
	}
	defer resp.Body.Close()
	data := make([]byte, 1, 1<<10)
	if _, err := io.ReadFull(resp.Body, data); err != nil {
		return 0, 0, err
	}
	first = time.Since(start)
	rest, err := io.ReadAll(resp.Body)
	whole = time.Since(start)
	if err != nil {
		return 0, 0, fmt.Errorf("%s, after %d bytes and %v: %w", proxy, len(rest), whole, err)
	}
	var text strings.Builder
	for line := range strings.Lines(string(append(data, rest...))) {
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			text.WriteString(gjson.Get(data, "choices.0.delta.content").Str)
		}
	}
	if valid := json.Valid([]byte(text.String())); text.Len() == 0 || valid != (repaired || model == "valid") {
		return 0, 0, fmt.Errorf("%s through %s: valid %v: %.100q", model, proxy, valid, text.String())
	}
	return first, whole, nil
}

// soak sends many requests and watches the proxy's memory. At the start it had
// so many goroutines.
func (l *load) soak(ours string, before int) error {
	fmt.Printf("%d requests, %d at a time, every other a stream\n", l.requests, l.workers)
	const steps = 10
	var sent atomic.Int64
	for step := range steps {
		var wg sync.WaitGroup
		errs := make([]error, l.workers)
		for w := range l.workers {
			wg.Go(func() {
				for errs[w] == nil && sent.Add(1) <= int64(l.requests*(step+1)/steps) {
					errs[w] = l.short(ours, w%2 == 0)
				}
				sent.Add(-1)
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			return err
		}
		if _, err := l.watch(ours, int(sent.Load())); err != nil {
			return err
		}
	}
	l.client.CloseIdleConnections()
	fmt.Println("waiting for the proxy to close its idle connections, after 90 s")
	after, err := before+1, error(nil)
	for start := time.Now(); after > before && time.Since(start) < 2*time.Minute; {
		time.Sleep(10 * time.Second)
		if after, err = l.watch(ours, int(sent.Load())); err != nil {
			return err
		}
	}
	fmt.Printf("goroutines %d -> %d\n", before, after)
	return nil
}

// short sends a short request.
func (l *load) short(proxy string, stream bool) error {
	resp, err := l.client.Post(proxy+path, "application/json", strings.NewReader(body("short", stream)))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d: %.200s", resp.StatusCode, data)
	}
	return err
}

// watch prints the proxy's memory and returns how many goroutines it has.
func (l *load) watch(proxy string, sent int) (int, error) {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get(proxy + "/metrics")
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	value := func(name string) float64 {
		_, rest, _ := strings.Cut(string(data), "\n"+name+" ")
		line, _, _ := strings.Cut(rest, "\n")
		v, _ := strconv.ParseFloat(line, 64)
		return v
	}
	goroutines := int(value("go_goroutines"))
	fmt.Printf("%7d requests: %5.1f MB resident, heap in use %5.1f MB, %d goroutines\n",
		sent, value("process_resident_memory_bytes")/1e6, value("go_memstats_heap_inuse_bytes")/1e6, goroutines)
	return goroutines, nil
}
