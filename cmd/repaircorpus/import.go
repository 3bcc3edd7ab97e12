package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/tidwall/gjson"
)

// An importer reads logs of one form.
type importer struct {
	model string // the model, if the log does not say
	paths paths
	emit  func(Record) error
}

// paths say where a line of JSON has what a record needs.
type paths struct{ text, model, key, schema, keys string }

// forms are the forms of logs, each with the function that reads one file.
var forms = map[string]func(im *importer, name string, r io.Reader) error{
	"raw":     (*importer).raw,
	"jsonl":   (*importer).jsonl,
	"openai":  (*importer).openai,
	"ollama":  (*importer).ollama,
	"metagpt": (*importer).metagpt,
	"bfcl":    (*importer).bfcl,
}

func importCommand() *cobra.Command {
	var form string
	im := &importer{}
	c := &cobra.Command{
		Use:   "import --form FORM [--model NAME] [FILE or FOLDER ...]",
		Short: "Read logs, and write records",
		Long: `Read logs, and write records, one line of JSON each.

The forms:
  raw      a file is one text
  jsonl    a line is a JSON object; --text is the path of the text in it
  openai   requests and responses of an OpenAI-like server, lines of JSON or of
           a stream ("data: {...}")
  ollama   lines of JSON, as /api/chat and /api/generate write them
  metagpt  log files of MetaGPT
  bfcl     folders with results of the Berkeley Function Calling Leaderboard,
           one folder per model

A path is that of gjson, such as "choices.0.message.content".`,
		RunE: func(cmd *cobra.Command, files []string) error {
			read, ok := forms[form]
			if !ok {
				return fmt.Errorf("no form is called %q; the forms are %s", form,
					strings.Join(slices.Sorted(maps.Keys(forms)), ", "))
			}
			out := bufio.NewWriter(cmd.OutOrStdout())
			n := 0
			im.emit = func(rec Record) error {
				if strings.TrimSpace(rec.Text) == "" {
					return nil
				}
				if rec.Model == "" {
					rec.Model = im.model
				}
				n++
				return writeRecord(out, rec)
			}
			files, err := expand(files, form == "bfcl")
			if err == nil {
				err = inputs(cmd, files, func(name string, r io.Reader) error { return read(im, name, r) })
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "%d records\n", n)
			return out.Flush()
		},
	}
	f := c.Flags()
	f.StringVar(&form, "form", "raw", "form of the log")
	f.StringVar(&im.model, "model", "", "name of the model, where the log does not say it")
	f.StringVar(&im.paths.text, "text", "text", "jsonl: path of the text")
	f.StringVar(&im.paths.model, "model-path", "model", "jsonl: path of the model's name")
	f.StringVar(&im.paths.key, "key", "key", "jsonl: path of what tells a line from others")
	f.StringVar(&im.paths.schema, "schema", "schema", "jsonl: path of the JSON Schema, or of the list of functions")
	f.StringVar(&im.paths.keys, "keys", "keys", "jsonl: path of the names asked for, a list or an object that has them")
	return c
}

// raw reads a file that is one text.
func (im *importer) raw(name string, r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return im.emit(Record{Key: filepath.Base(name), Text: string(text)})
}

// jsonl reads lines of JSON that have the text at a path.
func (im *importer) jsonl(name string, r io.Reader) error {
	n := 0
	return lines(name, r, func(line []byte) error {
		n++
		if !gjson.ValidBytes(line) {
			return fmt.Errorf("not JSON")
		}
		found := gjson.GetManyBytes(line, im.paths.text, im.paths.model, im.paths.key, im.paths.schema, im.paths.keys)
		if !found[0].Exists() {
			return fmt.Errorf("nothing at the path %q; say where the text is by --text", im.paths.text)
		}
		rec := Record{Text: found[0].String(), Model: found[1].String(), Key: found[2].String()}
		if rec.Key == "" {
			rec.Key = filepath.Base(name) + ":" + strconv.Itoa(n)
		}
		if s := found[3]; s.IsObject() || s.IsArray() {
			rec.Schema = json.RawMessage(s.Raw)
		} else if s.Type == gjson.String && json.Valid([]byte(s.Str)) {
			rec.Schema = json.RawMessage(s.Str)
		}
		found[4].ForEach(func(key, value gjson.Result) bool {
			if found[4].IsObject() {
				value = key
			}
			rec.Keys = append(rec.Keys, value.String())
			return true
		})
		return im.emit(rec)
	})
}
