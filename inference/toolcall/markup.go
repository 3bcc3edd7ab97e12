package toolcall

import (
	"bytes"
	"strings"
)

// A tagKind says what a tag in a text is for.
type tagKind uint8

const (
	noTag      tagKind = iota
	tagNoise           // something between messages, or around an answer
	tagOpen            // calls follow
	tagClose           // calls end
	tagNamed           // a call follows, of the function that it names
	tagDraft           // a draft follows, to the closing tag of the name
	tagUndraft         // a draft ends
	tagHeader          // the header of a message of gpt-oss follows
)

// A tag is one in a text.
type tag struct {
	kind tagKind
	name string // of the function, or of the draft
	end  int    // where it ends
}

// maxTag is how long a tag is read.
const maxTag = 160

// callTags are the names of tags around calls, without underscores and case.
// A tag of this name closes if it begins with a slash, or if its name says so.
var callTags = map[string]tagKind{
	"toolcall": tagOpen, "toolcalls": tagOpen, "functioncall": tagOpen, "functioncalls": tagOpen,
	"function": tagOpen, "functions": tagOpen, "toolcode": tagOpen, "calls": tagOpen, "call": tagOpen,
	"invoke": tagOpen, "toolcallbegin": tagOpen, "toolcallsbegin": tagOpen, "toolcallstart": tagOpen,
	"toolcallssectionbegin": tagOpen, "startfunctioncall": tagOpen, "startaction": tagOpen,
	"pythontag": tagOpen, "plugin": tagOpen, "tooluse": tagOpen,
	"toolcallend": tagClose, "toolcallsend": tagClose, "toolcallssectionend": tagClose,
	"endfunctioncall": tagClose, "endaction": tagClose, "endplugin": tagClose,
}

var draftTags = map[string]bool{
	"think": true, "thinking": true, "thought": true, "thoughts": true, "reasoning": true,
	"reflection": true, "scratchpad": true,
}

// plainTags stand around an answer and say nothing.
var plainTags = map[string]bool{
	"answer": true, "output": true, "result": true, "response": true, "json": true, "action": true,
	"actions": true, "finalanswer": true, "xml": true, "s": true, "bos": true, "eos": true,
}

// readTag reads the tag at i, which begins with < or [. ok is false if the
// text ends before that is certain.
func readTag(src []byte, i int, final bool) (t tag, ok bool) {
	if src[i] == '[' {
		return readBracketTag(src, i, final)
	}
	limit := min(len(src), i+maxTag)
	n := bytes.IndexAny(src[i+1:limit], "<>\n")
	if n < 0 {
		return tag{}, final || limit == i+maxTag
	}
	if src[i+1+n] != '>' || n == 0 {
		return tag{}, true
	}
	t = classify(string(src[i+1 : i+1+n]))
	t.end = i + n + 2
	return t, true
}

// bracketTags are the tags of Mistral's models.
var bracketTags = [...]struct {
	text string
	kind tagKind
}{
	{"[TOOL_CALLS]", tagOpen}, {"[/TOOL_CALLS]", tagClose}, {"[TOOL_CALL]", tagOpen}, {"[/TOOL_CALL]", tagClose},
	{"[THINK]", tagDraft}, {"[/THINK]", tagUndraft}, {"[ARGS]", tagNoise}, {"[INST]", tagNoise}, {"[/INST]", tagNoise},
	{"[CONTENT]", tagNoise}, {"[/CONTENT]", tagNoise},
}

func readBracketTag(src []byte, i int, final bool) (t tag, ok bool) {
	for _, b := range bracketTags {
		switch {
		case bytes.HasPrefix(src[i:], []byte(b.text)):
			return tag{kind: b.kind, name: b.text[1 : len(b.text)-1], end: i + len(b.text)}, true
		case !final && strings.HasPrefix(b.text, string(src[i:min(len(src), i+len(b.text))])):
			return tag{}, false
		}
	}
	return tag{}, true
}

var (
	tokenSigns = strings.NewReplacer("｜", "|", "▁", "_")
	wordSigns  = strings.NewReplacer("_", "", "-", "")
)

// classify says what the tag with this inside is.
func classify(inside string) tag {
	special := isSpecial(inside)
	body := tokenSigns.Replace(inside)
	closing := body[0] == '/' || body[0] != '|' && strings.HasSuffix(body, "|")
	body = strings.Trim(body, "/|? ")
	name, rest, _ := strings.Cut(body, "=")
	word, attributes, _ := strings.Cut(name, " ")
	if i := strings.IndexByte(word, ':'); i >= 0 && !special {
		word = word[i+1:] // minimax:tool_call
	}
	word = strings.ToLower(wordSigns.Replace(word))
	switch kind := callTags[word]; {
	case word == "channel" || word == "start" && special:
		return tag{kind: tagHeader}
	case kind == tagOpen && closing:
		return tag{kind: tagClose}
	case kind == tagOpen && rest != "" && (attributes == "" || attributes == "name"):
		return tag{kind: tagNamed, name: strings.Trim(rest, `"' `)}
	case kind != noTag:
		return tag{kind: kind}
	case draftTags[word] && closing:
		return tag{kind: tagUndraft, name: word}
	case draftTags[word]:
		return tag{kind: tagDraft, name: word}
	case special || plainTags[word]:
		return tag{kind: tagNoise}
	}
	return tag{}
}

// isSpecial reports whether a tag is a special token such as <|im_end|>.
func isSpecial(inside string) bool {
	return strings.HasPrefix(inside, "|") || strings.HasPrefix(inside, "｜")
}

// stops reports whether something begins at s.at that cannot be part of the
// value, as open: a tag around calls, a special token, the end of a fence. In
// a string that is so only where the text or another tag follows, as
// "</tool_call>" may be what the string says. n is -1 if that cannot be told
// yet.
func (s *skim) stops(src []byte, final bool) (e end, n int) {
	after := 0
	switch c := src[s.at]; c {
	case '<', '[':
		if c == '[' && s.quote != 0 {
			return more, 0
		}
		t, ok := readTag(src, s.at, final)
		if !ok {
			return more, -1
		}
		if t.kind == noTag || t.kind == tagNoise && (c == '[' || src[s.at+1] != '|') || isQuoteToken(src[s.at:]) {
			return more, 0
		}
		after = t.end
	case '\n':
		rest := src[s.at+1:]
		if s.short && s.quote != 0 && len(rest) > 0 && rest[0] == '\n' {
			return open, 0
		}
		fence := []byte("```")
		if !bytes.HasPrefix(rest, fence) {
			if !final && len(rest) < 3 && bytes.HasPrefix(fence, rest) {
				return more, -1
			}
			return more, 0
		}
		after = s.at + 4
	default:
		return more, 0
	}
	if s.quote == 0 {
		return open, 0
	}
	l := ahead{src: src, i: after, final: final}
	l.space()
	switch l.peek() {
	case 0:
		if !final {
			return more, -1
		}
		return open, 0
	case '<':
		return open, 0
	}
	return more, 0
}

// quoteTokens are what the models of Gemma write for quotes.
var quoteTokens = [...]string{`<|"|>`, "<escape>"}

func isQuoteToken(text []byte) bool {
	for _, q := range quoteTokens {
		if bytes.HasPrefix(text, []byte(q)) {
			return true
		}
	}
	return false
}
