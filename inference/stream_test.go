package inference

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/corpus"
	"github.com/repairjson/repairjson/repair"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// through returns what a stream makes of the text of an upstream's stream, for
// a request with the body ask.
func through(t testing.TB, o Options, route Route, ask string, src io.Reader) (string, *Report, error) {
	t.Helper()
	require.True(t, gjson.Valid(ask), ask)
	x := &exchange{opts: &o, route: route, shape: shapeOf(route, gjson.Parse(ask))}
	x.observed = o.Observe != nil && o.Observe(nil)
	told := 0
	s := newStream(x, io.NopCloser(src), route.ollama(), func() { told++ })
	out, err := io.ReadAll(s)
	s.Close()
	require.Equal(t, 1, told, "the report is handed over once")
	return string(out), &x.report, err
}

// chunk returns a frame of a chat with a part of the content.
func chunk(text string) string {
	return "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":" + string(appendString(nil, []byte(text))) + "},\"finish_reason\":null}]}\n\n"
}

const (
	finish = "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
	theEnd = "data: [DONE]\n\n"
	asksJS = `{"model":"m","stream":true,"response_format":{"type":"json_object"}}`
)

// said puts the content of a stream of a chat together.
func said(t testing.TB, out string) string {
	t.Helper()
	var text strings.Builder
	for line := range strings.Lines(out) {
		require.Less(t, len(line), 64<<10)
		if data, ok := strings.CutPrefix(line, "data: "); ok && !strings.HasPrefix(data, "[DONE]") {
			require.True(t, gjson.Valid(data), data)
			text.WriteString(gjson.Get(data, "choices.0.delta.content").Str)
		}
	}
	return text.String()
}

// texts are those of the corpus and some more.
func texts() []string {
	list := []string{
		`{"a": 1}`, `{"a":b"}}`, `{"a":b"]}`, `{"a":b"`, "", " ", "no JSON at all", `"text"`, "12", `[1,2`, "{\"a\":\"\xff\"}",
		`{"a":"` + strings.Repeat("\\n\\\"x, ", 12000) + `"}`, strings.Repeat("[", 100) + "1", "{'é€😀': '日本'}", `{"a":1}{"b":2}`,
	}
	for _, c := range corpus.All() {
		list = append(list, string(c.Input))
	}
	return list
}

// TestStreamLaws checks for each text, in pieces of several sizes, that what
// is sent is what the Buffer makes of the whole; that a valid text goes on
// byte for byte; and that the division of the stream into reads does not
// matter.
func TestStreamLaws(t *testing.T) {
	for _, text := range texts() {
		b := repair.Buffer{Options: repair.Options{Pick: repair.First}}
		b.Write([]byte(text))
		want := text
		if b.Close() == nil {
			want = string(b.Bytes())
		}
		for _, size := range []int{1, 3, 7, 1 << 20} {
			if len(text) > 10000 && size < 7 {
				continue
			}
			sse := streamed(text, size)
			out, report, err := through(t, Options{}, Chat, asksJS, strings.NewReader(sse))
			require.NoError(t, err)
			valid := strings.ToValidUTF8(want, "\uFFFD")
			require.Equal(t, valid, strings.ToValidUTF8(said(t, out), "\uFFFD"), "%q by %d", text, size)
			if report.Edits() == 0 && report.Failure() == "" && len(sse) < 60000 {
				require.Equal(t, sse, out)
			}
			slowly, _, err := through(t, Options{}, Chat, asksJS, iotest.OneByteReader(strings.NewReader(sse)))
			require.NoError(t, err)
			require.Equal(t, out, slowly, "read byte by byte")
			observed, _, err := through(t, Options{Observe: func(*http.Request) bool { return true }}, Chat, asksJS, strings.NewReader(sse))
			require.NoError(t, err)
			require.Equal(t, sse, observed)
		}
	}
}

// pieces yields a text in pieces of size characters.
func pieces(text string, size int) func(func(string) bool) {
	return func(yield func(string) bool) {
		for text != "" {
			n, count := len(text), 0
			for i := range text {
				if count == size {
					n = i
					break
				}
				count++
			}
			if !yield(text[:n]) {
				return
			}
			text = text[n:]
		}
	}
}

// streamed returns the stream of a text in pieces of so many characters.
func streamed(text string, size int) string {
	var sse strings.Builder
	for p := range pieces(text, size) {
		sse.WriteString(chunk(p))
	}
	return sse.String() + finish + theEnd
}

