package repair_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"testing"

	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/repair"
)

// faultsOf returns the set of the faults of all edits.
func faultsOf(edits []repair.Edit) (set repair.Faults) {
	for _, e := range edits {
		set |= e.Faults
	}
	return set
}

// TestCases checks the output of every case, its faults, and the laws.
func TestCases(t *testing.T) {
	var o repair.Options
	names := map[string]bool{}
	texts := map[string]bool{}
	for _, c := range laws.Cases {
		if names[c.Name] || texts[c.In] {
			t.Errorf("the case %q (%s) is there twice", c.Name, c.In)
		}
		names[c.Name], texts[c.In] = true, true
		t.Run(c.Name, func(t *testing.T) {
			src := []byte(c.In)
			if !json.Valid([]byte(c.Want)) {
				t.Fatalf("the case wants %q, which is no JSON", c.Want)
			}
			out, err := o.Repair(src)
			if err != nil {
				t.Fatalf("%q: %v", c.In, err)
			}
			edits, _ := o.Edits(src)
			if string(out) != c.Want {
				t.Errorf("%q\n got %q\nwant %q\nedits %v", c.In, out, c.Want, edits)
			}
			if got := faultsOf(edits).String(); got != c.Faults {
				t.Errorf("%q\n got faults %s\nwant        %s\nedits %v", c.In, got, c.Faults, edits)
			}
			if err := checkAll(o, src); err != nil {
				t.Errorf("%q: %v", c.In, err)
			}
		})
	}
}

// checkAll checks laws 1 to 6 on a text: whole, at every division in two and
// byte by byte, and, if it is short, at every division in three.
func checkAll(o repair.Options, src []byte) error {
	if err := laws.Check(o, src); err != nil {
		return err
	}
	if err := laws.Splits(o, src); err != nil {
		return err
	}
	if len(src) > 40 {
		return nil
	}
	for i := 1; i < len(src); i++ {
		for j := 1; i+j < len(src); j++ {
			if err := laws.Chunks(o, src, i, j, len(src)); err != nil {
				return err
			}
		}
	}
	return nil
}

// TestCasesCoverFaults says that every fault of a text is mended in some case.
func TestCasesCoverFaults(t *testing.T) {
	var covered repair.Faults
	for _, c := range laws.Cases {
		set, unknown := repair.ParseFaults(c.Faults)
		if unknown != "" || set == 0 {
			t.Errorf("%s: unknown fault %q", c.Name, unknown)
		}
		covered |= set
	}
	for _, info := range repair.FaultTable() {
		if covered&info.Fault == 0 && info.Schema == "" {
			t.Errorf("no case for %s", info.Name)
		}
	}
}

