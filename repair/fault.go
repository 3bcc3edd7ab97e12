package repair

import (
	"iter"
	"math/bits"
	"strings"
)

// Faults is a set of faults, one bit each: what was wrong where an edit was
// made. The names of faults are stable: they appear in logs and reports.
type Faults uint64

// The faults. Each is documented by its entry in the table below, from which
// the README's table is generated.
const (
	MissingCloser Faults = 1 << iota
	ExtraCloser
	WrongCloser
	MissingOpener
	ExtraOpener
	MissingComma
	ExtraComma
	MissingColon
	ExtraColon
	WrongSeparator
	QuoteStyle
	MissingQuote
	ExtraQuote
	InnerQuote
	UnquotedKey
	UnquotedValue
	BracketStyle
	Tuple
	Set
	Call
	FunctionName
	Concatenation
	StringPrefix
	Literal
	NonFinite
	NumberFormat
	DigitGroups
	BadEscape
	EscapeGuess
	ControlChar
	InvalidUTF8
	OddSpace
	Comment
	Ellipsis
	MissingValue
	MissingKey
	Stray
	Truncated
	CutMember
	Sequence
	Prose
	Markup
	Draft
	OtherAnswer
	EscapedText
	KeyLines

	// The faults of an answer that is not what was asked for: JSON that does
	// not fit the schema. Package schema mends them.
	KeyCase
	KeyNear
	Coerced
	UnitDropped
	IntegerForm
	EnumForm
	EnumNear
	Wrapped
	Unwrapped
	Stringified
	Rearranged
	Defaulted
	NullField
	ExtraField

	faultEnd
)

// The ready sets. Every fault is in exactly one of them.
const (
	// Guess holds the faults whose text allowed another reading.
	Guess = MissingOpener | InnerQuote | ExtraQuote | UnquotedKey | Set | DigitGroups |
		EscapeGuess | MissingValue | WrongCloser | Truncated | Sequence | EscapedText |
		KeyLines | Call | MissingKey | ExtraOpener |
		KeyNear | UnitDropped | EnumNear | Rearranged
	// Loss holds the faults after whose repair something that the model wrote
	// as data is not in the output.
	Loss = NonFinite | FunctionName | CutMember | InvalidUTF8 | Ellipsis | Stray | Draft | OtherAnswer |
		ExtraField
	// Lossless holds the faults with one reading: punctuation, quotes,
	// literals, wrappers.
	Lossless = (faultEnd - 1) &^ (Guess | Loss)
)

// A FaultInfo documents one fault.
type FaultInfo struct {
	Fault  Faults
	Name   string // stable, lower case, with hyphens
	Before string // the shortest telling text
	After  string // what it becomes
	Doc    string // what is wrong, and what is done
	Schema string // the JSON Schema that Before does not fit; empty for a fault of the text itself
}

// Class returns the name of the ready set that f, a single fault, belongs to:
// "lossless", "guess" or "loss".
func (f Faults) Class() string {
	switch {
	case f&Loss != 0:
		return "loss"
	case f&Guess != 0:
		return "guess"
	}
	return "lossless"
}

// String returns the names of the faults in the set, joined by "+".
func (f Faults) String() string {
	var b strings.Builder
	for one := range f.Each() {
		if b.Len() > 0 {
			b.WriteByte('+')
		}
		b.WriteString(faults[bits.TrailingZeros64(uint64(one))].Name)
	}
	return b.String()
}

// Each yields the single faults of the set, lowest bit first.
func (f Faults) Each() iter.Seq[Faults] {
	return func(yield func(Faults) bool) {
		for f &= faultEnd - 1; f != 0; f &= f - 1 {
			if !yield(f & -f) {
				return
			}
		}
	}
}

// ParseFaults returns the set named by a list of fault names and of the ready
// sets' names (lossless, guess, loss), separated by commas or "+". It reports
// the first name that it does not know.
func ParseFaults(list string) (set Faults, unknown string) {
	for _, name := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == '+' || r == ' ' }) {
		f := faultNamed(name)
		if f == 0 {
			return 0, name
		}
		set |= f
	}
	return set, ""
}

func faultNamed(name string) Faults {
	switch name {
	case "lossless":
		return Lossless
	case "guess":
		return Guess
	case "loss":
		return Loss
	}
	for i := range faults {
		if faults[i].Name == name {
			return faults[i].Fault
		}
	}
	return 0
}

// FaultTable returns the documentation of every fault, in order.
func FaultTable() []FaultInfo { return append([]FaultInfo(nil), faults[:]...) }

