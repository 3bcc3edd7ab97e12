package inference

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/repairjson/repairjson/repair"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// TestStreamBreaks checks streams that do not end as they should.
func TestStreamBreaks(t *testing.T) {
	boom := errors.New("boom")
	for _, c := range []struct {
		name, sse string
		err       error  // of the upstream
		want      string // the text
		message   string // of an error, or ""
	}{
		{name: "complete", sse: chunk(`{"a":1`) + finish + theEnd, want: `{"a":1}`},
		{name: "without [DONE]", sse: chunk(`{"a":1`) + finish, want: `{"a":1}`},
		{name: "without the last line end", sse: chunk(`{"a":1`) + strings.TrimSpace(finish), want: `{"a":1}`},
		{name: "without the end of the choice", sse: chunk(`{"a":1`) + theEnd, want: `{"a":1}`},
		{name: "CRLF", sse: strings.ReplaceAll(chunk(`{"a":1`)+finish+theEnd, "\n", "\r\n"), want: `{"a":1}`},
		{name: "without empty lines", sse: strings.ReplaceAll(chunk(`{"a"`)+chunk(`:1`)+finish+theEnd, "\n\n", "\n"), want: `{"a":1}`},
		{name: "nothing", message: "before the answer was complete"},
		{name: "closed", sse: chunk(`{"a":1`), message: "before the answer was complete", want: `{"a":1`},
		{name: "closed after a repair", sse: chunk(`{'a':"1`), message: "before the answer was complete", want: `{"a":"1`},
		{name: "broken off", sse: chunk(`{"a":1`), err: boom, message: "before the answer was complete", want: `{"a":1`},
		{name: "broken off after the end", sse: chunk(`{"a":1`) + finish + theEnd, err: boom, want: `{"a":1}`},
		{name: "garbage", sse: chunk(`{"a":1`) + "data: {\"choi\x00\n\n<html>\n\n" + finish + theEnd, want: `{"a":1}`},
		{name: "an error", sse: chunk(`{"a":1`) + "data: {\"error\":{\"message\":\"lost\"}}\n\n" + theEnd, message: "lost", want: `{"a":1`},
		{name: "a flat error", sse: chunk(`{"a":1`) + "data: {\"object\":\"error\",\"message\":\"lost\",\"code\":500}\n\n", message: "lost", want: `{"a":1`},
		{name: "an error of FastChat", sse: "data: {\"text\":\"lost\",\"error_code\":50001}\n\n" + theEnd, message: "lost"},
		{name: "text behind the end", sse: chunk(`{"a":1}`) + finish + chunk(`{"b":2}`) + theEnd, want: `{"a":1}`, message: "behind the end"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := io.Reader(strings.NewReader(c.sse))
			if c.err != nil {
				src = io.MultiReader(src, iotest.ErrReader(c.err))
			}
			out, report, err := through(t, Options{}, Chat, asksJS, src)
			if c.err != nil && c.message != "" {
				require.ErrorIs(t, err, c.err)
			} else {
				require.NoError(t, err)
			}
			require.Equal(t, 1, strings.Count(out, "[DONE]"), "%s", out)
			var text, message string
			for line := range strings.Lines(out) {
				data := strings.TrimPrefix(strings.TrimSpace(line), "data: ")
				text += gjson.Get(data, "choices.0.delta.content").Str
				message += gjson.Get(data, "error.message").Str
			}
			assert.Equal(t, c.want, text)
			assert.Contains(t, message, c.message)
			assert.Equal(t, c.message != "", message != "", "%s", message)
			assert.Equal(t, c.message != "", report.Err != nil, "%v", report.Err)
		})
	}
}

// TestNativeBreaks is TestStreamBreaks for ollama's own API.
func TestNativeBreaks(t *testing.T) {
	const ask = `{"model":"m","format":"json"}`
	line := func(s string) string { return fmt.Sprintf("{\"message\":{\"content\":%q},\"done\":false}\n", s) }
	const end = "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n"
	out, _, err := through(t, Options{}, NativeChat, ask, strings.NewReader(line(`{"a":1`)+end))
	require.NoError(t, err)
	assert.Equal(t, line(`{"a":1`)+`{"message":{"role":"assistant","content":"}"},"done":false}`+"\n"+end, out)
	out, report, err := through(t, Options{}, NativeChat, ask, strings.NewReader(line(`{"a":1`)))
	require.NoError(t, err)
	assert.Equal(t, line(`{"a":1`)+`{"error":"repair: the upstream ended the stream before the answer was complete"}`+"\n", out)
	assert.Error(t, report.Err)
}

