package schema

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the generated part of README.md")

const (
	beginRules = "<!-- begin rules -->\n"
	endRules   = "<!-- end rules -->\n"
)

// named are the schemas that the tables call by a name.
var named = []struct{ name, schema string }{
	{"person", person}, {"town", town}, {"pair", pair}, {"shapes", shapes}, {"pets", pets}, {"trees", trees},
}

// briefly returns a schema for a table: by its name, or without the object
// whose one required field it is.
func briefly(schema string) string {
	for _, n := range named {
		if schema == n.schema {
			return n.name
		}
	}
	if head, tail, _ := strings.Cut(one("\n"), "\n"); strings.HasPrefix(schema, head) && strings.HasSuffix(schema, tail) {
		return "x: `" + schema[len(head):len(schema)-len(tail)] + "`"
	}
	return "`" + schema + "`"
}

// describeRules returns the rules and their cases as Markdown.
func describeRules() string {
	var b strings.Builder
	b.WriteString("\n\"x:\" and a schema stand for an object that requires the one field x of that\nschema. Others have names:\n\n")
	for _, n := range named {
		fmt.Fprintf(&b, "- %s: `%s`\n", n.name, n.schema)
	}
	for _, r := range rules {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n| schema | answer | becomes | faults |\n|---|---|---|---|\n", r.name, r.doc)
		for _, c := range r.applies {
			fmt.Fprintf(&b, "| %s | `%s` | `%s` | %s |\n", briefly(c.schema), c.in, c.out, c.faults)
		}
		for _, c := range r.not {
			becomes := "`" + c.out + "`, " + c.faults.String()
			if c.faults == 0 {
				becomes = "as it is"
			}
			left := "fits"
			if c.left > 0 {
				left = "mismatch"
			}
			fmt.Fprintf(&b, "| %s | `%s` | not so: %s | %s |\n", briefly(c.schema), c.in, becomes, left)
		}
	}
	return b.String() + "\n"
}

// TestReadme compares the rules in README.md with the cases that are tested;
// with -update it writes them.
func TestReadme(t *testing.T) {
	for _, r := range rules {
		for _, c := range append(r.applies, r.not...) {
			if strings.ContainsAny(c.schema+c.in+c.out, "`|\n") {
				t.Fatalf("%s: no cell of a table", c.in)
			}
		}
	}
	const name = "README.md"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), beginRules)
	got, after, ok2 := strings.Cut(rest, endRules)
	if !ok || !ok2 {
		t.Fatalf("%s lacks the lines %q and %q", name, beginRules, endRules)
	}
	want := describeRules()
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("the rules of %s are old; to write them anew: go test ./schema -update", name)
	}
	if err := os.WriteFile(name, []byte(before+beginRules+want+endRules+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
