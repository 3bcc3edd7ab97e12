package inference

import (
	"bytes"
	"crypto/rand"
	"strconv"
	"strings"
	"sync"

	"github.com/repairjson/repairjson/inference/toolcall"
	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

// A server that was given tools answers with text where its own parser cannot
// read what the model wrote. The calls in that text become those of the
// message.

// offers holds parsed lists of tools by their text. It is emptied when it is
// full.
var offers struct {
	sync.Mutex
	byText map[string]*toolcall.Tools
}

// parsedTools returns the functions in a list of tools, or nil.
func parsedTools(doc string) *toolcall.Tools {
	offers.Lock()
	t, ok := offers.byText[doc]
	offers.Unlock()
	if ok {
		return t
	}
	t, err := toolcall.Parse([]byte(doc))
	if err != nil {
		return nil
	}
	if len(doc) > maxSchemaText {
		return t
	}
	offers.Lock()
	defer offers.Unlock()
	if offers.byText == nil || len(offers.byText) >= maxSchemas {
		offers.byText = make(map[string]*toolcall.Tools)
	}
	offers.byText[strings.Clone(doc)] = t
	return t
}

// readsCalls reports whether calls are looked for in texts: there are tools,
// and it is not JSON that the text should be.
func (x *exchange) readsCalls() bool {
	return x.shape.calls != nil && !x.shape.json && (x.route == Chat || x.route == NativeChat)
}

// minLost is how many tokens a server must have counted in an empty answer for
// it to have lost something: some count the end of the turn.
const minLost = 5

// calls makes tool calls of those in the texts of an answer that is no stream.
// An answer in which nothing is left of what the model wrote is refused.
func (x *exchange) calls(data []byte) ([]byte, *refusal) {
	root := gjson.ParseBytes(data)
	if x.route == NativeChat {
		if lost(root.Get("message"), root.Get("eval_count").Int(), root.Get("done_reason").Str) {
			return data, &refusal{"answer_lost", errLost.Error()}
		}
		edits := x.message(root.Get("message"), 0, gjson.Result{})
		return applyAll(data, edits), nil
	}
	var edits []repair.Edit
	n, empty := 0, 0
	root.Get("choices").ForEach(func(_, choice gjson.Result) bool {
		edits = append(edits, x.message(choice.Get("message"), n, choice.Get("finish_reason"))...)
		if lost(choice.Get("message"), root.Get("usage.completion_tokens").Int(), choice.Get("finish_reason").Str) {
			empty++
		}
		n++
		return true
	})
	if n == 1 && empty == 1 {
		return data, &refusal{"answer_lost", errLost.Error()}
	}
	return applyAll(data, edits), nil
}

func applyAll(data []byte, edits []repair.Edit) []byte {
	if len(edits) == 0 {
		return data
	}
	return repair.Apply(data, edits)
}

// lost reports whether a message has nothing in it though the model wrote
// tokens.
func lost(message gjson.Result, tokens int64, reason string) bool {
	if tokens < minLost || !message.IsObject() || reason != "stop" {
		return false
	}
	for _, name := range [...]string{"content", "thinking", "reasoning", "reasoning_content", "refusal"} {
		if message.Get(name).String() != "" {
			return false
		}
	}
	return len(message.Get("tool_calls").Array()) == 0 && !message.Get("function_call").IsObject()
}

// message returns the edits that make calls of the text of a message, none if
// there are none in it.
func (x *exchange) message(message gjson.Result, choice int, finish gjson.Result) []repair.Edit {
	content, listed := message.Get("content"), message.Get("tool_calls")
	if content.Type != gjson.String || content.Str == "" || len(listed.Array()) > 0 {
		return nil
	}
	answer := toolcall.Read(x.shape.calls, []byte(content.Str))
	calls := answer.Calls()
	if !x.accept(answer, choice, []byte(content.Str)) {
		return nil
	}
	rest := bytes.TrimSpace(answer.Content())
	text := string(appendString(nil, rest))
	if len(rest) == 0 && x.route == Chat {
		text = "null"
	}
	list := x.list(nil, calls, -1)
	edits := []repair.Edit{{Pos: content.Index, End: content.Index + len(content.Raw), New: text}}
	if listed.Exists() {
		e := repair.Edit{Pos: listed.Index, End: listed.Index + len(listed.Raw), New: string(list)}
		if listed.Index < content.Index {
			edits = []repair.Edit{e, edits[0]}
		} else {
			edits = append(edits, e)
		}
	} else {
		edits[0].New += `,"tool_calls":` + string(list)
	}
	if finish.Str == "stop" {
		e := repair.Edit{Pos: finish.Index, End: finish.Index + len(finish.Raw), New: `"tool_calls"`}
		if finish.Index < edits[0].Pos {
			return append([]repair.Edit{e}, edits...)
		}
		edits = append(edits, e)
	}
	return edits
}

// accept notes what was read in a text, and reports whether there are calls
// whose repair is not refused.
func (x *exchange) accept(answer *toolcall.Answer, choice int, src []byte) bool {
	k := key{choice: choice}
	if len(answer.Calls()) == 0 {
		for _, e := range answer.Errors() {
			if isUnread(e) {
				x.note(k, "", src, src, nil, e)
				break
			}
		}
		return false
	}
	list, edits := answer.List()
	for _, c := range answer.Calls() {
		if f := c.Faults() & x.opts.Reject; f != 0 {
			x.note(k, "", src, src, nil, &repair.Error{Offset: c.ArgPos, Err: repair.ErrRejected, Faults: f})
			return false
		}
	}
	x.note(k, "", src, list, edits, nil)
	return true
}

// list appends calls as a message has them, numbered from first in a stream.
func (x *exchange) list(dst []byte, calls []toolcall.Call, first int) []byte {
	dst = append(dst, '[')
	for i, c := range calls {
		if i > 0 {
			dst = append(dst, ',')
		}
		if x.route == NativeChat {
			dst = appendString(append(dst, `{"function":{"name":`...), []byte(c.Name))
			dst = append(append(dst, `,"arguments":`...), c.Arguments...)
			dst = append(dst, "}}"...)
			continue
		}
		dst = append(dst, '{')
		if first >= 0 {
			dst = append(strconv.AppendInt(append(dst, `"index":`...), int64(first+i), 10), ',')
		}
		dst = append(append(append(dst, `"id":"call_`...), rand.Text()...), `","type":"function","function":{"name":`...)
		dst = appendString(dst, []byte(c.Name))
		dst = appendString(append(dst, `,"arguments":`...), c.Arguments)
		dst = append(dst, "}}"...)
	}
	return append(dst, ']')
}