// TestRefused checks the texts that hold no answer.
func TestRefused(t *testing.T) {
	var o repair.Options
	for _, s := range laws.Refused {
		out, err := o.Repair([]byte(s))
		if !errors.Is(err, repair.ErrNoJSON) || out != nil {
			t.Errorf("%q: %q, %v", s, out, err)
		}
		if err := checkAll(o, []byte(s)); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// TestEdges checks the texts that once broke a law.
func TestEdges(t *testing.T) {
	for _, s := range laws.Edges {
		for _, o := range []repair.Options{{}, {Pick: repair.First}, {MaxDepth: 1}} {
			if err := checkAll(o, []byte(s)); err != nil {
				t.Errorf("%q, %+v: %v", s, o, err)
			}
		}
	}
}

// TestCasesWrapped repairs every case again with prose, a fence, or a tag
// around it. Those that are about what lies around an answer may come out
// otherwise, but the laws hold.
func TestCasesWrapped(t *testing.T) {
	for _, around := range [][2]string{
		{"Sure, here it is:\n", "\nI hope it helps."},
		{"```json\n", "\n```"},
		{"<tool_call>", "</tool_call>"},
		{"<think>{\"x\"</think>\n", ""},
		{"[", "]"},
		{`{"é":`, `,"k":"v"}`},
		{"\n{\"k\": ", "\n}\n"},
		{`"`, `"`},
	} {
		for _, c := range laws.Cases {
			src := []byte(around[0] + c.In + around[1])
			if err := laws.Check(repair.Options{}, src); err != nil {
				t.Errorf("%q: %v", src, err)
			}
			if err := laws.Splits(repair.Options{}, src); err != nil {
				t.Errorf("%q: %v", src, err)
			}
		}
	}
}

// TestCasesCut repairs every beginning of every case.
func TestCasesCut(t *testing.T) {
	for _, c := range laws.Cases {
		for i := range len(c.In) {
			src := []byte(c.In[:i])
			if err := laws.Check(repair.Options{}, src); err != nil {
				t.Errorf("%q: %v", src, err)
			}
			if err := laws.Chunks(repair.Options{}, src, 1); err != nil {
				t.Errorf("%q: %v", src, err)
			}
		}
	}
}

// TestFaultTable checks that the documentation of each fault is true. Package
// schema checks the examples that have a schema.
func TestFaultTable(t *testing.T) {
	named := regexp.MustCompile(`^[a-z]+[0-9]*(-[a-z]+[0-9]*)*$`)
	seen := map[string]bool{}
	var all repair.Faults
	for _, info := range repair.FaultTable() {
		if !named.MatchString(info.Name) || seen[info.Name] {
			t.Errorf("the name %q is not in lower case with hyphens, or used twice", info.Name)
		}
		seen[info.Name] = true
		if all&info.Fault != 0 || info.Fault&(info.Fault-1) != 0 || info.Fault == 0 {
			t.Errorf("%s: %b is not a bit of its own", info.Name, info.Fault)
		}
		all |= info.Fault
		if info.Doc == "" {
			t.Errorf("%s: not documented", info.Name)
		}
		classes := map[string]repair.Faults{"lossless": repair.Lossless, "guess": repair.Guess, "loss": repair.Loss}
		n := 0
		for name, set := range classes {
			if set&info.Fault != 0 {
				n++
				if info.Fault.Class() != name {
					t.Errorf("%s: class %q, but it is in %s", info.Name, info.Fault.Class(), name)
				}
			}
		}
		if n != 1 {
			t.Errorf("%s is in %d ready sets", info.Name, n)
		}
		t.Run(info.Name, func(t *testing.T) {
			src := []byte(info.Before)
			out, err := repair.Options{}.Repair(src)
			if info.Schema != "" {
				if err != nil || string(out) != info.Before {
					t.Errorf("%q: %q, %v, but it is valid", src, out, err)
				}
				return
			}
			if err != nil || string(out) != info.After {
				t.Errorf("%q\n got %q, %v\nwant %q", src, out, err, info.After)
			}
			edits, _ := repair.Options{}.Edits(src)
			if faultsOf(edits)&info.Fault == 0 {
				t.Errorf("%q: only %v", src, faultsOf(edits))
			}
			if err := checkAll(repair.Options{}, src); err != nil {
				t.Errorf("%q: %v", src, err)
			}
		})
	}
	if all != repair.Lossless|repair.Guess|repair.Loss {
		t.Errorf("the ready sets hold faults that are not in the table: %b", (repair.Lossless|repair.Guess|repair.Loss)&^all)
	}
}

// TestParseFaults checks that names and sets go both ways.
func TestParseFaults(t *testing.T) {
	all := repair.Lossless | repair.Guess | repair.Loss
	for _, set := range []repair.Faults{0, all, repair.Lossless, repair.Guess, repair.Loss, repair.Prose, repair.Prose | repair.MissingCloser} {
		if got, unknown := repair.ParseFaults(set.String()); got != set || unknown != "" {
			t.Errorf("ParseFaults(%q) = %v, %q", set, got, unknown)
		}
	}
	for _, info := range repair.FaultTable() {
		if got, unknown := repair.ParseFaults(info.Name); got != info.Fault || unknown != "" || info.Fault.String() != info.Name {
			t.Errorf("ParseFaults(%q) = %v, %q", info.Name, got, unknown)
		}
	}
	for list, want := range map[string]repair.Faults{
		"":                     0,
		"guess,loss":           repair.Guess | repair.Loss,
		"lossless":             repair.Lossless,
		"prose, markup":        repair.Prose | repair.Markup,
		"prose+markup+ loss ,": repair.Prose | repair.Markup | repair.Loss,
	} {
		if got, unknown := repair.ParseFaults(list); got != want || unknown != "" {
			t.Errorf("ParseFaults(%q) = %v, %q", list, got, unknown)
		}
	}
	if got, unknown := repair.ParseFaults("prose,prosa,x"); got != 0 || unknown != "prosa" {
		t.Errorf("an unknown name gives %v, %q", got, unknown)
	}
	var n int
	for one := range all.Each() {
		if one&(one-1) != 0 {
			t.Errorf("Each yields %v, which is not one fault", one)
		}
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("Each yields %d of many", n)
	}
}
