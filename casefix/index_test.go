package casefix

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"unicode"
)

// prd are names that MetaGPT asks for in its first document, and that its own
// repair is tested with.
var prd = []string{
	"Language",
	"Programming Language",
	"Original Requirements",
	"Search Information",
	"Requirements",
	"Product Goals",
	"User Stories",
	"Competitive Analysis",
	"Competitive Quadrant Chart",
	"Requirement Analysis",
	"Requirement Pool",
	"UI Design draft",
	"Anything UNCLEAR",
}

func TestLookup(t *testing.T) {
	for _, tt := range []struct {
		targets []string
		name    string
		want    string
		match   Match
	}{
		// MetaGPT
		{prd, "Original requirements", "Original Requirements", Folded},
		{prd, "search Information", "Search Information", Folded},
		{prd, "competitive Quadrant charT", "Competitive Quadrant Chart", Folded},
		{prd, "requirement analysis", "Requirement Analysis", Folded},
		{prd, "original_requirements", "Original Requirements", Folded},
		{prd, "searchInformation", "Search Information", Folded},
		{prd, "CompetitiveQuadrantChart", "Competitive Quadrant Chart", Folded},
		{prd, "competitive-quadrant-chart", "Competitive Quadrant Chart", Folded},
		{prd, "COMPETITIVE_QUADRANT_CHART", "Competitive Quadrant Chart", Folded},
		{prd, "ui_design_draft", "UI Design draft", Folded},
		{prd, "uiDesignDraft", "UI Design draft", Folded},
		{prd, "anything unclear", "Anything UNCLEAR", Folded},
		{prd, "language", "Language", Folded},
		{prd, "programming language", "Programming Language", Folded},
		{prd, "Language", "Language", Exact},
		{prd, "requirements", "Requirements", Folded},

		// never a part of a name
		{[]string{"Programming Language"}, "language", "", None},
		{[]string{"Language"}, "Programming Language", "", None},
		{[]string{"user"}, "user_id", "", None},
		{[]string{"user_id"}, "user", "", None},

		// ambiguity
		{[]string{"userName", "user_name"}, "USER_NAME", "", Ambiguous},
		{[]string{"userName", "user_name"}, "userName", "userName", Exact},
		{[]string{"userName", "user_name"}, "user_name", "user_name", Exact},
		{[]string{"userName", "user_name", "username"}, "UserName", "", Ambiguous},
		{[]string{"a", "a"}, "A", "a", Folded},
		{[]string{"v1_2", "v12"}, "V1.2", "v1_2", Folded},
		{[]string{"v1_2", "v12"}, "V12", "v12", Folded},
		{[]string{"v1_2"}, "v12", "", None},

		// nothing to compare by
		{[]string{""}, "", "", Exact},
		{[]string{""}, "_", "", None},
		{[]string{"_"}, "_", "_", Exact},
		{[]string{"_"}, "-", "", None},
		{[]string{"_", "-", ""}, "__", "", None},
		{nil, "", "", None},
		{nil, "a", "", None},

		// Unicode
		{[]string{"姓名", "Name"}, "Ｎａｍｅ", "Name", Folded},
		{[]string{"Größe"}, "GROSSE", "Größe", Folded},
		{[]string{"Größe"}, "Groesse", "", None},
		{[]string{"ÓÐÓΣ"}, "óðóς", "ÓÐÓΣ", Folded},
		{[]string{"kapı"}, "KAPI", "kapı", Folded},
		{[]string{"isim"}, "İSİM", "isim", Folded},
		{[]string{"か"}, "が", "", None},
		{[]string{"a\ufffd"}, "A\xff", "a\ufffd", Folded},
		{[]string{"a\xff"}, "a\xff", "a\xff", Exact},
		{[]string{"a\xff"}, "a\xfe", "a\xff", Folded},
	} {
		x := NewIndex(tt.targets)
		target, i, m := x.Lookup(tt.name)
		if target != tt.want || m != tt.match {
			t.Errorf("Lookup(%q) in %q = %q, %v, want %q, %v", tt.name, tt.targets, target, m, tt.want, tt.match)
		}
		if m >= Near && tt.targets[i] != target || m < Near && i != -1 {
			t.Errorf("Lookup(%q) in %q = %q at %d", tt.name, tt.targets, target, i)
		}
		if b, j, n := x.LookupBytes([]byte(tt.name)); b != target || j != i || n != m {
			t.Errorf("LookupBytes(%q) in %q = %q, %d, %v, want %q, %d, %v", tt.name, tt.targets, b, j, n, target, i, m)
		}
		if a, j, n := x.Near(tt.name); m != None && (a != target || j != i || n != m) {
			t.Errorf("Near(%q) in %q = %q, %d, %v, want %q, %d, %v", tt.name, tt.targets, a, j, n, target, i, m)
		}
	}
}