// TestStreamSchema checks that what is sent fits the schema, as the whole does.
func TestStreamSchema(t *testing.T) {
	const doc = `{"type":"object","properties":{"userName":{"type":"string"},"age":{"type":"integer"},"tags":{"type":"array","items":{"type":"string"}}},"required":["userName","age"]}`
	ask := `{"response_format":{"type":"json_schema","json_schema":{"schema":` + doc + `}}}`
	o := repairjson.Options{Schema: parsed(doc)}
	o.Pick = repair.First
	for _, in := range []string{
		`{"userName": "x", "age": 30, "tags": ["a", "b"]}`, `{'User Name': 'x', 'age': '30', "tags": "a"}`, `{"username": "x", "AGE": 30.0`,
		"Sure! ```json\n{\"user_name\": \"x\", \"age\": \"30 years\"}\n```", `{"age": 1, "tags": [1, 2,`, `{"user": "x"}`, `"{\"userName\":\"x\",\"age\":1}"`,
		`{"userName": "` + strings.Repeat("long ", 1000) + `", "age": "1"}`, `[{"userName": "x", "age": 1}]`, "I cannot.",
	} {
		want, err := o.Repair([]byte(in))
		if want == nil {
			want = []byte(in)
		}
		for _, size := range []int{1, 3, 8, 10000} {
			sse := streamed(in, size)
			out, report, streamErr := through(t, Options{}, Chat, ask, strings.NewReader(sse))
			require.NoError(t, streamErr)
			require.Equal(t, err != nil, report.Failure() != "", "%q", in)
			if got := said(t, out); err == nil {
				require.Equal(t, string(want), got, "%q by %d", in, size)
			} else {
				require.Equal(t, json.Valid(want), json.Valid([]byte(got)), "%q by %d: %q", in, size, got)
			}
			if string(want) == in {
				require.Equal(t, sse, out)
			}
		}
	}
}

// TestStreamMetaGPT checks that the tags stay around a streamed answer.
func TestStreamMetaGPT(t *testing.T) {
	prompt := string(appendString(nil, []byte("[CONTENT]\n## nodes:\n## a: <class 'str'>  # x\n")))
	ask := `{"messages":[{"role":"user","content":` + prompt + `}]}`
	for in, want := range map[string]string{
		"[CONTENT]\n{\"a\": \"x, y\"}\n[/CONTENT]":            "[CONTENT]\n{\"a\": \"x, y\"}\n[/CONTENT]",
		"\n [CONTENT]{\"a\":\"x\"} [/CONTENT]\n":              "\n [CONTENT]{\"a\":\"x\"} [/CONTENT]\n",
		" \n{\"a\": \"x [CONTENT] {y}\"}":                     "[CONTENT]\n{\"a\": \"x [CONTENT] {y}\"}\n[/CONTENT]",
		"Sure! [CONTENT]\n{'a': 'x',}\n[/CONTENT] Bye!":       "[CONTENT]\n{\"a\": \"x\"}\n[/CONTENT]",
		"[CONTENT]\n{\"a\": \"cut":                            "[CONTENT]\n{\"a\": \"cut\"}\n[/CONTENT]",
		"[CONTENT] tag\n[CONTENT]\n{\"a\": \"x\"}\n[CONTENT]": "[CONTENT]\n{\"a\": \"x\"}\n[/CONTENT]",
		"I cannot.": "I cannot.",
	} {
		for _, size := range []int{1, 2, 5, 100} {
			sse := streamed(in, size)
			out, _, err := through(t, Options{}, Chat, ask, strings.NewReader(sse))
			require.NoError(t, err)
			require.Equal(t, want, said(t, out), "%q by %d", in, size)
			if in == want {
				require.Equal(t, sse, out)
			}
		}
	}
}

// TestStreamFlows checks that deltas go on as they settle.
func TestStreamFlows(t *testing.T) {
	r, w := io.Pipe()
	x := &exchange{opts: &Options{}, route: Chat, shape: shapeOf(Chat, gjson.Parse(asksJS))}
	s := newStream(x, r, false, func() {})
	buf := make([]byte, 1<<16)
	var got strings.Builder
	for _, step := range []struct{ in, settled string }{
		{`Sure: {'text': 'on`, `{"text": "on`}, {`ce upon`, `{"text": "once upon`}, {` a time.`, `{"text": "once upon a time`}, {`', 'n': 12`, `{"text": "once upon a time.", "n": `}, {`}`, ``},
	} {
		go w.Write([]byte(chunk(step.in)))
		n, err := s.Read(buf)
		require.NoError(t, err)
		got.Write(buf[:n])
		assert.True(t, strings.HasPrefix(said(t, got.String()), strings.TrimRight(step.settled, ` "n:,`)), "%q after %q", said(t, got.String()), step.in)
	}
	go func() {
		io.WriteString(w, finish+theEnd)
		w.Close()
	}()
	rest, err := io.ReadAll(s)
	require.NoError(t, err)
	got.Write(rest)
	assert.Equal(t, `{"text": "once upon a time.", "n": 12}`, said(t, got.String()))
}

