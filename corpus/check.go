package corpus

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// The size of a text, in bytes: that of a case, which is minimal, and that of
// a whole document of MetaGPT's roles.
const (
	minimal  = 1 << 10
	document = 8 << 10
)

var (
	origin = regexp.MustCompile(`^(BFCL results|MetaGPT issue|MetaGPT's tests|GitHub issue|GitHub pull request|written for this project, after the habit|a log of) ?`)
	issue  = regexp.MustCompile(`MetaGPT issue [0-9]+`)
)

// Check reports what a case lacks of what README.md asks of all: provenance, a
// reason that is a sentence, a text that is minimal and not right already.
func Check(c Case) error {
	var bad []error
	if !origin.MatchString(c.Source) || len(strings.Fields(c.Source)) < 5 {
		bad = append(bad, fmt.Errorf("the source %q does not say where the failure was observed, beginning with one of: BFCL results, MetaGPT issue, MetaGPT's tests, GitHub issue, GitHub pull request, written for this project, after the habit, a log of", c.Source))
	}
	if issue.MatchString(c.Source) && !strings.Contains(c.Source, "https://github.com/FoundationAgents/MetaGPT/issues/") {
		bad = append(bad, errors.New("no link to the issue"))
	}
	if !strings.HasSuffix(c.Reason, ".") || len(strings.Fields(c.Reason)) < 3 {
		bad = append(bad, fmt.Errorf("the reason %q is not a sentence", c.Reason))
	}
	if n := len(c.Input); n > document || n > minimal && !c.Long() {
		bad = append(bad, fmt.Errorf("%d bytes are not minimal", n))
	}
	if json.Valid(c.Input) && c.Schema == nil && c.Keys == nil {
		bad = append(bad, errors.New("the input is valid JSON"))
	}
	return errors.Join(bad...)
}

// Long reports whether the text is a whole document of one of MetaGPT's roles,
// whose faults show only in one.
func (c Case) Long() bool {
	return len(c.Input) > minimal && strings.HasPrefix(c.Source, "MetaGPT")
}
