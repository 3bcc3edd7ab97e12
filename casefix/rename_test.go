package casefix

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestRename(t *testing.T) {
	for _, tt := range []struct {
		targets []string
		names   []string
		least   Match
		want    string // the targets and the matches
	}{
		{prd, []string{"original_requirements", "Language", "programmingLanguage", "Notes"}, Folded,
			"Original Requirements folded, Language exact, Programming Language folded, - none"},
		{prd, []string{"language", "Programming Language"}, Folded, "Language folded, Programming Language exact"},
		{nil, []string{"a"}, Folded, "- none"},
		{prd, nil, Folded, ""},

		// a target that is there
		{[]string{"name"}, []string{"NAME", "name"}, Folded, "- none, name exact"},
		{[]string{"names"}, []string{"names", "name"}, Near, "names exact, - none"},
		{[]string{"names"}, []string{"Names", "name"}, Near, "names folded, - none"},

		// two for one
		{[]string{"name"}, []string{"Name", "NAME"}, Folded, "- ambiguous, - ambiguous"},
		{[]string{"name"}, []string{"Name", "NAME", "name"}, Folded, "- none, - none, name exact"},
		{[]string{"received"}, []string{"recieved", "recived"}, Near, "- ambiguous, - ambiguous"},
		{[]string{"received_at"}, []string{"reciefed_at", "recieved_at"}, Near, "- none, received_at near"},
		{[]string{"received_at"}, []string{"recieved_at", "reciefed_at"}, Near, "received_at near, - none"},
		{[]string{"name"}, []string{"names", "nam", "Name", "NAME"}, Near, "- none, - none, - ambiguous, - ambiguous"},

		// one for two
		{[]string{"userName", "user_name"}, []string{"username"}, Folded, "- ambiguous"},
		{[]string{"userName", "user_name"}, []string{"username", "userName"}, Folded, "- ambiguous, userName exact"},

		// duplicates
		{[]string{"name"}, []string{"name", "name"}, Folded, "name exact, name exact"},
		{[]string{"name"}, []string{"Name", "Name"}, Folded, "name folded, name folded"},
		{[]string{"name"}, []string{"Name", "name", "Name"}, Folded, "- none, name exact, - none"},
		{[]string{"name"}, []string{"Name", "NAME", "Name"}, Folded, "- ambiguous, - ambiguous, - ambiguous"},
		{[]string{"a", "a"}, []string{"A"}, Folded, "a folded"},

		// what is asked for
		{[]string{"names"}, []string{"name"}, Folded, "- none"},
		{[]string{"names"}, []string{"name"}, Near, "names near"},
		{[]string{"names"}, []string{"Names"}, Exact, "- none"},
		{[]string{"names"}, []string{"names"}, Exact, "names exact"},

		{[]string{"", "_"}, []string{"", "-", "_"}, Near, " exact, - none, _ exact"},
	} {
		to, how := NewIndex(tt.targets).Rename(tt.names, tt.least)
		if got := render(tt.targets, to, how); got != tt.want {
			t.Errorf("Rename(%q, %v) to %q is %q, want %q", tt.names, tt.least, tt.targets, got, tt.want)
		}
		checkRename(t, tt.targets, tt.names, tt.least)
	}
}

func render(targets []string, to []int, how []Match) string {
	var s []string
	for j, i := range to {
		target := "-"
		if i >= 0 {
			target = targets[i]
		}
		s = append(s, fmt.Sprint(target, " ", how[j]))
	}
	return strings.Join(s, ", ")
}

// checkRename holds Rename to laws 4 and 5.
func checkRename(t *testing.T, targets, names []string, least Match) {
	t.Helper()
	x := NewIndex(targets)
	to, how := x.Rename(names, least)
	if len(to) != len(names) || len(how) != len(names) {
		t.Fatalf("Rename(%q) has %d and %d answers", names, len(to), len(how))
	}
	renamed := slices.Clone(names)
	taken := map[int]string{}
	for j, i := range to {
		if (i >= 0) != (how[j] >= Near) || i >= 0 && how[j] < least {
			t.Errorf("Rename(%q, %v): %q is %d, %v", names, least, names[j], i, how[j])
		}
		if i < 0 {
			continue
		}
		renamed[j] = targets[i]
		if name, ok := taken[i]; ok && name != names[j] {
			t.Errorf("Rename(%q): %q and %q are both %q", names, name, names[j], targets[i])
		}
		taken[i] = names[j]
		if how[j] != Exact && slices.Contains(names, targets[i]) {
			t.Errorf("Rename(%q): %q is %q, which is there", names, names[j], targets[i])
		}
		if (how[j] == Exact) != (names[j] == targets[i]) {
			t.Errorf("Rename(%q): %q is %q, %v", names, names[j], targets[i], how[j])
		}
	}

	again, _ := x.Rename(renamed, least)
	for j := range again {
		if again[j] != to[j] {
			t.Errorf("Rename(%q, %v) is %q, and that %v", names, least, renamed, again)
		}
	}

	backwards := slices.Clone(names)
	slices.Reverse(backwards)
	back, howBack := x.Rename(backwards, least)
	slices.Reverse(back)
	slices.Reverse(howBack)
	if !slices.Equal(back, to) || !slices.Equal(howBack, how) {
		t.Errorf("Rename(%q) is %v %v, and backwards %v %v", names, to, how, back, howBack)
	}
}

// Laws 4 and 5 for random members of names that are hard to tell apart.
func TestRenameLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	pool := []string{
		"name", "Name", "NAME", "names", "na_me", "nmae", "received", "Received", "recieved", "recived",
		"received_at", "receivedAt", "reciefed_at", "file1", "file2", "File_1", "", "_", "-", "é", "e", "E",
	}
	pick := func() []string {
		s := make([]string, r.IntN(6))
		for i := range s {
			s[i] = pool[r.IntN(len(pool))]
		}
		return s
	}
	for range 20_000 {
		checkRename(t, pick(), pick(), None+Match(r.IntN(int(Exact)+1)))
		if t.Failed() {
			break
		}
	}
}

// FuzzRename holds Rename to its laws for any names, one a line.
func FuzzRename(f *testing.F) {
	f.Add("name\nuser_id", "Name\nNAME\nuserId", true)
	f.Add("received_at", "recieved_at\nreciefed_at", true)
	f.Add("Größe\nkapı", "GRÖSSE\nKAPI\n\n_", false)
	f.Fuzz(func(t *testing.T, targets, names string, near bool) {
		least := Folded
		if near {
			least = Near
		}
		checkRename(t, strings.Split(targets, "\n"), strings.Split(names, "\n"), least)
	})
}

func BenchmarkRename(b *testing.B) {
	x := NewIndex(prd)
	names := slices.Clone(prd)
	names[2], names[5] = "original_requirements", "productGoals"
	b.ReportAllocs()
	for b.Loop() {
		x.Rename(names, Folded)
	}
}
