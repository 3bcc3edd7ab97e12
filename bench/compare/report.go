package main

import (
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A report is what was measured. Both documents that it becomes are one folder
// below the root, so links from either are the same.
type report struct {
	config
	repairers []*repairer
	full      strings.Builder // bench/README.md
	short     strings.Builder // docs/comparison.md
	targets   []target
}

// A target is something that was set out to be reached.
type target struct {
	what, want, got string
	short           string // by what it is missed, or "" if it is reached
}

// both writes into both documents.
func (r *report) both(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	r.full.WriteString(text)
	r.short.WriteString(text)
}

// more writes into the longer document.
func (r *report) more(format string, args ...any) { fmt.Fprintf(&r.full, format, args...) }

// header returns the first two lines of a table: words, then figures.
func header(first string, rest ...string) string {
	return row(first, rest...) + "|---|" + strings.Repeat("--:|", len(rest)) + "\n"
}

// row returns a line of a table.
func row(first string, rest ...string) string {
	return "| " + first + " | " + strings.Join(rest, " | ") + " |\n"
}

// figure returns a number with three digits, or two below 1.
func figure(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v >= 1:
		return fmt.Sprintf("%.2f", v)
	case v >= 0.0001:
		return strconv.FormatFloat(v, 'f', 1-int(math.Floor(math.Log10(v))), 64)
	}
	return fmt.Sprintf("%.1g", v)
}

// names returns the names of the repairers.
func (r *report) names() (list []string) {
	for _, one := range r.repairers {
		list = append(list, one.name)
	}
	return list
}

// versions names the versions of what is compared.
func (r *report) versions() string {
	var list []string
	add := func(name, version string) {
		if version != "" {
			list = append(list, name+" "+version)
		}
	}
	for _, one := range r.repairers[1:] {
		add(one.name, one.version)
	}
	for _, one := range checkers {
		add(strings.TrimPrefix(one.module, "github.com/"), module(one.module))
	}
	return strings.Join(list, ", ")
}

// commit names the version of this repository, and says if its code differs.
func commit(root string) string {
	out, err := exec.Command("git", "-C", root, "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "(of no repository)"
	}
	name := strings.TrimSpace(string(out))
	if exec.Command("git", "-C", root, "diff", "--quiet", "HEAD", "--", "*.go").Run() != nil {
		name += " with changes"
	}
	return name
}

// save writes the documents.
func (r *report) save(took time.Duration) error {
	head := fmt.Sprintf("%s. repairjson %s beside %s. One run of %.1f minutes; medians of %d rounds of at least %s, fewer where they took longer than %s together.\n",
		machine(), commit(r.root), r.versions(), took.Minutes(), r.rounds, r.least, r.enough)
	if r.share > 1 {
		head += fmt.Sprintf("\n**A quick look:** few rounds, and one text of %d of each set. The figures are rough.\n", r.share)
	}
	if err := replace(filepath.Join(r.root, "bench", "README.md"), "measured", head+targetTable(r.targets)+r.full.String()); err != nil {
		return err
	}
	return replace(filepath.Join(r.root, "docs", "comparison.md"), "comparison", head+r.short.String())
}

func targetTable(list []target) string {
	var b strings.Builder
	b.WriteString("\n## Targets\n\n| what | target | measured | |\n|---|---|---|---|\n")
	for _, t := range list {
		verdict := "holds"
		if t.short != "" {
			verdict = "**missed**: " + t.short
		}
		b.WriteString(row(t.what, t.want, t.got, verdict))
	}
	return b.String()
}
