package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// A request is a line to a driver. Of Ms and Every one at most is given.
type request struct {
	Text  string `json:"text"`
	Ms    int64  `json:"ms,omitempty"`    // call it for so long, and say what a call takes
	Every int    `json:"every,omitempty"` // call it on each so-many-eth beginning of the text
}

// A reply is the line of a driver.
type reply struct {
	Version string  `json:"version"`
	Output  *string `json:"output,omitempty"`
	Error   string  `json:"error,omitempty"`
	Calls   int     `json:"calls,omitempty"`
	Failed  int     `json:"failed,omitempty"`
	Seconds float64 `json:"seconds,omitempty"` // of one call, or of all with Every
}

var (
	errRefused = errors.New("refused")     // the library gave no output
	errLate    = errors.New("out of time") // it gave no answer in time
	errEnded   = errors.New("the process has ended")
)

// A process runs a driver. It starts when it is asked, and again after it was
// stopped.
type process struct {
	driver driver
	cmd    *exec.Cmd
	in     io.WriteCloser
	lines  chan []byte
}

// ask sends a request. A driver that does not answer within the limit, or ends,
// is stopped.
func (p *process) ask(r request, limit time.Duration) (reply, error) {
	if p.cmd == nil {
		if err := p.start(); err != nil {
			return reply{}, err
		}
	}
	answer, err := p.exchange(r, limit)
	if err != nil {
		p.stop()
	}
	return answer, err
}

func (p *process) start() error {
	cmd := exec.Command(p.driver.args[0], p.driver.args[1:]...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	p.cmd, p.in, p.lines = cmd, in, make(chan []byte, 1)
	go func(lines chan<- []byte) {
		defer close(lines)
		for r := bufio.NewReader(out); ; {
			line, err := r.ReadBytes('\n')
			if err != nil {
				return
			}
			lines <- line
		}
	}(p.lines)
	if _, err := p.exchange(request{Text: "{}"}, 30*time.Second); err != nil { // it is up
		p.stop()
		return err
	}
	return nil
}

func (p *process) exchange(r request, limit time.Duration) (answer reply, err error) {
	line, err := json.Marshal(r)
	if err != nil {
		return answer, err
	}
	if _, err := p.in.Write(append(line, '\n')); err != nil {
		return answer, errEnded
	}
	select {
	case line, ok := <-p.lines:
		if !ok {
			return answer, errEnded
		}
		return answer, json.Unmarshal(line, &answer)
	case <-time.After(limit):
		return answer, errLate
	}
}

func (p *process) stop() {
	if p.cmd == nil {
		return
	}
	p.in.Close()
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
	p.cmd = nil
}

func (p *process) version() (string, error) {
	answer, err := p.ask(request{Text: "{}"}, 30*time.Second)
	return answer.Version, err
}

// seconds returns what a call takes, of calls that take least together.
func (p *process) seconds(text string, least, limit time.Duration) (float64, error) {
	answer, err := p.ask(request{Text: text, Ms: max(1, least.Milliseconds())}, limit+least)
	return answer.Seconds, err
}

// serveChild answers as the drivers of other languages do, for a repairer in Go.
func serveChild(name string) error {
	repair := goRepairers[name]
	if repair == nil {
		return fmt.Errorf("no repairer is called %q", name)
	}
	version := module("github.com/" + name)
	in, out := bufio.NewReader(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return nil // the parent has closed it
		}
		var r request
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		answer := serve(repair, r)
		answer.Version = version
		if err := out.Encode(answer); err != nil {
			return err
		}
	}
}

func serve(repair func(string) (string, error), r request) (answer reply) {
	start := time.Now()
	switch {
	case r.Every > 0:
		for end := r.Every; end <= len(r.Text); end += r.Every {
			if _, err := repair(r.Text[:end]); err != nil {
				answer.Failed++
			}
			answer.Calls++
		}
		answer.Seconds = time.Since(start).Seconds()
	case r.Ms > 0:
		m := measure{call: func() { _, _ = repair(r.Text) }}
		_ = m.round(time.Duration(r.Ms) * time.Millisecond) // its calls give no error
		answer.Calls, answer.Seconds = m.calls, m.times[0]
	default:
		out, err := repair(r.Text)
		if err != nil {
			answer.Error = err.Error()
		} else {
			answer.Output = &out
		}
	}
	return answer
}
