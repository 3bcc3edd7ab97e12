package schema

var listRules = []rule{
	{"One value for a list", "It becomes a list of one. A text that looks like JSON is read instead.", wrapped,
		[]alignCase{
			{one(texts), `{"x":"a"}`, `{"x":["a"]}`, wrapped, 0},
			{one(ints), `{"x":"5"}`, `{"x":[5]}`, wrapped | coerced, 0},
			{one(texts), `{"x":"[sic] a"}`, `{"x":["[sic] a"]}`, wrapped, 0},
			{`{"type":"array","items":` + ints + `}`, `[1,2]`, `[[1],[2]]`, wrapped, 0},
		},
		[]alignCase{
			wrong(one(ints), `{"x":"a"}`, 1),
			wrong(one(`{"type":"array","minItems":2}`), `{"x":"a"}`, 1),
			wrong(one(ints), `{"x":null}`, 1),
			wrong(one(texts), `{"x":{"a":1}}`, 1),
			{one(texts), `{"x":"[1,2,3]"}`, `{"x":["1","2","3"]}`, stringified | coerced, 0},
		}},
	{"A list of one", "Its value, where no list is wanted.", unwrapped,
		[]alignCase{
			{one(`{"type":"string"}`), `{"x":["a"]}`, `{"x":"a"}`, unwrapped, 0},
			{person, `[{"userName":"a","age":"3"}]`, `{"userName":"a","age":3}`, unwrapped | coerced, 0},
		},
		[]alignCase{
			wrong(one(`{"type":"integer"}`), `{"x":[1,2]}`, 1),
			wrong(one(`{"type":"integer"}`), `{"x":[]}`, 1),
			{one(`{"type":"string"}`), `{"x":["a","b"]}`, `{"x":"[\"a\",\"b\"]"}`, stringified, 0},
		}},
	{"A list for an object", "As many values as the object has properties, in their order.", rearranged,
		[]alignCase{{pair, `["u", "3"]`, `{"a":"u","b":3}`, rearranged | coerced, 0}},
		[]alignCase{
			wrong(pair, `["u", 3, 4]`, 1),
			wrong(pair, `[3, "u"]`, 1),
		}},
	{"Pairs for an object", "Lists of name and value, objects of `key` and `value`, or objects of one member each.", rearranged,
		[]alignCase{
			{counts, `[["a", 1], ["b", "2"]]`, `{"a":1,"b":2}`, rearranged | coerced, 0},
			{counts, `[{"key":"a","value":1}]`, `{"a":1}`, rearranged, 0},
			{counts, `[{"a":1},{"b":2}]`, `{"a":1,"b":2}`, rearranged, 0},
			{person, `[["User Name","u"],["age",3]]`, `{"userName":"u","age":3}`, rearranged, 0},
		},
		[]alignCase{
			wrong(counts, `[["a", 1], ["a", 2]]`, 1),
			wrong(counts, `[["a", 1, 2]]`, 1),
			wrong(counts, `[[1, 1]]`, 1),
			wrong(person, `[{"userName":"u"},{"years":3}]`, 1),
			wrong(person, `[{"userName":"u"},{"email_address":"e"}]`, 1),
		}},
	{"JSON in a string", "It is read where a list or an object is wanted, and repaired if it must be.", stringified,
		[]alignCase{
			{one(ints), `{"x":"[1, \"2\"]"}`, `{"x":[1, 2]}`, stringified | coerced, 0},
			{one(texts), `{"x":"['a', 'b']"}`, `{"x":["a", "b"]}`, stringified | quoteStyle, 0},
			{one(pair), `{"x":"{\"a\":\"u\",\"B\":1,}"}`, `{"x":{"a":"u","b":1}}`, stringified | extraComma | keyCase, 0},
			{pair, `"{\"a\":\"u\",\"b\":1}"`, `{"a":"u","b":1}`, stringified, 0},
		},
		[]alignCase{
			same(one(`{"type":"string"}`), `{"x":"[1]"}`),
			wrong(one(ints), `{"x":"[\"a\"]"}`, 1),
			wrong(one(pair), `{"x":"u"}`, 1),
		}},
	{"Text of a list or an object", "Its text, as it stands, where text is wanted.", stringified,
		[]alignCase{
			{one(`{"type":"string"}`), `{"x":{"a": 1}}`, `{"x":"{\"a\": 1}"}`, stringified, 0},
			{`{"type":"string"}`, `{"answer":"3"}`, `"{\"answer\":\"3\"}"`, stringified, 0},
		},
		[]alignCase{
			wrong(one(`{"type":"string","maxLength":3}`), `{"x":{"a":1}}`, 1),
			same(one(`{"type":["string","object"]}`), `{"x":{"a":1}}`),
		}},
}

