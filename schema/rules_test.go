package schema

import "github.com/repairjson/repairjson/repair"

// A rule is what alignment does, or what it heeds: cases in which it applies,
// and cases in which it must not, though it might seem to.
type rule struct {
	name, doc string
	does      repair.Faults // at least one of these is in each case that applies
	applies   []alignCase
	not       []alignCase
}

type alignCase struct {
	schema, in, out string
	faults          repair.Faults
	left            int // mismatches
}

// same is a case without edits that fits.
func same(schema, in string) alignCase { return alignCase{schema, in, in, 0, 0} }

// wrong is a case that stays as it is, and does not fit in n places.
func wrong(schema, in string, n int) alignCase { return alignCase{schema, in, in, 0, n} }

// one returns the schema of an object whose required field x fits s.
func one(s string) string {
	return `{"type":"object","properties":{"x":` + s + `},"required":["x"]}`
}

const (
	// person is the schema of several cases.
	person = `{"type":"object","properties":{"userName":{"type":"string"},"age":{"type":"integer"},"email_address":{"type":"string"}},"required":["userName","age"]}`

	town   = `{"type":"object","properties":{"city":{"type":"string","x-alias":["town","place"]},"land":{"type":"string"}},"required":["city"]}`
	pair   = `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["a","b"]}`
	counts = `{"type":"object","additionalProperties":{"type":"integer"}}`
	closed = `{"type":"object","properties":{"x":{}},"additionalProperties":false}`
	units  = `{"enum":["celsius","fahrenheit"]}`
	levels = `{"enum":["high","low"]}`
	ints   = `{"type":"array","items":{"type":"integer"}}`
	texts  = `{"type":"array","items":{"type":"string"}}`

	// shapes is a union whose branches are told apart by a constant.
	shapes = `{"oneOf":[{"type":"object","properties":{"k":{"const":"a"},"n":{"type":"integer"}},"required":["k","n"]},{"type":"object","properties":{"k":{"const":"b"},"n":{"type":"string"}},"required":["k","n"]}]}`
	// pets has a discriminator, as OpenAPI writes it.
	pets = `{"anyOf":[{"$ref":"#/$defs/Cat"},{"$ref":"#/$defs/Dog"}],"discriminator":{"propertyName":"kind"},"$defs":{"Cat":{"type":"object","properties":{"kind":{"type":"string"},"age":{"type":"integer"}},"required":["kind","age"]},"Dog":{"type":"object","properties":{"kind":{"type":"string"},"age":{"type":"boolean"}},"required":["kind","age"]}}}`
	// trees is recursive.
	trees = `{"$ref":"#/$defs/t","$defs":{"t":{"type":"object","properties":{"v":{"type":"integer"},"kids":{"type":"array","items":{"$ref":"#/$defs/t"}}},"required":["v"]}}}`
)

// The faults, for short.
const (
	ofAlignment            = ^(repair.KeyCase - 1)
	keyCase, keyNear       = repair.KeyCase, repair.KeyNear
	coerced, unit          = repair.Coerced, repair.UnitDropped
	integer                = repair.IntegerForm
	enumForm, enumNear     = repair.EnumForm, repair.EnumNear
	wrapped, unwrapped     = repair.Wrapped, repair.Unwrapped
	stringified            = repair.Stringified
	rearranged, defaulted  = repair.Rearranged, repair.Defaulted
	nullField, extraField  = repair.NullField, repair.ExtraField
	quoteStyle, extraComma = repair.QuoteStyle, repair.ExtraComma
)

