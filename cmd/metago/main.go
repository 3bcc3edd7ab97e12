// The command metago makes a program from one sentence, with the models of a
// server that speaks OpenAI's format or ollama's: a product manager, an
// architect, a project manager and an engineer write documents and code, in
// the manner of MetaGPT.
//
//	metago --init-config
//	metago "write a snake game"
//	metago --llm replay:qwen "write a snake game"
//
// The last needs no server. See package pipeline, and --help for the flags.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/repairjson/repairjson/internal/completion"
	"github.com/repairjson/repairjson/pipeline"
	"github.com/repairjson/repairjson/pipeline/scripted"
	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(execute(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// The exit codes.
const (
	exitDone    = 0
	exitFailed  = 1 // the run stopped; run again to take it up
	exitUsage   = 2 // wrong flags, or a configuration that cannot be used
	exitNotDone = 3 // the rounds are over and there is work left
	exitStopped = 130
)

// A usageError is wrong usage.
type usageError struct{ error }

// execute is the whole program; it returns the exit code.
func execute(ctx context.Context, args []string, out, errw io.Writer) int {
	f := &flags{options: pipeline.DefaultOptions()}
	cmd := command(f, func(idea string) error { return f.run(ctx, idea, out, errw) })
	f.given = func(name string) bool { return cmd.Flags().Changed(name) }
	cmd.SetArgs(args)
	cmd.SetOut(out)
	cmd.SetErr(errw)
	err := cmd.ExecuteContext(ctx)
	var usage usageError
	var config *pipeline.ConfigError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errNotDone):
		return exitNotDone
	case ctx.Err() != nil:
		fmt.Fprintln(errw, "metago: stopped; the same command takes the run up")
		return exitStopped
	}
	fmt.Fprintf(errw, "metago: %v\n", err)
	if errors.As(err, &usage) || errors.As(err, &config) {
		return exitUsage
	}
	return exitFailed
}

// flags are what the command line says.
type flags struct {
	options    pipeline.Options
	config     string
	llm        string
	workspace  string
	recover    string
	completion string
	initConfig bool
	noReview   bool
	noCode     bool
	plain      bool
	slow       bool

	given func(name string) bool // whether the flag is on the command line
}

func command(f *flags, run func(idea string) error) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "metago [flags] IDEA",
		Short: "Make a program from one sentence, with open models",
		Long: `metago makes a program from one sentence, with the models of a server that
speaks OpenAI's format (vLLM, FastChat, LLaMA-Factory, llama.cpp, ...) or
ollama's, in the manner of MetaGPT. Answers that are not quite the JSON that was
asked for are repaired. The folder of the project is printed at the end.

A run that was stopped or killed is taken up by the same command: no model is
asked again for what it has answered.

Configuration: config/config2.yaml below the current folder, and
~/.metagpt/config2.yaml, which goes before it; METAGO_LLM_MODEL and the like in
the environment.

Exit codes: 0 done, 1 the run stopped at an error, 2 wrong usage or
configuration, 3 the rounds are over and there is work left, 130 interrupted.`,
		Example: `  metago --llm replay:` + strings.Join(scripted.Models(), ` "write a snake game"
  metago --llm replay:`) + ` "write a snake game"`,
		SilenceUsage: true, SilenceErrors: true,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return usageError{fmt.Errorf("one idea, in quotes: metago %q", strings.Join(args, " "))}
			case len(args) == 0 && !f.initConfig && f.recover == "" && f.completion == "":
				return usageError{errors.New(`what is to be made? metago "write a snake game"`)}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.completion != "" {
				if err := completion.Print(cmd, f.completion, cmd.OutOrStdout()); err != nil {
					return usageError{err}
				}
				return nil
			}
			idea := ""
			if len(args) > 0 {
				idea = args[0]
			}
			return run(idea)
		},
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.BoolVar(&f.initConfig, "init-config", false, "write ~/.metagpt/config2.yaml, and keep an old one as .bak")
	fs.StringVar(&f.config, "config", "", "read the configuration from this `FILE` alone")
	fs.StringVar(&f.llm, "llm", "", "use a `MODEL` instead of the configured one: replay:NAME plays a script of "+strings.Join(scripted.Models(), ", "))
	fs.StringVar(&f.workspace, "workspace", "", "the `FOLDER` of the projects (default workspace)")
	fs.IntVar(&f.options.Rounds, "n-round", f.options.Rounds, "rounds at most")
	fs.Float64Var(&f.options.Investment, "investment", f.options.Investment, "dollars at most, for models with a pricing_plan")
	fs.BoolVar(&f.options.CodeReview, "code-review", f.options.CodeReview, "review the code")
	fs.BoolVar(&f.noReview, "no-code-review", false, "do not")
	fs.BoolVar(&f.options.Implement, "implement", f.options.Implement, "write code, not only documents")
	fs.BoolVar(&f.noCode, "no-implement", false, "do not")
	fs.StringVar(&f.options.ProjectName, "project-name", "", "the `NAME` of the project (default: that of the PRD)")
	fs.StringVar(&f.recover, "recover-path", "", "take up the run in this `FOLDER`, which ends in storage/team")
	fs.BoolVar(&f.plain, "plain", false, "plain lines also on a terminal")
	fs.BoolVar(&f.slow, "slow", false, "with replay: the speed of a model, to look at")
	fs.StringVar(&f.completion, "completion", "", "print a script: `SHELL` is "+strings.Join(completion.Shells, ", "))
	return cmd
}

