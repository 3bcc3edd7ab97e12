package fuzz

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/bench"
	"github.com/repairjson/repairjson/schema"
)

// A typeTest makes a random value of a type, and reads damaged encodings.
type typeTest struct {
	name string
	make func(r *rand.Rand) any
	as   func(src []byte) (any, error)
	of   func() (*schema.Schema, error)
}

func of[T any]() typeTest {
	return typeTest{
		name: reflect.TypeFor[T]().String(),
		make: func(r *rand.Rand) any {
			v := reflect.New(reflect.TypeFor[T]()).Elem()
			fill(r, v, "", 3)
			return v.Interface()
		},
		as: func(src []byte) (any, error) { return repairjson.As[T](src) },
		of: schema.For[T],
	}
}

var (
	fillTexts = []string{
		"", "a", "Ada Lovelace", "It's fine, isn't it?", `They call it the "draft" in the manual.`, "12", "true", "None",
		"Costs rose by 12.5%: that's above 1,200 euros.", "C:\\data\\new", "line one\nline two", "用户可以查看，也可以导出。",
		"See https://example.com/a?b=1&c=2 (or <b>here</b>)", "{name} and [1]", "né à Zürich 😀",
	}
	fillNames = []string{"north", "south", "home_page", "x1", "Unit"}
	fillAny   = []any{nil, true, 1.5, "a", "no", []any{1.0, "b", nil}, map[string]any{"k": "v", "n": 0.25}}
)

func oneOf[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// fill sets v to a random value that its encoding says in full: what
// omitempty leaves out is nil. The tag is that of the field.
func fill(r *rand.Rand, v reflect.Value, tag reflect.StructTag, depth int) {
	switch p := v.Addr().Interface().(type) {
	case *time.Time:
		*p = time.Unix(r.Int64N(2e9), 0).UTC()
		return
	case *json.RawMessage:
		*p = json.RawMessage(oneOf(r, []string{"1.50", "true", `"text"`, "null"}))
		return
	case *json.Number:
		*p = json.Number(oneOf(r, []string{"1.50", "12345678901234567890", "-0.1e-5"}))
		return
	case *big.Int:
		p.SetString(oneOf(r, []string{"0", "-5", "123456789012345678901234567890"}), 10)
		return
	case *netip.Addr:
		*p = netip.MustParseAddr(oneOf(r, []string{"192.0.2.1", "2001:db8::1"}))
		return
	case *netip.Prefix:
		*p = netip.MustParsePrefix("10.0.0.0/8")
		return
	case *[]byte:
		*p = []byte(oneOf(r, fillTexts[1:]))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(r.Int64() >> (64 - v.Type().Bits() + r.IntN(v.Type().Bits())))
		if strings.Contains(string(tag), "minimum") {
			v.SetInt(1 + r.Int64N(5))
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(r.Uint64() >> (64 - v.Type().Bits() + r.IntN(v.Type().Bits())))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(r.IntN(4000)-2000) / 16)
	case reflect.String:
		v.SetString(oneOf(r, fillTexts))
		if strings.Contains(string(tag), "enum=") {
			v.SetString(enumOf(r, tag))
		} else if strings.Contains(string(tag), "minLength") {
			v.SetString(oneOf(r, fillTexts[1:]))
		}
	case reflect.Interface:
		if x := oneOf(r, fillAny); x != nil {
			v.Set(reflect.ValueOf(x))
		}
	case reflect.Pointer:
		if depth > 0 && r.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			if fill(r, v.Elem(), "", depth-1); v.Elem().Kind() == reflect.Pointer && v.Elem().IsNil() {
				v.SetZero() // a pointer to nil is encoded as nil is
			}
		}
	case reflect.Slice, reflect.Map:
		fillMany(r, v, strings.Contains(tag.Get("json"), "omitempty"), depth)
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i), "", depth-1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Tag.Get("json") != "-" && v.Field(i).CanSet() {
				fill(r, v.Field(i), f.Tag, depth)
			} else if f.Anonymous {
				fillPromoted(r, v, f)
			}
		}
	}
}

// enumOf returns one of the values that a tag lists.
func enumOf(r *rand.Rand, tag reflect.StructTag) string {
	var list []string
	for part := range strings.SplitSeq(tag.Get("jsonschema"), ",") {
		if value, ok := strings.CutPrefix(part, "enum="); ok {
			list = append(list, value)
		}
	}
	return oneOf(r, list)
}

// fillPromoted fills the exported fields of an embedded struct that is not
// exported itself, unless the outer struct hides them.
func fillPromoted(r *rand.Rand, v reflect.Value, f reflect.StructField) {
	for i := range f.Type.NumField() {
		inner := f.Type.Field(i)
		if g, ok := v.Type().FieldByName(inner.Name); ok && len(g.Index) == 2 {
			fill(r, v.FieldByIndex(g.Index), inner.Tag, 2)
		}
	}
}

