package casefix

import (
	"strings"
	"testing"
	"time"
)

func TestNear(t *testing.T) {
	for _, tt := range []struct {
		targets []string
		name    string
		want    string
		match   Match
	}{
		{prd, "Original Requirments", "Original Requirements", Near},
		{prd, "compettive_quadrant_chart", "Competitive Quadrant Chart", Near},
		{prd, "Requirement Analysys", "Requirement Analysis", Near},
		{prd, "Orignal Requirments", "Original Requirements", Near},
		{prd, "Langauge", "Language", Near},
		{prd, "Requirement", "Requirements", Near},

		// one edit from four characters on, two from eight
		{[]string{"abc"}, "abd", "", None},
		{[]string{"abcd"}, "abc", "", None},
		{[]string{"abc"}, "abcd", "", None},
		{[]string{"abcd"}, "abce", "abcd", Near},
		{[]string{"abcd"}, "abdc", "abcd", Near},
		{[]string{"abcd"}, "abcde", "abcd", Near},
		{[]string{"abcd"}, "bcda", "", None},
		{[]string{"abcdefg"}, "xbcdefx", "", None},
		{[]string{"abcdefgh"}, "xbcdefgx", "abcdefgh", Near},
		{[]string{"abcdefgh"}, "bcdefghx", "abcdefgh", Near},
		{[]string{"abcdefgh"}, "bcdefgx", "", None},
		{[]string{"abcdefghijkl"}, "xbcdexghijkx", "", None},

		// edits that touch
		{[]string{"max_value"}, "min_value", "", None},
		{[]string{"decrease"}, "increase", "", None},
		{[]string{"complete"}, "incomplete", "", None},
		{[]string{"unavailable"}, "available", "", None},
		{[]string{"exclude_all"}, "include_all", "", None},

		// characters that are no small letters
		{[]string{"file1"}, "file2", "", None},
		{[]string{"file1"}, "file", "", None},
		{[]string{"file"}, "file1", "", None},
		{[]string{"file12"}, "file21", "", None},
		{[]string{"file1"}, "fiel1", "file1", Near},
		{[]string{"1file"}, "file1", "", None},
		{[]string{"v1.2.final"}, "v12.final", "", None},
		{[]string{"$price"}, "price", "", None},
		{[]string{"grade+"}, "grade*", "", None},
		{[]string{"最大长度"}, "最小长度", "", None},
		{[]string{"開始日時"}, "開始日", "", None},
		{[]string{"かかかか"}, "がかかか", "", None},

		// letters with accents, of other alphabets
		{[]string{"Übersicht"}, "Ubersciht", "Übersicht", Near},
		{[]string{"описание"}, "описанее", "описание", Near},
		{[]string{"Größe"}, "Grösze", "Größe", Near},

		// several targets
		{[]string{"name", "names"}, "nam", "", None},
		{[]string{"start_date", "state_date"}, "start_dtae", "start_date", Near},
		{[]string{"colour", "colours"}, "color", "colour", Near},
		{[]string{"cats", "bats"}, "mats", "", Ambiguous},
		{[]string{"abcdefgh", "abcdefg"}, "abcdefghx", "abcdefgh", Near},
		{[]string{"userName", "user_name"}, "usr_name", "", Ambiguous},
		{[]string{"userName", "user_name"}, "USER_NAME", "", Ambiguous},
		{[]string{"cats1", "cats2"}, "cat1", "cats1", Near},
		{[]string{"abcdefg", "abcdefghi"}, "abxdefgx", "", None},

		{[]string{""}, "", "", Exact},
		{[]string{"name"}, "____", "", None},
		{[]string{"name"}, "\xff\xff\xff\xff", "", None},
		{nil, "name", "", None},
	} {
		target, i, m := NewIndex(tt.targets).Near(tt.name)
		if target != tt.want || m != tt.match {
			t.Errorf("Near(%q) in %q = %q, %v, want %q, %v", tt.name, tt.targets, target, m, tt.want, tt.match)
		}
		if m >= Near && tt.targets[i] != target || m < Near && i != -1 {
			t.Errorf("Near(%q) in %q = %q at %d", tt.name, tt.targets, target, i)
		}
	}
}

// table is distance as the textbook has it.
func table(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// All texts of up to five of three letters, against each other.
func TestDistance(t *testing.T) {
	texts := [][]rune{{}}
	for i := 0; len(texts[i]) < 5; i++ {
		for _, c := range "abc" {
			texts = append(texts, append(texts[i][:len(texts[i]):len(texts[i])], c))
		}
	}
	for _, a := range texts {
		for _, b := range texts {
			want := table(a, b)
			for limit := range 5 {
				if got := distance(a, b, limit); got != min(want, limit+1) {
					t.Fatalf("distance(%q, %q, %d) = %d, want %d", string(a), string(b), limit, got, want)
				}
			}
		}
	}
}

// A name without end is not compared with every target from end to end.
func TestNearLong(t *testing.T) {
	var targets []string
	for i := range 200 {
		targets = append(targets, strings.Repeat("a", 4+i))
	}
	x := NewIndex(targets)
	name := strings.Repeat("a", 1<<20)
	start := time.Now()
	if _, _, m := x.Near(name); m != None {
		t.Errorf("a long name is %v", m)
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("a name of a megabyte took %v", d)
	}
}

func BenchmarkNear(b *testing.B) {
	x := NewIndex(prd)
	b.ReportAllocs()
	for b.Loop() {
		x.Near("original_requirments")
	}
}