var fieldRules = []rule{
	{"Missing fields", "Only a `default`, a `const` or an enum of one value fills a field, and only one that is required.", defaulted,
		[]alignCase{
			{one(`{"type":"string","default":"d"}`), `{}`, `{"x":"d"}`, defaulted, 0},
			{one(`{"type":"string","default":"d"}`), `{"y":1 }`, `{"y":1,"x":"d" }`, defaulted, 0},
			{one(`{"const":7}`), `{}`, `{"x":7}`, defaulted, 0},
			{one(`{"type":"integer","default":1}`), `{"x":null}`, `{"x":1}`, defaulted, 0},
		},
		[]alignCase{
			wrong(one(`{"type":"string"}`), `{}`, 1),
			wrong(one(`{"type":"string","default":1}`), `{}`, 1),
			same(`{"type":"object","properties":{"x":{"default":1}}}`, `{}`),
		}},
	{"Null for a field", "An optional field that does not accept null is left out.", nullField,
		[]alignCase{{person, `{"userName":"a","age":1,"email_address":null}`, `{"userName":"a","age":1}`, nullField, 0}},
		[]alignCase{
			wrong(one(`{"type":"integer"}`), `{"x":null}`, 1),
			same(one(`{"type":"integer","nullable":true}`), `{"x":null}`),
			same(`{"type":"object","properties":{"x":{"type":["string","null"]}}}`, `{"x":null}`),
		}},
	{"Fields too many", "A field is left out only where `additionalProperties` is false.", extraField,
		[]alignCase{
			{closed, `{"y":1, "x":2, "z":3}`, `{"x":2}`, extraField, 0},
			{closed, `{"why":1, "zed":3}`, `{}`, extraField, 0},
			{`{"type":"object","properties":{"a":{"type":"integer"}},"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false}`, `{"a":"1","x-b":"2","y":1}`, `{"a":1,"x-b":2}`, coerced | extraField, 0},
		},
		[]alignCase{
			{person, `{"userName":"a","age":"3","z":1}`, `{"userName":"a","age":3,"z":1}`, coerced, 0},
			{`{"type":"object","additionalProperties":{"type":"string"}}`, `{"b":2}`, `{"b":"2"}`, coerced, 0},
		}},
}

