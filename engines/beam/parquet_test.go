package repairbeam

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xitongsys/parquet-go-source/buffer"
	"github.com/xitongsys/parquet-go/reader"
	"github.com/xitongsys/parquet-go/writer"
)

// A parquetRow has columns of several kinds.
type parquetRow struct {
	ID    int64    `parquet:"name=id, type=INT64" json:"id"`
	Text  *string  `parquet:"name=the text, type=BYTE_ARRAY, convertedtype=UTF8, repetitiontype=OPTIONAL" json:"the text"`
	Model string   `parquet:"name=model, type=BYTE_ARRAY, convertedtype=UTF8, encoding=PLAIN_DICTIONARY" json:"model"`
	Score float64  `parquet:"name=score, type=DOUBLE" json:"score"`
	Tags  []string `parquet:"name=tags, type=LIST, valuetype=BYTE_ARRAY, valueconvertedtype=UTF8" json:"tags"`
}

// parquetOf returns the rows as a file.
func parquetOf(t *testing.T, rows []parquetRow) string {
	t.Helper()
	var b bytes.Buffer
	w, err := writer.NewParquetWriterFromWriter(&b, new(parquetRow), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.WriteStop(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rowsOf returns the rows of a file.
func rowsOf(t *testing.T, file string) []parquetRow {
	t.Helper()
	r, err := reader.NewParquetReader(buffer.NewBufferFileFromBytes([]byte(file)), new(parquetRow), 1)
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]parquetRow, r.GetNumRows())
	if err := r.Read(&rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestParquet holds the rows against what the filter makes of them as records.
func TestParquet(t *testing.T) {
	dir := t.TempDir()
	var rows []parquetRow
	var lines strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(sampled(t, 2500)), "\n") {
		var rec struct{ Text, Model string }
		if json.Unmarshal([]byte(line), &rec) != nil {
			continue
		}
		row := parquetRow{int64(i), &rec.Text, rec.Model, float64(i) / 8, []string{"a", rec.Model}[:i%3%2+1]}
		if i%100 == 7 {
			row.Text = nil
		}
		rows = append(rows, row)
		text, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(text, '\n'))
	}
	write(t, dir, "in.parquet", parquetOf(t, rows))
	job := Job{Config: Config{Field: []string{"the text"}, Model: "model", Log: true}, Input: dir + "/in.parquet", Output: dir + "/out"}
	m := do(t, job)
	file := read(t, dir+"/out/part-000000-of-000001.parquet")
	var got strings.Builder
	for _, row := range rowsOf(t, file) {
		text, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		got.Write(append(text, '\n'))
	}
	want := filter(t, "--field", "the text", "--as-text", write(t, dir, "lines.jsonl", lines.String()))
	if a, b := parsed(t, got.String()), parsed(t, want); a != b {
		t.Errorf("got\n%.1000s\nwant\n%.1000s", a, b)
	}
	if m.Records != len(rows) || m.Failed == 0 || m.Repaired == 0 || !strings.Contains(output(t, dir+"/out", "dead"), `"message":"no string at the text"`) {
		t.Errorf("%d rows: %d records, %d repaired, %d failed", len(rows), m.Records, m.Repaired, m.Failed)
	}
	job.Output = dir + "/again"
	do(t, job)
	if read(t, dir+"/again/part-000000-of-000001.parquet") != file {
		t.Error("another run gives another file")
	}
}

// parsed returns lines of JSON in the form that Go gives them.
func parsed(t *testing.T, lines string) string {
	t.Helper()
	var b strings.Builder
	for dec := json.NewDecoder(strings.NewReader(lines)); dec.More(); {
		var r parquetRow
		if err := dec.Decode(&r); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(text, '\n'))
	}
	return b.String()
}

// TestBadParquet checks that what is no such file, or has no such column, is an
// error.
func TestBadParquet(t *testing.T) {
	whole := parquetOf(t, []parquetRow{{Model: "m"}, {Model: "n"}})
	for name, c := range map[string]Config{
		"whole": {Field: []string{"none"}}, "whole-2": {Field: []string{"id"}}, "whole-3": {Field: []string{"model.a"}},
		"whole-4": {}, "whole-5": {Field: []string{"model"}, Into: []string{"x"}}, "whole-6": {Field: []string{"model"}, SchemaField: "score"},
		"short": {Field: []string{"model"}}, "empty": {Field: []string{"model"}}, "zero": {Field: []string{"model"}},
	} {
		text := whole
		switch name {
		case "short":
			text = whole[:len(whole)-20]
		case "empty":
			text = ""
		case "zero":
			text = strings.Repeat("\x00", 100)
		}
		dir := t.TempDir()
		job := Job{Config: c, Input: write(t, dir, "in.parquet", text), Output: filepath.Join(dir, "out")}
		if err := Prepare(context.Background(), job, "test"); err != nil {
			t.Fatal(err)
		}
		fn := &blockFn{Config: c, Output: job.Output}
		if err := fn.Setup(); err != nil {
			t.Fatal(err)
		}
		if _, err := fn.ProcessElement(context.Background(), Block{job.Input, 0, -1, 0, 1}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