// TestChoices checks choices, calls and thoughts that take turns.
func TestChoices(t *testing.T) {
	const ask = `{"response_format":{"type":"json_object"},"tools":[{"function":{"name":"f"}}]}`
	delta := func(choice int, delta, finish string) string {
		return fmt.Sprintf("data: {\"choices\":[{\"index\":%d,\"delta\":%s,\"finish_reason\":%s}],\"x\":1.50}\n\n", choice, delta, finish)
	}
	args := func(call int, more, text string) string {
		return fmt.Sprintf(`{"tool_calls":[{"index":%d,%s"function":{%s"arguments":%s}}]}`, call, more, map[bool]string{true: `"name":"f",`, false: ""}[more != ""], appendString(nil, []byte(text)))
	}
	sse := delta(0, `{"content":"{'a"}`, "null") + delta(1, `{"content":"[1"}`, "null") +
		delta(1, `{"reasoning":"{'x'"}`, "null") + delta(0, `{"content":"':1"}`, "null") + delta(1, `{"content":",2"}`, "null") +
		delta(2, args(0, `"id":"1",`, ""), "null") + delta(2, args(0, "", `{'p`), "null") + delta(2, args(1, `"id":"2",`, `{"q":`), "null") +
		delta(2, args(0, "", `':1`), "null") + delta(2, args(1, "", `2}}`), "null") + delta(2, args(2, `"id":"3",`, ""), "null") +
		delta(3, `{"function_call":{"name":"f","arguments":"{z:1"}}`, "null") +
		delta(2, "{}", `"tool_calls"`) + delta(1, `{}`, `"stop"`) + delta(0, "{}", `"length"`) + delta(3, "{}", `"function_call"`) + theEnd
	out, report, err := through(t, Options{}, Chat, ask, strings.NewReader(sse))
	require.NoError(t, err)
	got := map[string]string{}
	for line := range strings.Lines(out) {
		f := gjson.Parse(strings.TrimPrefix(line, "data: "))
		for _, c := range f.Get("choices").Array() {
			i := c.Get("index").Raw
			got[i] += c.Get("delta.content").Str
			got[i+" thought"] += c.Get("delta.reasoning").Str
			got[i+" legacy"] += c.Get("delta.function_call.arguments").Str
			for _, call := range c.Get("delta.tool_calls").Array() {
				got[i+" call "+call.Get("index").Raw] += call.Get("function.arguments").Str
			}
		}
	}
	for name, want := range map[string]string{
		"0": `{"a":1}`, "1": `[1,2]`, "1 thought": `{'x'`, "2": "", "2 call 0": `{"p":1}`, "2 call 1": `{"q":2}`, "2 call 2": `{}`, "3 legacy": `{"z":1}`,
	} {
		assert.Equal(t, want, got[name], name)
	}
	assert.Equal(t, "length", report.Truncated)
	assert.Len(t, report.Answers, 6)
}

// TestStreamTools checks that with tools offered words stay words.
func TestStreamTools(t *testing.T) {
	sse := chunk("Let me {think}: ") + chunk("[1,") + finish + theEnd
	out, _, err := through(t, Options{}, Chat, `{"tools":[{"function":{"name":"f"}}]}`, strings.NewReader(sse))
	require.NoError(t, err)
	assert.Equal(t, sse, out)
}

func FuzzStream(f *testing.F) {
	f.Add(chunk(`{"a":`)+chunk(`b"}}`)+finish+theEnd, uint8(3), false)
	f.Add(": ping\n\n"+chunk(`{'a':[1,`)+strings.Replace(finish, "stop", "length", 1), uint8(100), true)
	f.Add(`{"message":{"content":"{\"a"},"done":false}`+"\n"+`{"done":true}`+"\n", uint8(1), true)
	f.Fuzz(func(t *testing.T, sse string, size uint8, native bool) {
		route, ask := Chat, asksJS
		if native {
			route, ask = NativeChat, `{"format":"json"}`
		}
		whole, _, _ := through(t, Options{}, route, ask, strings.NewReader(sse))
		parts, _, _ := through(t, Options{}, route, ask, &chunked{[]byte(sse), int(size) + 1})
		require.Equal(t, whole, parts)
		observed, _, _ := through(t, Options{Observe: func(*http.Request) bool { return true }}, route, ask, strings.NewReader(sse))
		require.Equal(t, sse, observed)
	})
}

// chunked reads in chunks of size bytes.
type chunked struct {
	rest []byte
	size int
}

func (c *chunked) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.rest[:min(c.size, len(c.rest))])
	c.rest = c.rest[n:]
	return n, nil
}