var faults = [...]FaultInfo{
	{MissingCloser, "missing-closer", `{"a":[1,2`, `{"a":[1,2]}`, "an array or object is not closed", ""},
	{ExtraCloser, "extra-closer", `{"a":1}}`, `{"a":1}`, "a bracket closes nothing", ""},
	{WrongCloser, "wrong-closer", `{"a":[1,2},"b":3}`, `{"a":[1,2],"b":3}`, "a bracket of the other kind", ""},
	{MissingOpener, "missing-opener", `"a":1,"b":2}`, `{"a":1,"b":2}`, "members or values without their opening bracket", ""},
	{ExtraOpener, "extra-opener", `{{"a":1}}`, `{"a":1}`, "a doubled opening brace, or one where a name should be", ""},
	{MissingComma, "missing-comma", `[1 2]`, `[1, 2]`, "no comma between members or values", ""},
	{ExtraComma, "extra-comma", `[,1,,2,]`, `[1,2]`, "a leading, doubled or trailing comma", ""},
	{MissingColon, "missing-colon", `{"a" 1}`, `{"a": 1}`, "no colon after a key", ""},
	{ExtraColon, "extra-colon", `{"a"::1}`, `{"a":1}`, "a doubled colon", ""},
	{WrongSeparator, "wrong-separator", `{"a"=>1;"b"：2}`, `{"a":1,"b":2}`, "another sign for comma or colon", ""},
	{QuoteStyle, "quote-style", `{'a':“b”}`, `{"a":"b"}`, "quotes other than \"", ""},
	{MissingQuote, "missing-quote", `{"a":b"}`, `{"a":"b"}`, "one quote of a pair is missing", ""},
	{ExtraQuote, "extra-quote", `{""a"":1}`, `{"a":1}`, "doubled or tripled quotes, or a stray one", ""},
	{InnerQuote, "inner-quote", `{"a":"say "hi" now"}`, `{"a":"say \"hi\" now"}`, "a quote inside a string is not escaped", ""},
	{UnquotedKey, "unquoted-key", `{a:1}`, `{"a":1}`, "a key without quotes", ""},
	{UnquotedValue, "unquoted-value", `{"a":hello world}`, `{"a":"hello world"}`, "a string without quotes", ""},
	{BracketStyle, "bracket-style", `｛"a":［1］｝`, `{"a":[1]}`, "full-width brackets", ""},
	{Tuple, "tuple", `{"a":(1,2)}`, `{"a":[1,2]}`, "a Python tuple, or parentheses around a value", ""},
	{Set, "set", `{"x","y"}`, `["x","y"]`, "values without keys in braces", ""},
	{Call, "call", `{"a":ObjectId("5f")}`, `{"a":"5f"}`, "a constructor around its value", ""},
	{FunctionName, "function-name", `[f({"a":1})]`, `[{"a":1}]`, "a function called with an object: the arguments stay", ""},
	{Concatenation, "concatenation", `{"a":"x" + "y"}`, `{"a":"xy"}`, "a string written in pieces", ""},
	{StringPrefix, "string-prefix", `{"a":b"x"}`, `{"a":"x"}`, "a Python string prefix", ""},
	{Literal, "literal", `{"a":True,"b":None}`, `{"a":true,"b":null}`, "true, false and null of other languages", ""},
	{NonFinite, "non-finite", `{"a":NaN}`, `{"a":null}`, "a number that JSON cannot say becomes null", ""},
	{NumberFormat, "number-format", `[+5,.5,5.,0x1F]`, `[5,0.5,5.0,31]`, "a number written as JSON does not write it", ""},
	{DigitGroups, "digit-groups", `{"a":1,234,567}`, `{"a":1234567}`, "commas or underscores between digits", ""},
	{BadEscape, "bad-escape", `{"a":"\d \x41"}`, `{"a":"\\d \u0041"}`, "an escape that JSON does not have", ""},
	{EscapeGuess, "escape-guess", `{"a":"\sum \frac"}`, `{"a":"\\sum \\frac"}`, "a valid escape that the text around shows to be a word or a path", ""},
	{ControlChar, "control-char", "{\"a\":\"x\ny\"}", `{"a":"x\ny"}`, "a raw line break or control character inside a string", ""},
	{InvalidUTF8, "invalid-utf8", "{\"a\":\"x\xff\"}", `{"a":"x` + "\uFFFD" + `"}`, "a byte that is not UTF-8 becomes U+FFFD", ""},
	{OddSpace, "odd-space", "\uFEFF{\"a\":\u00a01}", `{"a":1}`, "a byte order mark, or space that JSON does not have", ""},
	{Comment, "comment", `{"a":1 /* x */}`, `{"a":1 }`, "a comment", ""},
	{Ellipsis, "ellipsis", `[1,2,...]`, `[1,2]`, "dots instead of further values", ""},
	{MissingValue, "missing-value", `{"a":,"b":1}`, `{"a":null,"b":1}`, "a key without a value gets null", ""},
	{MissingKey, "missing-key", `{:1,"b":2}`, `{"":1,"b":2}`, "a value without a key gets an empty one", ""},
	{Stray, "stray", `{"a":[1] @ }`, `{"a":[1] }`, "something that belongs nowhere is left out", ""},
	{Truncated, "truncated", `{"a":"hello wor`, `{"a":"hello wor"}`, "the text ends in the middle of a value", ""},
	{CutMember, "cut-member", `{"a":1,"bcd":`, `{"a":1}`, "a member that the end of the text cuts before its value is left out", ""},
	{Sequence, "sequence", `{"a":1} {"a":2}`, `[{"a":1}, {"a":2}]`, "several values become an array", ""},
	{Prose, "prose", `Here: {"a":1}. Enjoy!`, `{"a":1}`, "words around the answer", ""},
	{Markup, "markup", "```json\n{\"a\":1}\n```", `{"a":1}`, "a fence, tag or special token around the answer", ""},
	{Draft, "draft", `<think>{"a":0}?</think>{"a":1}`, `{"a":1}`, "a draft before the answer", ""},
	{OtherAnswer, "other-answer", "As {\"x\":1} but ```{\"a\":1}```", `{"a":1}`, "a value that is not the answer", ""},
	{EscapedText, "escaped-text", `{\"a\":1}`, `{"a":1}`, "the whole text is escaped once more", ""},
	{KeyLines, "key-lines", "name: Bob\nage: 3", "{\"name\": \"Bob\",\n\"age\": 3}", "lines of key and value without braces", ""},
	{KeyCase, "key-case", `{"User Name":"x"}`, `{"userName":"x"}`, "a name in other case, punctuation or accents",
		`{"properties":{"userName":{}},"required":["userName"]}`},
	{KeyNear, "key-near", `{"adress":"x"}`, `{"address":"x"}`, "a name spelt slightly differently, where only one is near",
		`{"properties":{"address":{}},"required":["address"]}`},
	{Coerced, "coerced", `{"age":"30"}`, `{"age":30}`, "a scalar of another type: text for a number, a number for text",
		`{"properties":{"age":{"type":"integer"}}}`},
	{UnitDropped, "unit-dropped", `{"rate":"12%"}`, `{"rate":12}`, "a unit, a currency or words around the number that is wanted",
		`{"properties":{"rate":{"type":"number"}}}`},
	{IntegerForm, "integer-form", `{"age":30.0}`, `{"age":30}`, "a whole number written with a point or an exponent",
		`{"properties":{"age":{"type":"integer"}}}`},
	{EnumForm, "enum-form", `{"unit":"Celsius."}`, `{"unit":"celsius"}`, "an enum value in other case, punctuation, accents or quotes",
		`{"properties":{"unit":{"enum":["celsius","kelvin"]}}}`},
	{EnumNear, "enum-near", `{"unit":"in celsius please"}`, `{"unit":"celsius"}`, "an enum value spelt slightly differently or within words, where only one fits",
		`{"properties":{"unit":{"enum":["celsius","kelvin"]}}}`},
	{Wrapped, "wrapped", `{"tags":"a"}`, `{"tags":["a"]}`, "one value where a list of them, or an object around it, is wanted",
		`{"properties":{"tags":{"type":"array"}}}`},
	{Unwrapped, "unwrapped", `{"result":{"name":"x"}}`, `{"name":"x"}`, "a list or an object of one where the value in it is wanted",
		`{"properties":{"name":{}},"required":["name"]}`},
	{Stringified, "stringified", `{"list":"[1,2]"}`, `{"list":[1,2]}`, "JSON written into a string, or the reverse",
		`{"properties":{"list":{"type":"array"}}}`},
	{Rearranged, "rearranged", `["x",30]`, `{"name":"x","age":30}`, "the values of an object in a list, or its members as pairs",
		`{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}}}`},
	{Defaulted, "defaulted", `{}`, `{"unit":"celsius"}`, "a required field that is missing gets its default or its only value",
		`{"properties":{"unit":{"default":"celsius"}},"required":["unit"]}`},
	{NullField, "null-field", `{"note":null}`, `{}`, "null for an optional field that does not accept it: the field is left out",
		`{"properties":{"note":{"type":"string"}}}`},
	{ExtraField, "extra-field", `{"name":"x","y":1}`, `{"name":"x"}`, "a field that the schema forbids is left out",
		`{"properties":{"name":{}},"additionalProperties":false}`},
}
