package damage

// An operator damages a draft by one fault. It reports whether it found a
// place where the damage has one reading; the conditions under which it has are
// the ambiguity filter, and stand beside each operator.
type operator func(d *draft) bool

// operators are those for each fault, by the names of package repair's faults.
// One of them is taken at random.
var operators = map[string][]operator{
	"missing-closer":  {openEnd, openList, openItem},
	"extra-closer":    {closedTwice, closedItemTwice, closedByList},
	"wrong-closer":    {listClosedByBrace, itemClosedByBracket},
	"missing-comma":   {noComma},
	"extra-comma":     {trailingComma, doubledComma},
	"missing-colon":   {noColon},
	"wrong-separator": {otherColon, otherComma},
	"quote-style":     {pythonQuotes, pythonQuotes, singleQuotes, curlyQuotes},
	"missing-quote":   {noEndQuote, noFirstQuote, keyQuote},
	"extra-quote":     {doubledQuotes, tripledQuotes},
	"inner-quote":     {innerQuotes},
	"unquoted-key":    {bareKeys, bareKey},
	"unquoted-value":  {bareValue},
	"bracket-style":   {fullWidth},
	"tuple":           {tuple},
	"set":             {set},
	"call":            {constructor},
	"function-name":   {functionCall},
	"concatenation":   {pieces},
	"string-prefix":   {prefixed},
	"literal":         {pythonLiterals, upperLiterals},
	"number-format":   {oddNumber},
	"digit-groups":    {groups},
	"bad-escape":      {escapedMark, pattern},
	"control-char":    {rawBreaks},
	"odd-space":       {oddSpace},
	"comment":         {lineComment, blockComment},
	"ellipsis":        {dots},
	"missing-value":   {noValue},
	"missing-key":     {noKey},
	"stray":           {stray},
	"truncated":       {cutString},
	"cut-member":      {cutMember},
	"sequence":        {sequence},
	"prose":           {prose},
	"markup":          {fence, tags},
	"draft":           {draftBefore},
	"other-answer":    {example},
}

// orders says which faults are made late: those that look at the whole text
// come after those that need a token as it was, and what is put around a text
// comes last. The others are made first.
var orders = map[string]int{
	"function-name": 1, "quote-style": 2, "sequence": 3, "missing-closer": 4, "truncated": 4, "cut-member": 4,
	"markup": 5, "other-answer": 6, "prose": 7, "draft": 8,
}

// apart are the faults that together have more than one reading: one of them
// is left out. Quotation marks of two kinds at fault, two errors of brackets,
// and an end that is missing with anything that needs the end.
var apart = [][]string{
	{"quote-style", "missing-quote", "extra-quote", "inner-quote", "string-prefix", "concatenation"},
	{"quote-style", "control-char"},
	{"quote-style", "bad-escape"},
	{"quote-style", "unquoted-value"},
	{"missing-quote", "unquoted-key", "unquoted-value"},
	{"missing-quote", "missing-comma", "control-char", "wrong-separator", "stray", "missing-value", "missing-key"},
	{"inner-quote", "missing-comma", "unquoted-key", "missing-colon"},
	{"missing-closer", "extra-closer", "wrong-closer", "truncated", "cut-member", "stray", "set", "tuple", "bracket-style"},
	{"missing-closer", "extra-closer", "wrong-closer", "missing-comma"},
	{"missing-closer", "extra-closer", "wrong-closer", "missing-quote", "unquoted-value"},
	{"missing-closer", "wrong-closer", "truncated", "cut-member", "function-name", "sequence"},
	{"truncated", "cut-member", "comment", "prose", "draft", "other-answer"},
	{"sequence", "function-name", "prose", "other-answer", "stray"},
	{"sequence", "extra-closer"},
	{"missing-value", "missing-key", "stray", "set"},
	{"unquoted-value", "comment", "stray", "missing-comma", "wrong-separator", "missing-value", "ellipsis"},
	{"unquoted-key", "set", "missing-colon", "wrong-separator"},
	{"function-name", "set", "missing-key", "stray", "extra-closer"},
	{"tuple", "set", "bracket-style"},
	{"other-answer", "markup"}, // which brings its own fence
}

// clash reports whether two faults are kept apart.
func clash(a, b string) bool {
	for _, group := range apart {
		var one, two bool
		for _, name := range group {
			one = one || name == a
			two = two || name == b
		}
		if one && two {
			return true
		}
	}
	return false
}
