// The command repairjson-beam repairs files of JSON Lines, or of Parquet, on an
// engine of Apache Beam: in this process, or on Flink, Spark or Dataflow.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/gcs" // gs://, for Dataflow
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
	repairbeam "github.com/repairjson/repairjson/engines/beam"
)

// Exit codes, which are those of the filter.
const (
	exitFailed = 1 // there are dead letters
	exitError  = 2 // wrong usage, or the output is not complete
)

// A list is a flag that may be given several times.
type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

func main() {
	var job repairbeam.Job
	var schema, keys string
	flag.StringVar(&job.Input, "input", "", "the files, a `GLOB`: JSON Lines (also .gz and .zst) or .parquet")
	flag.StringVar(&job.Output, "output", "", "the `DIR` for the output, which is new or that of a run that was killed")
	flag.Var((*list)(&job.Field), "field", "the text in each record, a `PATH`; may be repeated")
	flag.Var((*list)(&job.Into), "into", "put the value beside the text, as member `NAME`; one for each field")
	flag.BoolVar(&job.AsText, "as-text", false, "the value stays a string")
	flag.StringVar(&schema, "schema", "", "make the answers fit the JSON Schema in `FILE`")
	flag.StringVar(&job.SchemaField, "schema-field", "", "`PATH` of a record's own schema")
	flag.StringVar(&keys, "keys", "", "the names of the answer, with commas")
	flag.StringVar(&job.KeysField, "keys-field", "", "`PATH` of a record's own names")
	flag.BoolVar(&job.Salvage, "salvage", false, "drop list items that cannot fit")
	flag.StringVar(&job.Pick, "pick", "", "which of several answers: all, first, last or best")
	flag.StringVar(&job.Reject, "reject", "", "refuse these faults: guess, loss, or names")
	flag.IntVar(&job.MaxDepth, "max-depth", 0, "refuse deeper texts")
	flag.Int64Var(&job.MaxRecord, "max-record", repairbeam.DefaultMaxRecord, "refuse longer records, in bytes")
	flag.StringVar(&job.Model, "model", "", "`PATH` of the name of the model in each record, for the counts")
	flag.BoolVar(&job.Log, "log", false, "write what was done to each record")
	flag.Int64Var(&job.Block, "block", repairbeam.DefaultBlock, "how many bytes of a file are a unit of work")
	verbose := flag.Bool("verbose", false, "tell what the engine does")
	flag.Parse()
	if !*verbose {
		log.LogLevel = "warn"
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // what is kept is small, what is made and dropped is not
	}
	beam.Init()
	if keys != "" {
		job.Keys = strings.Split(keys, ",")
	}
	failed, err := run(context.Background(), job, schema)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "repairjson-beam:", err)
		os.Exit(exitError)
	case failed:
		os.Exit(exitFailed)
	}
}

// run runs the job and prints what came of it.
func run(ctx context.Context, job repairbeam.Job, schema string) (failed bool, err error) {
	if job.Input == "" || job.Output == "" || flag.NArg() > 0 {
		return false, errors.New("it needs --input and --output, and nothing else but flags; --help tells more")
	}
	if schema != "" {
		text, err := os.ReadFile(schema)
		if err != nil {
			return false, err
		}
		job.Schema = string(text)
	}
	program, err := thisProgram()
	if err != nil {
		return false, err
	}
	if err := repairbeam.Prepare(ctx, job, program); err != nil {
		return false, err
	}
	p, s := beam.NewPipelineWithRoot()
	repairbeam.Build(s, job)
	if err := beamx.Run(ctx, p); err != nil {
		return false, err
	}
	m, err := repairbeam.Tidy(ctx, job)
	if err != nil {
		return false, err
	}
	sum, err := repairbeam.ReadReport(ctx, job)
	if err != nil {
		return false, err
	}
	fmt.Fprintf(os.Stderr, "repairjson-beam: %s\n", sum)
	return m.Failed > 0, nil
}

// thisProgram returns the name of this program for Prepare.
func thisProgram() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return repairbeam.ProgramOf(f)
}