var nameRules = []rule{
	{"Case of names", "A name in other case, punctuation, width or accents is spelt as the schema spells it, unless the name is there already or two members claim it. A text that fits is not touched.", keyCase,
		[]alignCase{
			{person, `{"User Name":"a","AGE":3}`, `{"userName":"a","age":3}`, keyCase, 0},
			{person, `{"user_name":"a","Age":3,"émail-address":"e"}`, `{"userName":"a","age":3,"email_address":"e"}`, keyCase, 0},
		},
		[]alignCase{
			{person, `{"userName":"a","user_name":"b","age":"3"}`, `{"userName":"a","user_name":"b","age":3}`, coerced, 0},
			wrong(person, `{"USERNAME":"a","user_name":"b","age":3}`, 1),
			same(person, `{"userName":"a","age":3,"EMAIL_ADDRESS":1}`),
		}},
	{"Near names", "A name with a slip of the pen, where the name that is near is required, or the one that is there forbidden.", keyNear,
		[]alignCase{
			{person, `{"usrName":"a","age":3}`, `{"userName":"a","age":3}`, keyNear, 0},
			{`{"type":"object","properties":{"received":{}},"additionalProperties":false}`, `{"recieved":1}`, `{"received":1}`, keyNear, 0},
		},
		[]alignCase{
			wrong(person, `{"userName":"a","ag":3}`, 1),
			{person, `{"userName":"a","age":"3","email_adress":"e"}`, `{"userName":"a","age":3,"email_adress":"e"}`, coerced, 0},
			wrong(`{"type":"object","properties":{"file1":{}},"required":["file1"]}`, `{"file2":1}`, 1),
		}},
	{"Aliases", "`x-alias` lists other names that a property is known by.", keyCase,
		[]alignCase{{town, `{"Town":"x"}`, `{"city":"x"}`, keyCase, 0}},
		[]alignCase{
			{town, `{"city":1,"place":"y"}`, `{"city":"1","place":"y"}`, coerced, 0},
			wrong(town, `{"village":"x","land":"y"}`, 1),
		}},
	{"A wrapping name", "An object of one member whose name the schema does not know, where its value is wanted.", unwrapped,
		[]alignCase{
			{person, `{"result":{"userName":"a","age":3}}`, `{"userName":"a","age":3}`, unwrapped, 0},
			{ints, `{"items":[1,2]}`, `[1,2]`, unwrapped, 0},
			{`{"type":"integer"}`, `{"answer":"3"}`, `3`, unwrapped | coerced, 0},
		},
		[]alignCase{
			wrong(person, `{"result":{"userName":"a","age":3},"ok":true}`, 2),
			wrong(`{"type":"integer"}`, `{"x":{"y":3}}`, 1),
			{`{"properties":{"address":{}},"required":["address"]}`, `{"adress":"x"}`, `{"address":"x"}`, keyNear, 0},
		}},
	{"An implied field", "A value where an object is wanted that has only one field, or requires only one.", wrapped,
		[]alignCase{
			{one(`{"type":"string"}`), `"a"`, `{"x":"a"}`, wrapped, 0},
			{one(ints), `[1,2]`, `{"x":[1,2]}`, wrapped, 0},
			{one(pair), `{"a":"u","b":1}`, `{"x":{"a":"u","b":1}}`, wrapped, 0},
		},
		[]alignCase{
			wrong(pair, `"u"`, 1),
			wrong(one(`{"type":"string"}`), `{"x":null}`, 1),
			wrong(one(`{"anyOf":[{"type":"string"},{"type":"integer"}]}`), `{"x":null}`, 1),
			wrong(one(`{"type":"string"}`), `{"y":{"z":1}}`, 1),
			wrong(one(`{}`), `"a"`, 1),
		}},
}

