package schema

import (
	"fmt"
	"strings"
	"testing"
)

// TestMisfits parses schemas whose keywords have values of every kind, and so
// mostly of the wrong one: an error or a schema, and never a panic.
func TestMisfits(t *testing.T) {
	keywords := strings.Fields(`$schema $id id $anchor $dynamicAnchor $ref $dynamicRef $recursiveAnchor $recursiveRef $defs
		definitions type enum const default nullable required properties patternProperties additionalProperties
		propertyNames dependencies dependentRequired dependentSchemas items additionalItems prefixItems contains
		minContains maxContains minItems maxItems uniqueItems minLength maxLength pattern format minimum maximum
		exclusiveMinimum exclusiveMaximum multipleOf minProperties maxProperties allOf anyOf oneOf not if then else
		discriminator unevaluatedProperties unevaluatedItems contentSchema x-alias x-unknown`)
	values := []string{
		`null`, `true`, `0`, `-1.5`, `""`, `"x"`, `"#"`, `[]`, `{}`, `[1]`, `["x"]`, `[[]]`, `[{}]`, `{"x":1}`, `{"x":"x"}`,
		`{"x":["x"]}`, `{"x":{}}`, `{"propertyName":1,"mapping":[1]}`, `{"propertyName":"k","mapping":{"x":1}}`,
	}
	good := 0
	for _, k := range keywords {
		for _, v := range values {
			for _, form := range []string{`{%q:%s}`, `{"type":"object","properties":{"x":{%q:%s}}}`, `{"anyOf":[{"type":"integer"},{%q:%s}]}`} {
				doc := fmt.Sprintf(form, k, v)
				s, err := Parse([]byte(doc))
				if err != nil {
					continue
				}
				good++
				for _, text := range []string{`1`, `"x"`, `[1]`, `{"x":{"x":"1"}}`} {
					s.Align([]byte(text))
				}
			}
		}
	}
	if good < 100 {
		t.Errorf("only %d of the schemas were read", good)
	}
}
