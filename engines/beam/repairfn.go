package repairbeam

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() {
	register.DoFn5x1[context.Context, string, func(string), func(string), func(string), error](&RepairFn{})
	register.Emitter1[string]()
}

// A RepairFn repairs lines without their endings. Its outputs are the lines,
// repaired; those that could not be, as Dead in JSON; and, if Config.Log is
// set, what was done to the lines, as Edits in JSON.
type RepairFn struct {
	Config Config

	l      *liner
	meters meters
}

// Setup makes the repairer, which compiles the schema.
func (fn *RepairFn) Setup() (err error) {
	fn.l, err = newLiner(fn.Config)
	fn.meters = newMeters()
	return err
}

// ProcessElement repairs a line.
func (fn *RepairFn) ProcessElement(_ context.Context, line string, repaired, dead, log func(string)) error {
	out, letter, edits := fn.l.repair(nil, place{}, []byte(line))
	if letter != nil {
		return emitJSON(dead, letter)
	}
	repaired(string(out))
	if edits != nil {
		return emitJSON(log, edits)
	}
	return nil
}

// FinishBundle counts the lines of the bundle.
func (fn *RepairFn) FinishBundle(ctx context.Context, _, _, _ func(string)) {
	fn.meters.add(ctx, fn.l.sum)
	fn.l.sum = newSummary()
}

func emitJSON(emit func(string), v any) error {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	emit(strings.TrimSuffix(b.String(), "\n"))
	return err
}

// Repair repairs a collection of strings, lines without their endings, as a
// RepairFn does.
func Repair(s beam.Scope, c Config, lines beam.PCollection) (repaired, dead, log beam.PCollection) {
	return beam.ParDo3(s.Scope("repairbeam.Repair"), &RepairFn{Config: c}, lines)
}
