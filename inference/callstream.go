package inference

import (
	"errors"
	"io"

	"github.com/repairjson/repairjson/inference/toolcall"
	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

var (
	errLost   = errors.New("the server counted tokens and gave none of them: it could not read a tool call of the model")
	errSilent = errors.New("the server gave an answer with nothing in it: it may not have been able to read a tool call of the model")
)

// isUnread reports whether what looks like a call would be one if it could be
// read.
func isUnread(err error) bool {
	return errors.Is(err, toolcall.ErrNotOffered) || errors.Is(err, toolcall.ErrArguments) || errors.Is(err, toolcall.ErrCut)
}

// A callStream makes tool calls of those in the texts of a stream: their text
// is taken out of the frames, and a frame of ours brings each call when its
// arguments are complete. What is no part of a call goes on as it came.
type callStream struct {
	src    io.ReadCloser
	x      *exchange
	frames stream // composes
	in     []byte
	out    []byte
	given  int
	texts  map[int]*callText // by choice
	like   []byte            // data of a frame, for our own
	wrote  bool              // something of the model came
	err    error
}

// A callText is the text of a choice.
type callText struct {
	reader *toolcall.Stream
	calls  int
	native bool // the server reads the calls itself
}

func newCallStream(x *exchange, src io.ReadCloser, ndjson bool) *callStream {
	return &callStream{
		src: src, x: x, in: make([]byte, 16<<10), texts: map[int]*callText{},
		frames: stream{x: x, split: splitter{ndjson: ndjson}},
	}
}

func (c *callStream) Close() error { return c.src.Close() }

func (c *callStream) Read(p []byte) (int, error) {
	for c.given == len(c.out) {
		if c.err != nil {
			return 0, c.err
		}
		c.out, c.given = c.out[:0], 0
		n, err := c.src.Read(c.in)
		c.frames.split.write(c.in[:n])
		for c.err == nil {
			f, ok := c.frames.split.next(err != nil)
			if !ok {
				break
			}
			c.frame(&f)
		}
		if err != nil && c.err == nil {
			c.err = err
		}
	}
	n := copy(p, c.out[c.given:])
	c.given += n
	return n, nil
}

// frame passes a frame on.
func (c *callStream) frame(f *frame) {
	switch {
	case f.isDone():
		c.closeAll()
	case f.isJSON():
		f.read(c.x.route, f.data())
		if f.answer {
			c.like = append(c.like[:0], f.data()...)
			c.answer(f)
			return
		}
	}
	c.out = append(c.out, f.raw...)
}

// answer passes on a frame with a part of the answer.
func (c *callStream) answer(f *frame) {
	message := gjson.GetBytes(f.data(), "choices.0.delta")
	if c.x.route == NativeChat {
		message = gjson.GetBytes(f.data(), "message")
	}
	for _, name := range [...]string{"thinking", "reasoning", "reasoning_content"} {
		c.wrote = c.wrote || message.Get(name).String() != ""
	}
	for _, n := range f.names {
		c.text(n.key.choice).native = true
		c.wrote = true
	}
	texts := make([][]byte, len(f.pieces))
	same := true
	for i, p := range f.pieces {
		if p.key.kind != content || p.object {
			continue
		}
		c.wrote = c.wrote || p.text != ""
		t := c.text(p.key.choice)
		out := c.take(t, p.key, t.reader.Write([]byte(p.text)))
		if f.endsChoice(p.key.choice) {
			out = append(out, c.take(t, p.key, t.reader.Close())...)
		}
		if string(out) != p.text {
			texts[i], same = append([]byte{}, out...), false
		}
	}
	for _, e := range f.ends {
		k := key{choice: e.choice}
		t := c.text(e.choice)
		if rest := c.take(t, k, t.reader.Close()); len(rest) > 0 {
			c.out = c.frames.compose(c.out, k, rest, c.like)
		}
	}
	if !c.wrote && c.lost(f) {
		return
	}
	raw := f.raw
	if !same {
		raw = f.rewrite(nil, texts)
	}
	c.out = append(c.out, c.finished(raw, f)...)
}

// lost ends the stream with an error if nothing of what the model wrote comes in
// it, up to f. ollama says how many tokens there were. OpenAI's streams say so
// behind the end, if at all, so that a question of the user that gets no word
// for an answer is taken for one whose answer was lost.
func (c *callStream) lost(f *frame) bool {
	err, before, after := errLost, "", "\n"
	if c.x.route == NativeChat {
		last := gjson.GetManyBytes(f.data(), "eval_count", "done_reason")
		if !f.done || last[0].Int() < minLost || last[1].Str != "stop" {
			return false
		}
	} else {
		if !c.x.shape.asked || len(f.ends) == 0 || f.ends[0].reason != "stop" {
			return false
		}
		err, before, after = errSilent, "data: ", "\n\n"
	}
	body := c.x.route.ErrorBody("answer_lost", "repair: "+err.Error())
	c.out = append(append(append(c.out, before...), body...), after...)
	c.err = io.EOF
	return true
}

// text returns the text of a choice.
func (c *callStream) text(choice int) *callText {
	t := c.texts[choice]
	if t == nil {
		t = &callText{reader: toolcall.Options{}.NewStream(c.x.shape.calls)}
		c.texts[choice] = t
	}
	return t
}

// closeAll ends the texts that have not ended, behind which nothing follows.
func (c *callStream) closeAll() {
	for choice, t := range c.texts {
		k := key{choice: choice}
		if rest := c.take(t, k, t.reader.Close()); len(rest) > 0 {
			c.out = c.frames.compose(c.out, k, rest, c.like)
		}
	}
}

// take returns what stays of the parts of a text, and sends the calls in them.
func (c *callStream) take(t *callText, k key, parts []toolcall.Part) []byte {
	var out []byte
	src := t.reader.Text()
	for _, p := range parts {
		switch {
		case p.Kind == toolcall.Text || p.Kind == toolcall.Kept || t.native || c.refused(p.Calls):
			out = append(out, src[p.Pos:p.End]...)
			if p.Err != nil && isUnread(p.Err) {
				c.x.note(k, "", src[p.Pos:p.End], src[p.Pos:p.End], nil, p.Err)
			}
		case p.Kind == toolcall.Called:
			c.send(k, p.Calls, t.calls)
			t.calls += len(p.Calls)
			for _, call := range p.Calls {
				c.x.note(key{k.choice, arguments, 0}, call.Name, src[call.ArgPos:call.ArgEnd], call.Arguments, call.Edits, nil)
			}
		}
	}
	return out
}

// refused reports whether a repair in calls is refused.
func (c *callStream) refused(calls []toolcall.Call) bool {
	for i := range calls {
		if calls[i].Faults()&c.x.opts.Reject != 0 {
			return true
		}
	}
	return false
}

// send sends a frame with calls.
func (c *callStream) send(k key, calls []toolcall.Call, first int) {
	list := c.x.list(nil, calls, first)
	frame := c.frames.compose(nil, k, nil, c.like)
	// the text of the frame is empty: the calls take its place
	const text = `"content":""`
	at := len(frame) - len(text)
	for string(frame[at:at+len(text)]) != text {
		at--
	}
	c.out = append(c.out, frame[:at]...)
	if c.x.route == NativeChat {
		c.out = append(append(c.out, text...), ',')
	}
	c.out = append(append(c.out, `"tool_calls":`...), list...)
	c.out = append(c.out, frame[at+len(text):]...)
}

// finished returns the frame with finish_reason tool_calls where calls were
// made of the text of a choice that stopped.
func (c *callStream) finished(raw []byte, f *frame) []byte {
	if c.x.route != Chat || len(f.ends) == 0 {
		return raw
	}
	g := frame{raw: raw, pos: f.pos, end: f.end + len(raw) - len(f.raw)}
	var edits []repair.Edit
	gjson.GetBytes(g.data(), "choices").ForEach(func(_, choice gjson.Result) bool {
		t := c.texts[int(choice.Get("index").Int())]
		finish := choice.Get("finish_reason")
		if t != nil && t.calls > 0 && finish.Str == "stop" {
			at := g.pos + finish.Index
			edits = append(edits, repair.Edit{Pos: at, End: at + len(finish.Raw), New: `"tool_calls"`})
		}
		return true
	})
	return applyAll(raw, edits)
}
