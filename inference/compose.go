package inference

import (
	"strconv"

	"github.com/tidwall/gjson"
)

// maxText is how long, as a string of JSON, the text in one of our frames may
// be. The lines of a stream stay under 64 KiB with it, which is what some
// clients can read.
const (
	maxText = 48 << 10
	maxLine = 64<<10 - 1
)

// compose appends a frame of our own to dst, with a text and nothing else. The
// fields at the top are those of like, a frame of the same stream.
func (s *stream) compose(dst []byte, k key, text, like []byte) []byte {
	if !s.split.ndjson {
		dst = append(dst, "data: "...)
	}
	dst = append(dst, '{')
	gjson.ParseBytes(like).ForEach(func(name, v gjson.Result) bool {
		switch name.Str {
		case "id", "object", "created", "model", "system_fingerprint", "created_at":
			dst = append(append(append(dst, name.Raw...), ':'), v.Raw...)
			dst = append(dst, ',')
		}
		return true
	})
	switch s.x.route {
	case Chat:
		dst = append(openChoice(dst, k), `"delta":{`...)
		switch k.kind {
		case content:
			dst = appendString(append(dst, `"content":`...), text)
		case legacyArguments:
			dst = appendString(append(dst, `"function_call":{"arguments":`...), text)
			dst = append(dst, '}')
		case arguments:
			dst = append(dst, `"tool_calls":[{"index":`...)
			dst = strconv.AppendInt(dst, int64(k.call), 10)
			dst = appendString(append(dst, `,"function":{"arguments":`...), text)
			dst = append(dst, "}}]"...)
		}
		dst = append(dst, `},"finish_reason":null}]}`...)
	case Completions:
		dst = appendString(append(openChoice(dst, k), `"text":`...), text)
		dst = append(dst, `,"logprobs":null,"finish_reason":null}]}`...)
	case NativeChat:
		dst = appendString(append(dst, `"message":{"role":"assistant","content":`...), text)
		dst = append(dst, `},"done":false}`...)
	case Generate:
		dst = appendString(append(dst, `"response":`...), text)
		dst = append(dst, `,"done":false}`...)
	}
	return append(dst, s.frameEnd()...)
}

func openChoice(dst []byte, k key) []byte {
	dst = append(dst, `"choices":[{"index":`...)
	dst = strconv.AppendInt(dst, int64(k.choice), 10)
	return append(dst, ',')
}

func (s *stream) frameEnd() string {
	if s.split.ndjson {
		return "\n"
	}
	return "\n\n"
}

// composeAll appends frames of our own with all of the text but the last
// portion, which it returns.
func (s *stream) composeAll(dst []byte, k key, text, like []byte) ([]byte, []byte) {
	for {
		n := portion(text, maxText)
		if n == len(text) {
			return dst, text
		}
		dst = s.compose(dst, k, text[:n], like)
		text = text[n:]
	}
}

// rewrite appends the frame with its texts replaced.
func (f *frame) rewrite(dst []byte, texts [][]byte) []byte {
	at := 0
	for i, p := range f.pieces {
		if texts[i] == nil {
			continue
		}
		dst = append(dst, f.raw[at:f.pos+p.pos]...)
		if p.object {
			dst = append(dst, texts[i]...)
		} else {
			dst = appendString(dst, texts[i])
		}
		at = f.pos + p.end
	}
	return append(dst, f.raw[at:]...)
}