var scalarRules = []rule{
	{"Text for a number", "All digits are kept: nothing is rounded, nothing overflows. Signs, leading zeros and groups of three are written as JSON writes them.", coerced,
		[]alignCase{
			{one(`{"type":"integer"}`), `{"x":"30"}`, `{"x":30}`, coerced, 0},
			{one(`{"type":"number"}`), `{"x":"1,234.50"}`, `{"x":1234.50}`, coerced, 0},
			{one(`{"type":"number"}`), `{"x":"0.12345678901234567890"}`, `{"x":0.12345678901234567890}`, coerced, 0},
			{one(`{"type":"integer"}`), `{"x":"123456789012345678901234567890"}`, `{"x":123456789012345678901234567890}`, coerced, 0},
			{one(`{"type":"number"}`), `{"x":"1e400"}`, `{"x":1e400}`, coerced, 0},
			{one(`{"type":"integer"}`), `{"x":"007"}`, `{"x":7}`, coerced, 0},
			{one(`{"type":"integer"}`), `{"x":"3.0"}`, `{"x":3}`, coerced, 0},
			{one(`{"type":"number"}`), `{"x":"+.5"}`, `{"x":0.5}`, coerced, 0},
			{one(`{"type":"number"}`), `{"x":"１２．５"}`, `{"x":12.5}`, coerced, 0},
			{one(`{"type":"integer"}`), `{"x":"1","x":"2"}`, `{"x":1,"x":2}`, coerced, 0},
		},
		[]alignCase{
			wrong(one(`{"type":"integer"}`), `{"x":"3.5"}`, 1),
			wrong(one(`{"type":"integer","maximum":10}`), `{"x":"11"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"12:30"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"2024-01-02"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"1.2.3"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"3,5"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"NaN"}`, 1),
			wrong(one(`{"type":"integer"}`), `{"x":"three"}`, 1),
			same(one(`{"type":"string"}`), `{"x":"30"}`),
		}},
	{"Words around a number", "A unit, a currency, a percent sign or words, where there is only one number and they do not make it another.", unit,
		[]alignCase{
			{one(`{"type":"number"}`), `{"x":"$5"}`, `{"x":5}`, unit, 0},
			{one(`{"type":"integer"}`), `{"x":"12%"}`, `{"x":12}`, unit, 0},
			{one(`{"type":"integer"}`), `{"x":"42 years"}`, `{"x":42}`, unit, 0},
			{one(`{"type":"number"}`), `{"x":"-$5.5"}`, `{"x":-5.5}`, unit, 0},
			{one(`{"type":"number"}`), `{"x":"€3.000,50"}`, `{"x":3000.50}`, unit, 0},
			{one(`{"type":"number"}`), `{"x":"5 km"}`, `{"x":5}`, unit, 0},
			{`{"type":"integer"}`, `"The answer is 42."`, `42`, unit, 0},
		},
		[]alignCase{
			wrong(one(`{"type":"number"}`), `{"x":"3 or 4"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"5k"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"1.5 million"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"(5)"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"v5"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"A-5"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"x[0]"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"sqrt(2)"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"2*pi"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"x ^ 2"}`, 1),
			wrong(one(`{"type":"integer"}`), `{"x":"3.5 kg"}`, 1),
		}},
	{"Fractions", "A fraction that a decimal says exactly.", coerced,
		[]alignCase{{one(`{"type":"number"}`), `{"x":"1/5"}`, `{"x":0.2}`, coerced, 0}},
		[]alignCase{
			wrong(one(`{"type":"number"}`), `{"x":"1/3"}`, 1),
			wrong(one(`{"type":"number"}`), `{"x":"1/0"}`, 1),
			wrong(one(`{"type":"integer"}`), `{"x":"1/5"}`, 1),
		}},
	{"Whole numbers", "Validators take 3.0 for an integer; most decoders do not. It is the one thing that is changed in a text that fits.", integer,
		[]alignCase{
			{one(`{"type":"integer"}`), `{"x":3.0}`, `{"x":3}`, integer, 0},
			{one(`{"type":"integer"}`), `{"x":1.2e3}`, `{"x":1200}`, integer, 0},
			{person, `{"userName":"a","age":3.0,"EMAIL_ADDRESS":1}`, `{"userName":"a","age":3,"EMAIL_ADDRESS":1}`, integer, 0},
		},
		[]alignCase{
			wrong(one(`{"type":"integer"}`), `{"x":3.5}`, 1),
			same(one(`{"type":"number"}`), `{"x":3.0}`),
			same(one(`{"type":"integer"}`), `{"x":1e999999999}`),
		}},
	{"Words for true and false", "Yes, no, on, off and their like; within a sentence only if it says one of them and does not deny it.", coerced | unit,
		[]alignCase{
			{one(`{"type":"boolean"}`), `{"x":"Yes"}`, `{"x":true}`, coerced, 0},
			{one(`{"type":"boolean"}`), `{"x":0}`, `{"x":false}`, coerced, 0},
			{one(`{"type":"boolean"}`), `{"x":"Yes, it is."}`, `{"x":true}`, unit, 0},
		},
		[]alignCase{
			wrong(one(`{"type":"boolean"}`), `{"x":"maybe"}`, 1),
			wrong(one(`{"type":"boolean"}`), `{"x":"not true"}`, 1),
			wrong(one(`{"type":"boolean"}`), `{"x":"yes or no"}`, 1),
			wrong(one(`{"type":"boolean"}`), `{"x":2}`, 1),
			same(one(`{"type":"string"}`), `{"x":"yes"}`),
		}},
	{"Words for null", "None, nil, n/a, the empty text and their like, where null is wanted and text is not.", coerced,
		[]alignCase{
			{one(`{"type":["integer","null"]}`), `{"x":"none"}`, `{"x":null}`, coerced, 0},
			{one(`{"enum":["a","b",null]}`), `{"x":"N/A"}`, `{"x":null}`, coerced, 0},
		},
		[]alignCase{
			same(one(`{"type":["string","null"]}`), `{"x":"none"}`),
			wrong(one(`{"type":"integer"}`), `{"x":"none"}`, 1),
			{one(`{"enum":["none","all",null]}`), `{"x":"None"}`, `{"x":"none"}`, enumForm, 0},
		}},
	{"Text of a scalar", "A number or a boolean where text is wanted keeps its digits.", coerced,
		[]alignCase{
			{one(`{"type":"string"}`), `{"x":1.50}`, `{"x":"1.50"}`, coerced, 0},
			{one(`{"type":"string"}`), `{"x":true}`, `{"x":"true"}`, coerced, 0},
		},
		[]alignCase{
			wrong(one(`{"type":"string","maxLength":2}`), `{"x":123}`, 1),
			wrong(one(`{"type":"string"}`), `{"x":null}`, 1),
		}},
}

