package main

import (
	"strings"

	"github.com/repairjson/repairjson/repair"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const usage = `usage: repairjson [flags] [FILE...]
Try 'repairjson --help'.
`

const synopsis = `Turns JSON as models and people write it into valid JSON. Valid input passes
through byte for byte; repaired text ends in a newline. Without FILE, or with -,
standard input is read; a folder stands for the .json files in it; .gz and .zst
are unpacked, and packed again. Messages go to standard error.
`

const examples = `  repairjson answer.txt >answer.json       repairjson --explain answer.txt
  repairjson -w --backup .bak *.json       repairjson --check -d data/
  repairjson log.jsonl >fixed.jsonl        repairjson --schema s.json answer.txt
  repairjson --lines --field choices.0.message.content --into answer <log >out
`

const status = `Exit status: 0 valid or repaired; 1 a text could not be repaired (nothing of it
is written without --lines), or --check or -d found something to change; 2 wrong
usage, or reading or writing failed; 130 interrupted.
`

const manual = `Several answers in a text become an array unless --pick says otherwise;
--partial, --stream and --follow take the first. An error of --stream may come
after a part of the output.

With --lines each line is a text, repaired onto one line; blank lines stay. A
text that cannot be repaired stays as it was (see --on-error). With --field each
line is a record of valid JSON, and the repaired text of the string at PATH
takes the string's place. A record that fails gains a member "repair_error". A
PATH is made of names and indexes with dots between them; a dot in a name is
\., a backslash \\; the last of duplicate names counts. Files named .jsonl or
.ndjson are read as with --lines.

A file that is rewritten is replaced at once, by a complete file with the same
permissions; if its text cannot be repaired, it stays. Of a file of records
those that cannot be repaired stay (--on-error fail leaves the whole file).`

// A section is a group of flags in the help.
type section struct {
	title string
	flags *pflag.FlagSet
}

// sections returns the flags, which set c.
func sections(c *config) []section {
	add := func(title string, define func(f *pflag.FlagSet)) section {
		f := pflag.NewFlagSet(title, pflag.ContinueOnError)
		f.SortFlags = false
		define(f)
		return section{title, f}
	}
	return []section{
		add("Files", func(f *pflag.FlagSet) {
			f.StringVarP(&c.output, "output", "o", "", "write to `FILE`, which appears when it is complete")
			f.BoolVarP(&c.inPlace, "in-place", "w", false, "rewrite the files that change")
			f.StringVar(&c.backup, "backup", "", "keep the old file, with `SUFFIX` added to its name")
			f.BoolVarP(&c.list, "list", "l", false, "print the names of the files that would change")
			f.BoolVarP(&c.diff, "diff", "d", false, "print what would change as a unified diff")
			f.BoolVar(&c.check, "check", false, "print no output; exit 1 if anything would change")
		}),
		add("Output", func(f *pflag.FlagSet) {
			f.IntVar(&c.indent, "indent", c.indent, "lay the text out with `N` spaces a level")
			f.Lookup("indent").DefValue = "0" // not shown
			f.BoolVar(&c.tab, "tab", false, "lay the text out with a tab a level")
			f.BoolVarP(&c.compact, "compact-output", "c", false, "leave out white space between values")
			f.BoolVarP(&c.ascii, "ascii-output", "a", false, `write what is not ASCII as \u escapes`)
			f.BoolVarP(&c.colour, "color-output", "C", false, "colours, not only on a terminal")
			f.BoolVarP(&c.monochrome, "monochrome-output", "M", false, "no colours, as with the variable NO_COLOR")
			f.BoolVarP(&c.quiet, "quiet", "q", false, "no messages but of usage and I/O errors")
			f.BoolVarP(&c.verbose, "verbose", "v", false, "say what became of each file")
		}),
		add("Repair", func(f *pflag.FlagSet) {
			f.Var(&c.pick, "pick", "of several answers take `WHICH`: all, first, last, best")
			f.Var(&c.reject, "reject", "refuse repairs: `NAMES` of faults, guess, loss")
			f.StringSliceVar(&c.keys, "keys", nil, "`NAMES` that the answer should have, as a,b")
			f.StringVar(&c.schema, "schema", "", "make the answer fit the JSON Schema in `FILE`")
			f.StringVar(&c.tools, "tools", "", "list the calls of the functions offered in `FILE`")
			f.BoolVar(&c.salvage, "salvage", false, "with a schema: drop list items that cannot fit")
			f.IntVar(&c.maxDepth, "max-depth", 0, "at most `N` levels (10000)")
			f.Var(&c.maxRecord, "max-record", "longer texts fail: `SIZE` is as 64K (--lines: 64M)")
			f.BoolVar(&c.explain, "explain", false, "show each repair in its line and say why")
			f.Var(&c.report, "report", "list the repairs: `FORMAT` is text or json")
		}),
		add("Records", func(f *pflag.FlagSet) {
			f.BoolVar(&c.lines, "lines", false, "JSON Lines, a text a line; also --ndjson")
			f.Var(&c.fields, "field", "the text is a string of each record; repeatable")
			f.StringArrayVar(&c.into, "into", nil, "keep the string, put the value beside it, as `NAME`")
			f.BoolVar(&c.asText, "as-text", false, "the repaired text stays a string")
			f.Var(&c.schemaField, "schema-field", "where the record has its own schema, or none")
			f.Var(&c.keysField, "keys-field", "where the record has its own --keys, or none")
			f.Var(&c.toolsField, "tools-field", "where the record has its own --tools, or none")
			f.Var(&c.onError, "on-error", "on failure `WHAT`: keep (default), null, drop, fail")
			f.Lookup("on-error").DefValue = ""
			f.IntVarP(&c.jobs, "jobs", "j", c.jobs, "repair `N` lines at once, in order (one per CPU)")
			f.Lookup("jobs").DefValue = "0" // not shown
			f.StringVar(&c.logField, "log-field", "", "list the repairs in the record, in `NAME`")
			f.BoolVar(&c.unbuffered, "unbuffered", false, "write each line as soon as it is done")
		}),
		add("Streams", func(f *pflag.FlagSet) {
			f.BoolVar(&c.partial, "partial", false, "the text is unfinished: what of it is certain")
			f.BoolVar(&c.stream, "stream", false, "repair while reading, in little memory")
			f.BoolVar(&c.follow, "follow", false, "print what is certain whenever input arrives")
		}),
		add("Other", func(f *pflag.FlagSet) {
			f.Var(&c.completion, "completion", "print a script: `SHELL` is bash, zsh, fish, powershell")
			f.BoolVar(&c.version, "version", false, "print the version")
			f.BoolP("help", "h", false, "print this help")
		}),
	}
}

// newCommand returns the command that sets c and then calls run.
func newCommand(c *config, run func(cmd *cobra.Command) error) *cobra.Command {
	cmd := &cobra.Command{
		Use:               "repairjson [flags] [FILE...]",
		Short:             "turn almost-JSON into valid JSON",
		Long:              synopsis + "\n" + manual,
		Example:           examples,
		Args:              cobra.ArbitraryArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			c.args = args
			return run(cmd)
		},
	}
	cmd.CompletionOptions.DisableDefaultCmd = true
	for _, s := range sections(c) {
		cmd.Flags().AddFlagSet(s.flags)
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "ndjson" {
			name = "lines"
		}
		return pflag.NormalizedName(name)
	})
	return cmd
}