func TestMatch(t *testing.T) {
	for m, want := range map[Match]string{None: "none", Near: "near", Exact: "exact", Exact + 1: "unknown"} {
		if m.String() != want {
			t.Errorf("Match(%d) is %v, want %s", m, m, want)
		}
	}
	if !(None < Ambiguous && Ambiguous < Near && Near < Folded && Folded < Exact) {
		t.Error("a closer match is not greater")
	}
	if m := *new(Match); m != None {
		t.Errorf("the zero Match is %v", m)
	}
}

// The index keeps its own names.
func TestNewIndexCopies(t *testing.T) {
	names := []string{"a", "b"}
	x := NewIndex(names)
	names[0] = "c"
	if target, _, m := x.Lookup("A"); target != "a" || m != Folded {
		t.Errorf("Lookup(A) = %q, %v", target, m)
	}
}

// respell writes a name in another spelling of the same folded form: words are
// split where they were, or where camelCase would, and joined with something
// else, and every letter takes either case.
func respell(r *rand.Rand, name string) string {
	separators := []string{"_", "-", ".", " ", "__", " - ", "\u00a0", "–"}
	separator := separators[r.IntN(len(separators))]
	var b strings.Builder
	gap, last := false, rune(0)
	for _, c := range name {
		if isSeparator(c) {
			gap = true
			continue
		}
		digits := unicode.IsDigit(c) && unicode.IsDigit(last)
		switch {
		case gap && (digits || r.IntN(2) == 0):
			b.WriteString(separator)
		case !digits && r.IntN(8) == 0:
			b.WriteString(separator)
		}
		switch r.IntN(3) {
		case 0:
			b.WriteRune(unicode.ToUpper(c))
		case 1:
			b.WriteRune(unicode.ToLower(c))
		default:
			b.WriteRune(c)
		}
		gap, last = false, c
	}
	return b.String()
}

// Laws 2 and 3.
func TestLookupLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	targets := append([]string{
		"userName", "user_name", "v1.2.3", "$ref", "@type", "Straße", "Ὀδυσσεύς", "kapı", "İl",
		"名前", "मूल्य", "line_1", "line_2", "x", "HTTPServer2XX", "ﬁle name",
	}, prd...)
	x := NewIndex(targets)
	for i, target := range targets {
		if got, j, m := x.Lookup(target); got != target || j != i || m != Exact {
			t.Errorf("Lookup(%q) = %q, %d, %v", target, got, j, m)
		}
		for range 500 {
			name := respell(r, target)
			got, _, m := x.Lookup(name)
			switch {
			case m == Exact && got == name:
			case m == Folded && got == target:
			case m == Ambiguous && i < 2:
			default:
				t.Fatalf("Lookup(%q) = %q, %v, want %q", name, got, m, target)
			}
		}
	}
}

func TestLookupAllocs(t *testing.T) {
	x := NewIndex(append([]string{"userName", "user_name"}, prd...))
	names := []string{
		"Language", "competitive Quadrant charT", "original_requirements", "USER NAME", "nothing of that",
		"", "_", strings.Repeat("x", stackSize), strings.Repeat("_", 1000) + "language",
	}
	for _, name := range names {
		b := []byte(name)
		if n := testing.AllocsPerRun(100, func() { x.LookupBytes(b) }); n != 0 {
			t.Errorf("LookupBytes(%q) allocates %v times", name, n)
		}
		if n := testing.AllocsPerRun(100, func() { x.Lookup(name) }); n != 0 {
			t.Errorf("Lookup(%q) allocates %v times", name, n)
		}
		if n := testing.AllocsPerRun(100, func() { x.Near(name) }); n != 0 {
			t.Errorf("Near(%q) allocates %v times", name, n)
		}
	}
}

// An index may be used by many; the race detector looks on.
func TestConcurrent(t *testing.T) {
	x := NewIndex(append([]string{"Größe", "kapı"}, prd...))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				for name, want := range map[string]string{
					"GRÖSSE":                "Größe",
					"KAPI":                  "kapı",
					"ｌａｎｇｕａｇｅ":              "Language",
					"original_requirments":  "Original Requirements",
					"original_requirements": "Original Requirements",
				} {
					if target, _, m := x.Near(name); target != want {
						t.Errorf("Near(%q) = %q, %v", name, target, m)
					}
				}
				if to, _ := x.Rename([]string{"GRÖSSE", "LANGUAGE"}, Near); to[0] != 0 || to[1] != 2 {
					t.Errorf("Rename = %v", to)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkLookupBytes(b *testing.B) {
	x := NewIndex(prd)
	for _, bb := range []struct{ name, in string }{
		{"exact", "Competitive Quadrant Chart"},
		{"folded", "competitive Quadrant charT"},
		{"none", "something else altogether"},
		{"unicode", "Ｃompetitive Quadrant Chart"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			in := []byte(bb.in)
			b.ReportAllocs()
			for b.Loop() {
				x.LookupBytes(in)
			}
		})
	}
}
