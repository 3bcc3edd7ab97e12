package main

import "strings"

// The words of syntax: those by which a repair tells one reading from
// another. They say nothing of what a text is about, and stay where they stand
// as syntax; anywhere else they are words like others.
var (
	// Literals stay as a value: after a colon, a comma, an opening bracket or
	// "=", and before a comma, a closing bracket or the end of a line.
	literals = set(`true false null none nil undefined nan infinity inf`)
	// Names of tags and languages stay behind the marks that make them so.
	marks = set(`json json5 jsonc jsonl ndjson text txt plaintext output yaml markdown
		tool_code tool_call tool_calls tool_response functioncall function_calls function call calls
		content think thinking thought reasoning scratchpad inst answer result start end
		python python_tag javascript js java typescript ts go bash sh shell html xml sql css
		im_start im_end end_header_id eot_id endoftext end_of_text assistant user system
		start_header_id header_id channel message commentary analysis final br cdata code pre p`)
	// Constructors stay before a parenthesis.
	constructors = set(`objectid isodate numberlong numberint numberdecimal decimal128 uuid timestamp
		date datetime decimal fraction path posixpath set frozenset list tuple array deque
		str string int integer float number bool boolean dict`)
	// Commands of TeX stay behind a backslash.
	commands = set(`begin beta binom boldsymbol bmod bullet backslash bigcup bigcap frac forall footnote
		nabla neq notin nmid nsubseteq nexists newcommand rho rangle rfloor rceil rightarrow
		tau theta times tanh triangle tilde tfrac therefore textbf textit textrm textstyle
		bar big bf bot flat fbox ne nu not neg ni newline right root rm real ref text to top tan`)
	// Schemes stay before "://".
	schemes = set(`http https ftp file`)
)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		s[w] = true
	}
	return s
}

// syntax reports whether the word text[from:to] stands as syntax.
func syntax(text string, from, to int) bool {
	word := strings.ToLower(text[from:to])
	before, after := text[:from], text[to:]
	switch {
	case strings.HasPrefix(after, "://"):
		return schemes[word]
	case strings.HasSuffix(before, `\`) && commands[word]:
		return true
	case strings.HasPrefix(after, "(") && constructors[word]:
		return true
	case marks[word]:
		before = strings.TrimRight(before, " /|")
		return strings.HasSuffix(before, "```") || strings.HasSuffix(before, "<") ||
			strings.HasSuffix(before, "<|") || strings.HasSuffix(before, "[")
	}
	return literals[word] && endsIn(strings.TrimRight(before, " \t\r\n+-"), ":,[{(=") &&
		beginsWith(strings.TrimLeft(after, " \t\r"), ",]})\n;")
}

// endsIn reports whether a text is empty, or ends in one of some bytes.
func endsIn(text, set string) bool {
	return text == "" || strings.IndexByte(set, text[len(text)-1]) >= 0
}

// beginsWith reports whether a text is empty, or begins with one of some bytes.
func beginsWith(text, set string) bool {
	return text == "" || strings.IndexByte(set, text[0]) >= 0
}