var enumRules = []rule{
	{"Form of an enum value", "A value in other case, punctuation, accents or quotes.", enumForm,
		[]alignCase{
			{one(units), `{"x":"Celsius."}`, `{"x":"celsius"}`, enumForm, 0},
			{one(`{"enum":["cafe","tea"]}`), `{"x":"Café"}`, `{"x":"cafe"}`, enumForm, 0},
			{one(levels), `{"x":"'high'"}`, `{"x":"high"}`, enumForm, 0},
			{one(`{"const":"v1"}`), `{"x":"V1"}`, `{"x":"v1"}`, enumForm, 0},
		},
		[]alignCase{
			wrong(one(levels), `{"x":"medium"}`, 1),
			same(one(`{"enum":["a","A"]}`), `{"x":"A"}`),
			wrong(one(`{"enum":["b","B."]}`), `{"x":"B,"}`, 1),
			wrong(one(`{"const":"v1"}`), `{"x":"v2"}`, 1),
		}},
	{"Words around an enum value", "One of the values, and no other, within words that do not deny it; or a slip of the pen.", enumNear,
		[]alignCase{
			{one(levels), `{"x":"very high, I think"}`, `{"x":"high"}`, enumNear, 0},
			{one(units), `{"x":"farenheit"}`, `{"x":"fahrenheit"}`, enumNear, 0},
		},
		[]alignCase{
			wrong(one(levels), `{"x":"high or low"}`, 1),
			wrong(one(levels), `{"x":"not high"}`, 1),
			wrong(one(levels), `{"x":"highland"}`, 1),
		}},
	{"Enum values of another type", "The text of a number, or the reverse; also with a unit.", coerced | unit,
		[]alignCase{
			{one(`{"enum":[1,2,3]}`), `{"x":"2"}`, `{"x":2}`, coerced, 0},
			{one(`{"enum":["1","2"]}`), `{"x":2}`, `{"x":"2"}`, coerced, 0},
			{one(`{"enum":[1,2,3]}`), `{"x":"2 stars"}`, `{"x":2}`, unit, 0},
			{one(`{"enum":[true]}`), `{"x":"yes"}`, `{"x":true}`, coerced, 0},
		},
		[]alignCase{
			wrong(one(`{"enum":[1,2,3]}`), `{"x":"4"}`, 1),
			same(one(`{"enum":[2,"2"]}`), `{"x":"2"}`),
		}},
}