// help returns the help. It fits two screens.
func help(c *config) string {
	var b strings.Builder
	b.WriteString("Usage: repairjson [flags] [FILE...]\n\n" + synopsis)
	for _, s := range sections(c) {
		s.flags.VisitAll(func(f *pflag.Flag) {
			if f.Value.Type() == "bool" {
				f.Value = bare{f.Value}
			}
		})
		b.WriteString("\n" + s.title + ":\n" + s.flags.FlagUsages())
	}
	b.WriteString("\nExamples:\n" + examples + "\n" + status)
	return b.String()
}

// A bare value is a boolean one whose flag is shown without "[=true|false]".
type bare struct{ pflag.Value }

func (bare) Type() string { return "boolfunc" }

// complete tells the shells which values flags take.
func complete(cmd *cobra.Command, c *config) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) { f.Usage = strings.ReplaceAll(f.Usage, "`", "") })
	for name, values := range map[string][]string{
		"pick": c.pick.of, "report": c.report.of, "on-error": c.onError.of, "completion": c.completion.of,
	} {
		cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	for _, name := range []string{"backup", "indent", "keys", "max-depth", "max-record", "field", "into", "schema-field", "keys-field", "tools-field", "jobs", "log-field"} {
		cmd.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions)
	}
	cmd.RegisterFlagCompletionFunc("reject", func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		names := []string{before + "guess", before + "loss"}
		for _, info := range repair.FaultTable() {
			names = append(names, before+info.Name+"\t"+info.Doc)
		}
		return names, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
	cmd.MarkFlagFilename("schema", "json")
	cmd.MarkFlagFilename("tools", "json")
}
