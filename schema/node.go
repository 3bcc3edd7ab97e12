package schema

import (
	"regexp"
	"strings"

	"github.com/repairjson/repairjson/casefix"
)

// A typeSet is a set of JSON types. The type number includes integer.
type typeSet uint8

const (
	tNull typeSet = 1 << iota
	tBool
	tInteger
	tFraction // numbers that are not integers
	tString
	tArray
	tObject

	tNumber = tInteger | tFraction
	tAny    = tNull | tBool | tNumber | tString | tArray | tObject
)

// typeNamed returns the types that a name of JSON Schema stands for.
func typeNamed(s string) typeSet {
	switch s {
	case "null":
		return tNull
	case "boolean":
		return tBool
	case "integer":
		return tInteger
	case "number":
		return tNumber
	case "string":
		return tString
	case "array":
		return tArray
	case "object":
		return tObject
	}
	return 0
}

// has reports whether the set has the types that values of kind k may have.
func (t typeSet) has(k kind) bool {
	return t&[...]typeSet{tNull, tBool, tNumber, tString, tArray, tObject}[k] != 0
}

func (t typeSet) String() string {
	var names []string
	for _, name := range []string{"string", "number", "integer", "boolean", "array", "object", "null"} {
		if set := typeNamed(name); t&set == set && (name != "integer" || t&tFraction == 0) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " or ")
}

// A node is a schema within the schema: what its own keywords say. A node
// without keywords accepts everything. Nodes do not change after Parse.
type node struct {
	never bool           // the schema false
	keys  *casefix.Index // of the names given to Keys, other spellings of which do not fit; else nil
	types typeSet
	enum  []literal // with const; nil for none
	dflt  []byte    // the text of the default
	// format is not checked; it says what to look for in a text.
	format string

	ref                 *node
	refName             string // the last step of the reference
	pure                bool   // the reference is all
	tag                 *tag   // of the union
	allOf, anyOf, oneOf []*node
	not, cond           *node
	then, els           *node

	props         []property
	propAt        map[string]int
	required      []string
	patterns      []patternProperty
	addl          *node
	propNames     *node
	minProps      int
	maxProps      int // -1 for none, as in the other limits
	needs         map[string][]string
	needsNode     map[string]*node
	prefix        []*node
	items         *node
	contains      *node
	minContains   int
	maxContains   int
	minItems      int
	maxItems      int
	unique        bool
	low, high     *decimal
	above, below  *decimal
	step          *decimal
	minLen        int
	maxLen        int
	pattern       *regexp.Regexp
	patternSource string
}

// A property is a named property, in the order of the document.
type property struct {
	name    string
	node    *node
	aliases []string
}

type patternProperty struct {
	re   *regexp.Regexp
	node *node
}

// A literal is a value of an enum or a const, in the document of the schema.
type literal struct {
	*index
	v    int
	kind kind
	str  string // what it says, for a string
}

// text returns the literal as it is written.
func (l *literal) text() string { return string(l.raw(l.v)) }

func newNode() *node {
	return &node{maxProps: -1, maxContains: -1, maxItems: -1, maxLen: -1, minContains: 1}
}

var never = &node{never: true}

func (x *index) literal(v int) literal {
	l := literal{index: x, v: v, kind: x.vals[v].kind}
	if l.kind == kString {
		l.str = x.str(v)
	}
	return l
}
