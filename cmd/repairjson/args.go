package main

import (
	"errors"
	"fmt"
	"strings"
)

const usage = `usage: repairjson [--lines [--field PATH]] [--report text|json | --partial] <input >output
       repairjson --stream | --follow <input >output
Try 'repairjson --help'.
`

const help = `Usage: repairjson [options] <input >output

Repairs JSON as models and people write it. Valid input passes through byte for
byte; repaired output gets a final newline if it lacks one.

  --lines          JSON Lines: each line is one text, repaired onto one line;
                   a line that cannot be repaired stays as it was
  --field PATH     with --lines: each line is a JSON record; the repaired text
                   of the string at PATH takes the string's place; a record
                   that fails gains a member "repair_error". A dot in a key is
                   \. in PATH, a backslash \\; the last of duplicate keys counts
  --partial        each text is the beginning of an answer that is still being
                   written: print what of it is certain, as valid JSON
  --report FORMAT  list the repairs on standard error: text or json
  --stream         repair while reading, in a few MB of memory however long the
                   text is. What is written ends in a newline. An error may come
                   after a part of the output: then that part is not valid JSON
  --follow         JSON Lines out: each time that input arrives, what of the
                   answer is certain now, if that is more than before, on one
                   line; the last line is the whole answer
  --version        print the version
  -h, --help       print this help

Of several answers in a text, --partial, --stream and --follow take the first;
otherwise they become an array.

Examples:
  repairjson <answer.txt >answer.json
  repairjson --report text <answer.txt | jq .
  repairjson --lines --field choices.0.message.content <log.jsonl >out.jsonl
  repairjson --stream <huge.txt >huge.json
  curl -sN https://example.com/answer | repairjson --follow

Exit status: 0 valid or repaired; 1 a text could not be repaired, or nothing of
it was certain (without --lines, --stream and --follow nothing is written then);
2 wrong usage, or reading or writing failed.
`

// A config is what the command line says.
type config struct {
	help, version bool
	lines         bool
	partial       bool
	stream        bool
	follow        bool
	field         string   // PATH as given, "" without --field
	path          []string // the elements of PATH
	report        string   // "", "text" or "json"
}

// parseArgs reads the command line.
func parseArgs(args []string) (c config, err error) {
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		name, value, given := strings.Cut(arg, "=")
		takes := name == "--field" || name == "--report"
		if takes && !given {
			if len(args) == 0 {
				return c, fmt.Errorf("%s needs a value", name)
			}
			value, args = args[0], args[1:]
		}
		switch name {
		case "--field":
			c.field = value
			c.path, err = splitPath(value)
		case "--report":
			c.report = value
			if value != "text" && value != "json" {
				err = fmt.Errorf("--report is text or json, not %q", value)
			}
		case "--lines":
			c.lines = true
		case "--partial":
			c.partial = true
		case "--stream":
			c.stream = true
		case "--follow":
			c.follow = true
		case "--version":
			c.version = true
		case "--help", "-h":
			c.help = true
		case "--":
			if len(args) > 0 {
				err = errArgument(args[0])
			}
		default:
			if arg == "-" || !strings.HasPrefix(arg, "-") {
				err = errArgument(arg)
			} else {
				err = fmt.Errorf("unknown option %q", name)
			}
		}
		if err == nil && given && !takes {
			err = fmt.Errorf("%s takes no value", name)
		}
		if err != nil || c.help || c.version {
			return c, err
		}
	}
	return c, c.conflict()
}

// conflict returns the error for options that do not go together.
func (c *config) conflict() error {
	type option struct {
		name  string
		given bool
	}
	options := []option{
		{"--stream", c.stream}, {"--follow", c.follow}, {"--partial", c.partial},
		{"--lines", c.lines}, {"--field", c.path != nil}, {"--report", c.report != ""},
	}
	for i, a := range options {
		for _, b := range options[i+1:] {
			if a.given && b.given && (c.stream || c.follow || c.partial && b.name == "--report") {
				return fmt.Errorf("%s and %s do not go together", a.name, b.name)
			}
		}
	}
	if c.path != nil && !c.lines {
		return errors.New("--field needs --lines")
	}
	return nil
}

func errArgument(arg string) error {
	return fmt.Errorf("unexpected argument %q: files are not supported, the text is read from standard input", arg)
}
