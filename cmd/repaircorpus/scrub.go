package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/tidwall/gjson"
)

func scrubCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "scrub [FILE ...]",
		Short: "Replace words and numbers of records by placeholders",
		Long: `Replace words and numbers of records by placeholders.

Letters become x, y and z (or letters of their own script), digits 1, 2 and 3.
Punctuation, layout, single letters, words of syntax (true, None, the names of
tags, ...) and the names of the schema stay. What comes out is proved: the
repair mends the same faults equally often in it, with the same outcome.
Records of which that cannot be said are left out, and named on standard error.`,
		RunE: func(cmd *cobra.Command, files []string) error {
			var in, out int
			err := edited(cmd, files, func(rec Record) (Record, bool) {
				in++
				scrubbed, ok := scrub(rec)
				if !ok {
					fmt.Fprintf(cmd.ErrOrStderr(), "%s: left out: placeholders change its faults\n", rec.Key)
					return rec, false
				}
				out++
				return scrubbed, true
			})
			if err == nil {
				fmt.Fprintf(cmd.ErrOrStderr(), "%d of %d records scrubbed, with the same faults as before\n", out, in)
			}
			return err
		},
	}
}

// attempts is how many choices of placeholders are tried before a record is
// given up.
const attempts = 6

// scrub returns a record with placeholders in its text; ok says that its
// faults are the same. Its key names the log, not its contents, and stays.
func scrub(rec Record) (scrubbed Record, ok bool) {
	before := diagnose(rec.Text)
	s := &scrubber{text: rec.Text, keys: names(rec)}
	for seed := range attempts {
		s.seed = 7 * seed
		text := s.scrub()
		if after := diagnose(text); after.same(before) {
			rec.Text, rec.Faults, rec.Error = text, after.faults, after.err
			rec.Schema = pruned(rec.Schema)
			return rec, true
		}
	}
	return rec, false
}

// names returns the names that were asked for: those of the list of keys, and
// of the properties of the schema; longest first.
func names(rec Record) []string {
	all := slices.Clone(rec.Keys)
	if json.Valid(rec.Schema) {
		all = properties(all, gjson.ParseBytes(rec.Schema), 0)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(k string) bool { return k == "" })
}

// properties appends the names of the properties in a schema, or in the
// schemas of a list of functions.
func properties(all []string, v gjson.Result, depth int) []string {
	if depth > 64 {
		return all
	}
	v.ForEach(func(key, kid gjson.Result) bool {
		if key.Str == "properties" && kid.IsObject() {
			kid.ForEach(func(name, _ gjson.Result) bool {
				all = append(all, name.Str)
				return true
			})
		}
		if kid.IsObject() || kid.IsArray() {
			all = properties(all, kid, depth+1)
		}
		return true
	})
	return all
}

// pruned returns a schema, or a list of functions, without what speaks of its
// subject: types and names of properties stay.
func pruned(doc json.RawMessage) json.RawMessage {
	var v any
	if json.Unmarshal(doc, &v) != nil {
		return nil
	}
	out, err := json.Marshal(prune(v, false, 0))
	if err != nil {
		return nil
	}
	return out
}

// structure are the keywords of a schema that stay.
var structure = set(`parameters type properties required items prefixItems additionalProperties
	anyOf oneOf allOf minItems maxItems`)

// prune returns a part of a schema; named says that its members are
// properties.
func prune(v any, named bool, depth int) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = prune(v[i], false, depth+1)
		}
	case map[string]any:
		for k, kid := range v {
			if depth > 64 || !named && !structure[k] {
				delete(v, k)
				continue
			}
			v[k] = prune(kid, !named && k == "properties", depth+1)
		}
	}
	return v
}
