package schema

import (
	"strings"

	"github.com/repairjson/repairjson/repair"
)

// The faults that alignment mends. They are bits of repair.Faults above those
// of the repair, so that one edit can carry both.
const (
	KeyCase     repair.Faults = 1 << (50 + iota) // a name in other case, punctuation or accents
	KeyNear                                      // a name spelt slightly differently
	Coerced                                      // a scalar of another type
	UnitDropped                                  // words or signs around a number
	IntegerForm                                  // a whole number written with point or exponent
	EnumForm                                     // an enum value in other case, punctuation or quotes
	EnumNear                                     // an enum value spelt slightly differently, or within words
	Wrapped                                      // one value where a list or an object of one is wanted
	Unwrapped                                    // a list or an object of one where its value is wanted
	Stringified                                  // JSON as a string, or a string wanted for JSON
	Rearranged                                   // a list for an object
	Defaulted                                    // a required field that is missing
	NullField                                    // null for an optional field that is not nullable
	ExtraField                                   // a field that the schema forbids
)

// The classes of the faults of alignment, as in package repair. All others
// are lossless.
const (
	Guess = KeyNear | UnitDropped | EnumNear | Rearranged
	Loss  = ExtraField
)

// FaultTable returns the documentation of the faults of alignment, in order.
// Before is the shortest telling text for a schema that wants After.
func FaultTable() []repair.FaultInfo {
	return append([]repair.FaultInfo(nil), faults[:]...)
}

// FaultNames returns the names of the faults in the set, those of the repair
// and those of alignment, joined by "+".
func FaultNames(f repair.Faults) string {
	var names []string
	own := repair.Faults(0)
	for i := range faults {
		own |= faults[i].Fault
		if f&faults[i].Fault != 0 {
			names = append(names, faults[i].Name)
		}
	}
	if s := (f &^ own).String(); s != "" {
		names = append([]string{s}, names...)
	}
	return strings.Join(names, "+")
}

var faults = [...]repair.FaultInfo{
	{Fault: KeyCase, Name: "key-case", Before: `{"User Name":"x"}`, After: `{"userName":"x"}`, Doc: "a name in other case, punctuation or accents"},
	{Fault: KeyNear, Name: "key-near", Before: `{"adress":"x"}`, After: `{"address":"x"}`, Doc: "a name spelt slightly differently, where only one is near"},
	{Fault: Coerced, Name: "coerced", Before: `{"age":"30"}`, After: `{"age":30}`, Doc: "a scalar of another type: text for a number, a number for text"},
	{Fault: UnitDropped, Name: "unit-dropped", Before: `{"rate":"12%"}`, After: `{"rate":12}`, Doc: "a unit, a currency or words around the number that is wanted"},
	{Fault: IntegerForm, Name: "integer-form", Before: `{"age":30.0}`, After: `{"age":30}`, Doc: "a whole number written with a point or an exponent"},
	{Fault: EnumForm, Name: "enum-form", Before: `{"unit":"Celsius."}`, After: `{"unit":"celsius"}`, Doc: "an enum value in other case, punctuation, accents or quotes"},
	{Fault: EnumNear, Name: "enum-near", Before: `{"unit":"in celsius please"}`, After: `{"unit":"celsius"}`, Doc: "an enum value spelt slightly differently or within words, where only one fits"},
	{Fault: Wrapped, Name: "wrapped", Before: `{"tags":"a"}`, After: `{"tags":["a"]}`, Doc: "one value where a list of them, or an object around it, is wanted"},
	{Fault: Unwrapped, Name: "unwrapped", Before: `{"result":{"name":"x"}}`, After: `{"name":"x"}`, Doc: "a list or an object of one where the value in it is wanted"},
	{Fault: Stringified, Name: "stringified", Before: `{"list":"[1,2]"}`, After: `{"list":[1,2]}`, Doc: "JSON written into a string, or the reverse"},
	{Fault: Rearranged, Name: "rearranged", Before: `["x",30]`, After: `{"name":"x","age":30}`, Doc: "the values of an object in a list, or its members as pairs"},
	{Fault: Defaulted, Name: "defaulted", Before: `{}`, After: `{"unit":"celsius"}`, Doc: "a required field that is missing gets its default or its only value"},
	{Fault: NullField, Name: "null-field", Before: `{"note":null}`, After: `{}`, Doc: "null for an optional field that does not accept it: the field is left out"},
	{Fault: ExtraField, Name: "extra-field", Before: `{"name":"x","y":1}`, After: `{"name":"x"}`, Doc: "a field that the schema forbids is left out"},
}
