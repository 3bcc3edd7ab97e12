package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// openai reads responses of an OpenAI-like server: a line is one, or it holds
// one (or a request with its history) at any depth, or it is a piece of a
// stream. What is not JSON is passed over, since logs hold other lines too.
func (im *importer) openai(name string, r io.Reader) error {
	base, n := filepath.Base(name), 0
	stream := &pieces{}
	flush := func() error { return im.flush(base+":"+strconv.Itoa(n), stream) }
	err := lines(name, r, func(line []byte) error {
		n++
		line = bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(line), []byte("data:")))
		if string(line) == "[DONE]" {
			return flush()
		}
		if !gjson.ValidBytes(line) {
			return nil
		}
		v := gjson.ParseBytes(line)
		if delta := v.Get("choices.0.delta"); delta.Exists() {
			if id := v.Get("id").String(); id != stream.id {
				if err := flush(); err != nil {
					return err
				}
				stream.id = id
			}
			stream.model = v.Get("model").String()
			stream.text.WriteString(delta.Get("content").String())
			return nil
		}
		return im.answers(base+":"+strconv.Itoa(n), "", v, 0)
	})
	if err != nil {
		return err
	}
	return flush()
}

// pieces is the text of a stream so far.
type pieces struct {
	id, model string
	text      strings.Builder
}

// flush emits the text of a stream, and empties it.
func (im *importer) flush(key string, p *pieces) error {
	defer func() { *p = pieces{} }()
	return im.emit(Record{Key: key, Model: p.model, Text: p.text.String()})
}

// answers emits the texts of assistants in v, and the arguments of calls that
// are no valid JSON.
func (im *importer) answers(key, model string, v gjson.Result, depth int) error {
	if depth > 12 || !v.IsObject() && !v.IsArray() {
		return nil
	}
	if m := v.Get("model"); m.Type == gjson.String {
		model = m.Str
	}
	if v.IsObject() && (v.Get("role").Str == "assistant" || v.Get("index").Exists() && v.Get("text").Exists()) {
		text := v.Get("content")
		if !text.Exists() {
			text = v.Get("text") // of a completion
		}
		if err := im.emit(Record{Key: key, Model: model, Text: text.String()}); err != nil {
			return err
		}
		for i, call := range v.Get("tool_calls").Array() {
			args := call.Get("function.arguments")
			if args.Type != gjson.String || gjson.Valid(args.Str) {
				continue
			}
			if err := im.emit(Record{Key: fmt.Sprintf("%s/call-%d", key, i), Model: model, Text: args.Str}); err != nil {
				return err
			}
		}
		return nil
	}
	var err error
	v.ForEach(func(_, kid gjson.Result) bool {
		err = im.answers(key, model, kid, depth+1)
		return err == nil
	})
	return err
}

// ollama reads lines of JSON as /api/chat and /api/generate write them: the
// pieces of an answer until the line that says done.
func (im *importer) ollama(name string, r io.Reader) error {
	base, n := filepath.Base(name), 0
	stream := &pieces{}
	flush := func() error { return im.flush(base+":"+strconv.Itoa(n), stream) }
	err := lines(name, r, func(line []byte) error {
		n++
		if !gjson.ValidBytes(line) {
			return nil
		}
		v := gjson.ParseBytes(line)
		if model := v.Get("model").String(); model != "" {
			stream.model = model
		}
		stream.text.WriteString(v.Get("message.content").String())
		stream.text.WriteString(v.Get("response").String())
		if v.Get("done").Bool() {
			return flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}