func fillMany(r *rand.Rand, v reflect.Value, omitted bool, depth int) {
	n := r.IntN(4)
	if depth <= 0 {
		n = 0
	}
	if n == 0 && (omitted || r.IntN(2) == 0) {
		return // nil
	}
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(r, v.Index(i), "", depth-1)
		}
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for range n {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if key.Kind() == reflect.String {
			key.SetString(oneOf(r, fillNames))
		} else {
			fill(r, key, "", 0)
		}
		fill(r, value, "", depth-1)
		v.SetMapIndex(key, value)
	}
}

// TestAs reads damaged encodings of random values of forty types and more.
// For nine of the ten damages the result is the value. A text that is cut has
// lost its end: of that, what is read must be a part of the value, as
// [partOf] says, and a mismatch if a field is missing that is required. (A time
// or a number in a string may be cut in two; decoding that is an error.)
func TestAs(t *testing.T) {
	if len(tTypes) < 40 {
		t.Fatalf("only %d types", len(tTypes))
	}
	rounds := uint64(40)
	if testing.Short() {
		rounds = 8
	}
	broken := map[string]int{}
	for _, typ := range tTypes {
		t.Run(typ.name, func(t *testing.T) {
			for seed := range rounds {
				want := typ.make(rand.New(rand.NewPCG(seed, 40)))
				doc, err := json.Marshal(want)
				if err != nil {
					t.Fatal(err)
				}
				if string(doc) == "null" {
					continue // a nil list: no answer that a text would hold
				}
				if seed%2 == 1 {
					var b bytes.Buffer
					_ = json.Indent(&b, doc, "", "  ") // valid by construction
					doc = b.Bytes()
				}
				for _, d := range bench.Damages() {
					src := d.Make(slices.Clone(doc), seed)
					if !json.Valid(src) {
						broken[d.Name]++
					}
					if d.Name == "truncated" {
						checkCut(t, typ, doc, src)
						continue
					}
					if got, err := typ.as(src); err != nil || !reflect.DeepEqual(got, want) {
						t.Errorf("%s, seed %d:\n%s\n gives %+v, %v\n want  %+v", d.Name, seed, src, got, err, want)
					}
				}
			}
		})
	}
	for _, d := range bench.Damages() {
		if t.Logf("%s: %d texts were no JSON", d.Name, broken[d.Name]); broken[d.Name] < int(rounds) {
			t.Errorf("%s: only %d texts were no JSON", d.Name, broken[d.Name])
		}
	}
}

// checkCut checks what is made of the encoding doc, cut to src.
func checkCut(t *testing.T, typ typeTest, doc, src []byte) {
	t.Helper()
	if len(src) == 0 {
		return // there is no string to be cut in
	}
	s, err := typ.of()
	if err != nil {
		t.Fatal(err)
	}
	out, err := repairjson.Options{Schema: s}.Repair(src)
	if err != nil && !errors.Is(err, repairjson.ErrMismatch) {
		t.Errorf("%s: %v", src, err)
		return
	}
	var got, whole any
	if err := errors.Join(json.Unmarshal(out, &got), json.Unmarshal(doc, &whole)); err != nil {
		t.Fatal(err)
	}
	if what := partOf(got, whole, ""); what != "" {
		t.Errorf("%s\n gives %s\n %s", src, out, what)
	}
}

// partOf returns what of part is not in whole: a list may be shorter, an
// object lack members, and a string be cut; else they are the same.
func partOf(part, whole any, at string) string {
	switch p := part.(type) {
	case map[string]any:
		w, ok := whole.(map[string]any)
		for name, v := range p {
			in, there := w[name]
			if ok = ok && there; !ok {
				return at + "/" + name + " is not in the value"
			}
			if what := partOf(v, in, at+"/"+name); what != "" {
				return what
			}
		}
		if ok || len(p) == 0 && whole != nil {
			return ""
		}
	case []any:
		w, ok := whole.([]any)
		if !ok || len(p) > len(w) {
			return at + " is longer than in the value"
		}
		for i := range p {
			if what := partOf(p[i], w[i], fmt.Sprintf("%s/%d", at, i)); what != "" {
				return what
			}
		}
		return ""
	case string:
		if w, ok := whole.(string); ok && strings.HasPrefix(w, p) {
			return ""
		}
	}
	if reflect.DeepEqual(part, whole) {
		return ""
	}
	return fmt.Sprintf("%s is %v, not of %v", at, part, whole)
}