var unionRules = []rule{
	{"Unions", "`anyOf` and `oneOf`: the branch that costs least, then the first. What fits one is not touched.", ofAlignment,
		[]alignCase{
			{one(`{"anyOf":[{"type":"integer"},{"type":"boolean"}]}`), `{"x":"1"}`, `{"x":1}`, coerced, 0},
			{one(`{"anyOf":[{"type":"boolean"},{"type":"integer"}]}`), `{"x":"1"}`, `{"x":true}`, coerced, 0},
			{one(`{"oneOf":[` + ints + `,{"type":"integer"}]}`), `{"x":"5"}`, `{"x":5}`, coerced, 0},
		},
		[]alignCase{
			same(one(`{"anyOf":[{"type":"integer"},{"type":"string"}]}`), `{"x":"1"}`),
			wrong(one(`{"oneOf":[{"type":"integer"},{"type":"boolean"}]}`), `{"x":"soon"}`, 1),
			wrong(one(`{"oneOf":[{"type":"integer"},{"minimum":1}]}`), `{"x":5}`, 1),
		}},
	{"Lists of types", "As a union of them.", ofAlignment,
		[]alignCase{
			{one(`{"type":["integer","null"]}`), `{"x":"7"}`, `{"x":7}`, coerced, 0},
			{`{"type":["string","integer"]}`, `5.0`, `5`, integer, 0},
		},
		[]alignCase{same(`{"type":["integer","string"]}`, `"5"`), wrong(one(`{"type":["integer","null"]}`), `{"x":"seven"}`, 1)}},
	{"Constants that tell branches apart", "A branch whose constant is another one is not meant; mismatches are those of the branch that is.", ofAlignment,
		[]alignCase{
			{shapes, `{"k":"B","n":5}`, `{"k":"b","n":"5"}`, enumForm | coerced, 0},
			{shapes, `{"K":"a","N":"5"}`, `{"k":"a","n":5}`, keyCase | coerced, 0},
		},
		[]alignCase{wrong(shapes, `{"k":"a","n":"five"}`, 1), wrong(shapes, `{"k":"c","n":"five"}`, 1)}},
	{"Discriminators", "`discriminator` of OpenAPI, with a mapping or by the names of the references.", ofAlignment,
		[]alignCase{
			{pets, `{"kind":"cat","age":"1"}`, `{"kind":"cat","age":1}`, coerced, 0},
			{pets, `{"kind":"Dog","age":"1"}`, `{"kind":"Dog","age":true}`, coerced, 0},
		},
		[]alignCase{same(pets, `{"kind":"dog","age":1}`), {pets, `{"kind":"bird","age":"1"}`, `{"kind":"bird","age":1}`, coerced, 0}}},
	{"All of several", "`allOf` is taken as one schema.", ofAlignment,
		[]alignCase{{`{"allOf":[` + one(`{"type":"integer"}`) + `,{"properties":{"y":{"type":"string"}},"required":["y"]}]}`, `{"X":"1","Y":2}`, `{"x":1,"y":"2"}`, keyCase | coerced, 0}},
		[]alignCase{wrong(`{"allOf":[{"type":"integer"},{"minimum":3}]}`, `"2"`, 1), wrong(`{"allOf":[{"type":"integer"},{"type":"string"}]}`, `"2"`, 1)}},
	{"Conditions", "The branch of `if` that the value asks for.", ofAlignment,
		[]alignCase{{`{"properties":{"k":{"type":"string"},"v":{}},"if":{"properties":{"k":{"const":"n"}}},"then":{"properties":{"v":{"type":"number"}}}}`, `{"k":"n","v":"1"}`, `{"k":"n","v":1}`, coerced, 0}},
		[]alignCase{same(`{"properties":{"k":{"type":"string"},"v":{}},"if":{"properties":{"k":{"const":"n"}}},"then":{"properties":{"v":{"type":"number"}}}}`, `{"k":"m","v":"1"}`)}},
	{"Recursion", "A schema may refer to itself.", ofAlignment,
		[]alignCase{{trees, `{"v":"1","kids":[{"V":2,"kids":{"v":"3"}}]}`, `{"v":1,"kids":[{"v":2,"kids":[{"v":3}]}]}`, coerced | keyCase | wrapped, 0}},
		[]alignCase{same(trees, `{"v":1,"kids":[{"v":2,"kids":[]}]}`), wrong(trees, `{"v":1,"kids":[{"w":2}]}`, 1)}},
	{"Everything and nothing", "The schemas true and false.", 0,
		nil,
		[]alignCase{same(`true`, `{"a":[1]}`), wrong(`false`, `1`, 1)}},
}