var errNotDone = errors.New("the rounds are over and there is work left")

// run does what the flags say.
func (f *flags) run(ctx context.Context, idea string, out, errw io.Writer) error {
	if f.initConfig {
		return initConfig(out)
	}
	f.options.CodeReview = f.options.CodeReview && !f.noReview
	f.options.Implement = f.options.Implement && !f.noCode
	if f.recover != "" && filepath.Base(filepath.Clean(f.recover)) != "team" {
		return usageError{fmt.Errorf("--recover-path %s does not end in storage/team", f.recover)}
	}
	if err := f.recorded(); err != nil {
		return err
	}
	config, stop, err := f.configure()
	if err != nil {
		return err
	}
	defer stop()
	screen := newScreen(errw, f.plain)
	defer screen.close()
	for _, w := range config.Warnings {
		screen.warn(w)
	}
	company := &pipeline.Company{Config: config, Options: f.options, OnEvent: screen.event}
	if f.recover != "" {
		company.RecoverPath = filepath.Clean(f.recover)
	}
	summary, err := company.Run(ctx, idea)
	if summary != nil {
		screen.summary(summary, err)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(out, summary.Project)
	if !summary.Finished {
		return errNotDone
	}
	return nil
}

// recorded takes the options that are not on the command line from the run that
// is taken up.
func (f *flags) recorded() error {
	if f.recover == "" {
		return nil
	}
	saved, err := pipeline.SavedOptions(f.recover)
	if err != nil {
		return err
	}
	o := &f.options
	if !f.given("n-round") {
		o.Rounds = saved.Rounds
	}
	if !f.given("investment") {
		o.Investment = saved.Investment
	}
	if !f.given("code-review") && !f.given("no-code-review") {
		o.CodeReview = saved.CodeReview
	}
	if !f.given("implement") && !f.given("no-implement") {
		o.Implement = saved.Implement
	}
	return nil
}

func initConfig(out io.Writer) error {
	path, err := pipeline.HomeConfig()
	if err != nil {
		return err
	}
	backup, err := pipeline.InitConfig(path)
	if err != nil {
		return err
	}
	if backup != "" {
		fmt.Fprintln(out, "kept", backup)
	}
	fmt.Fprintln(out, "wrote", path)
	return nil
}