// TestStreamLimits checks long lines, long streams, many texts and pings.
func TestStreamLimits(t *testing.T) {
	t.Run("a long text", func(t *testing.T) {
		text := `{"a":"` + strings.Repeat("\\\"\\n\u20ac", 50000) + `"}`
		out, _, err := through(t, Options{}, Chat, asksJS, strings.NewReader(chunk(text)+finish+theEnd))
		require.NoError(t, err)
		assert.Equal(t, text, said(t, out)) // which checks the lines
	})
	t.Run("a line without end", func(t *testing.T) {
		out, report, err := through(t, Options{MaxBody: 1 << 20}, Chat, asksJS, io.LimitReader(endless("x"), 1<<30))
		require.NoError(t, err)
		assert.Contains(t, out, "longer than the limit")
		assert.Less(t, len(out), 1000)
		assert.ErrorIs(t, report.Err, errTooLong)
	})
	t.Run("a stream without end", func(t *testing.T) {
		src := io.MultiReader(strings.NewReader(chunk(`{"a":"`)), io.LimitReader(endless(chunk("more and more")), 1<<30))
		out, report, err := through(t, Options{MaxBody: 1 << 20}, Chat, asksJS, src)
		require.NoError(t, err)
		assert.True(t, strings.HasSuffix(out, theEnd))
		assert.ErrorIs(t, report.Err, errTooLong)
	})
	t.Run("many texts", func(t *testing.T) {
		var sse strings.Builder
		for i := range 3000 {
			fmt.Fprintf(&sse, "data: {\"choices\":[{\"index\":%d,\"delta\":{\"content\":\"{\"}}]}\n\n", i)
		}
		_, report, err := through(t, Options{}, Chat, asksJS, strings.NewReader(sse.String()))
		require.NoError(t, err)
		assert.ErrorIs(t, report.Err, errManyTexts)
	})
	t.Run("pings", func(t *testing.T) {
		out, _, err := through(t, Options{}, Chat, asksJS, strings.NewReader(strings.Repeat(": ping\n\n", 1000)+chunk("{}")+finish+theEnd))
		require.NoError(t, err)
		assert.Equal(t, maxPings, strings.Count(out, "ping"))
		assert.Equal(t, "{}", said(t, out))
	})
	t.Run("waiting", func(t *testing.T) {
		sse := strings.Repeat(chunk("word "), 500)
		x := &exchange{opts: &Options{}, route: Chat, shape: shapeOf(Chat, gjson.Parse(asksJS))}
		s := newStream(x, io.NopCloser(strings.NewReader(sse)), false, func() {})
		for range 5 {
			s.feed([]byte(sse[:len(sse)/5/len(chunk("word "))*len(chunk("word "))]), nil)
		}
		assert.LessOrEqual(t, len(s.waiting), maxWaiting, "frames go on without their text")
		assert.NotEmpty(t, s.out)
	})
}

// endless repeats a text.
type endless string

func (e endless) Read(p []byte) (int, error) {
	n := 0
	for n+len(e) <= len(p) {
		n += copy(p[n:], e)
	}
	return n, nil
}

// TestRefusals checks the options that refuse.
func TestRefusals(t *testing.T) {
	cut := strings.Replace(finish, "stop", "length", 1)
	out, report, err := through(t, Options{RefuseTruncated: true}, Chat, asksJS, strings.NewReader(chunk(`{"a":"x`)+cut+theEnd))
	require.NoError(t, err)
	assert.Contains(t, out, "answer_truncated")
	assert.True(t, report.Refused)
	assert.False(t, json.Valid([]byte(said(t, out))))

	out, report, err = through(t, Options{Reject: repair.Guess | repair.Loss}, Chat, asksJS, strings.NewReader(chunk(`{"a":NaN`)+finish+theEnd))
	require.NoError(t, err)
	assert.Contains(t, out, "answer_refused")
	assert.Empty(t, said(t, out))
	assert.True(t, report.Refused)

	out, report, err = through(t, Options{Reject: repair.Guess | repair.Loss}, Chat, asksJS, strings.NewReader(chunk(`{'a':1`)+finish+theEnd))
	require.NoError(t, err)
	assert.Equal(t, `{"a":1}`, said(t, out))
	assert.False(t, report.Refused)
}

// TestSplitter checks that the frames are the stream, and where their data is.
func TestSplitter(t *testing.T) {
	in := ": ping\n\nevent: x\r\ndata:{\"a\":1} \r\nid: 2\r\n\r\ndata: [DONE]\n\n\n\ndata: rest"
	for size := 1; size < len(in); size++ {
		s := &splitter{}
		var all bytes.Buffer
		var datas []string
		take := func(final bool) {
			for {
				f, ok := s.next(final)
				if !ok {
					return
				}
				all.Write(f.raw)
				datas = append(datas, string(f.data()))
			}
		}
		for rest := in; rest != ""; {
			n := min(size, len(rest))
			s.write([]byte(rest[:n]))
			rest = rest[n:]
			take(false)
		}
		take(true)
		require.Equal(t, in, all.String())
		require.Equal(t, []string{"", `{"a":1}`, "[DONE]", "", "", "rest"}, datas)
	}
}
