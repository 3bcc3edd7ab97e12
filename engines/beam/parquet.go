package repairbeam

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/repairjson/repairjson/internal/records"
	"github.com/tidwall/gjson"
	"github.com/xitongsys/parquet-go/common"
	"github.com/xitongsys/parquet-go/parquet"
	"github.com/xitongsys/parquet-go/reader"
	"github.com/xitongsys/parquet-go/source"
	"github.com/xitongsys/parquet-go/writer"
)

// A row of a Parquet file is repaired as the JSON record of those of its
// columns that the settings name, with the value as a string again. All other
// columns stay. The package parquetio of Beam wants the Go type of the rows,
// which is not known here, so this uses the library under it.

// rowBatch is how many rows are in memory at a time, besides what the library
// keeps.
const rowBatch = 1000

// parquet repairs the rows of a file.
func (w *blockWriter) parquet() (err error) {
	defer func() {
		if p := recover(); p != nil { // the library's, at a file that is damaged
			err = fmt.Errorf("repairbeam: %s: not a Parquet file that can be read: %v", w.b.File, p)
		}
	}()
	fs, err := filesystem.New(w.ctx, w.b.File)
	if err != nil {
		return err
	}
	defer fs.Close()
	in := &parquetFile{open: func() (io.ReadCloser, error) { return fs.OpenRead(w.ctx, w.b.File) }}
	defer in.Close()
	if in.ReadSeeker, err = in.seeker(); err != nil {
		return err
	}
	head := reader.ParquetReader{PFile: in}
	if err := head.ReadFooter(); err != nil {
		return fmt.Errorf("repairbeam: %s: %w", w.b.File, err)
	}
	rows, err := reader.NewParquetReader(in, nil, 1)
	if err != nil {
		return fmt.Errorf("repairbeam: %s: %w", w.b.File, err)
	}
	defer rows.ReadStop()
	defer func(was bool) { w.l.AsText = was }(w.l.AsText)
	w.l.AsText = true // a column of strings holds strings
	if err := w.open(&w.part, "part", ".parquet"); err != nil {
		return err
	}
	out, err := writer.NewParquetWriterFromWriter(w.part, head.Footer.Schema, 1)
	if err != nil {
		return err
	}
	t, err := w.l.table(head.Footer.Schema)
	if err != nil {
		return fmt.Errorf("repairbeam: %s: %w", w.b.File, err)
	}
	if err := w.rows(t, rows, out); err != nil {
		return err
	}
	return out.WriteStop()
}

// rows repairs all rows.
func (w *blockWriter) rows(t *table, in *reader.ParquetReader, out *writer.ParquetWriter) error {
	for left, n := in.GetNumRows(), int64(0); left > 0; {
		batch, err := in.ReadByNumber(int(min(rowBatch, left)))
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			return fmt.Errorf("repairbeam: %s: %d rows are missing", w.b.File, left)
		}
		left -= int64(len(batch))
		for _, row := range batch {
			v := reflect.New(reflect.TypeOf(row)).Elem()
			v.Set(reflect.ValueOf(row))
			line, dead, edits := w.l.repair(nil, place{w.b.File, n}, t.record(v))
			n++
			if dead == nil {
				t.set(v, line)
				if err := out.Write(v.Interface()); err != nil {
					return err
				}
				w.part.shard.Records++
			}
			if err := w.side(dead, edits); err != nil {
				return err
			}
		}
	}
	return nil
}

// A table knows the columns of a Parquet file that are of interest.
type table struct {
	columns []column // all that the settings name
	texts   []column // of them, those that are repaired
}

// A column is one that holds strings: its name, and that of the field in the
// struct of a row.
type column struct{ name, field string }

// table finds the columns among those of a file.
func (l *liner) table(schema []*parquet.SchemaElement) (*table, error) {
	if l.Into != nil || len(l.Fields.Paths) == 0 {
		return nil, errors.New("of a Parquet file a field is wanted, and it is replaced")
	}
	t := &table{}
	for i, path := range slices.Concat(l.Fields.Paths, l.others) {
		at := slices.IndexFunc(schema, func(e *parquet.SchemaElement) bool {
			return len(path) == 1 && e.Name == path[0] && e.GetNumChildren() == 0 && e.GetType() == parquet.Type_BYTE_ARRAY
		})
		if at < 0 {
			return nil, fmt.Errorf("there is no column %q of strings", path)
		}
		c := column{path[0], common.StringToVariableName(path[0])}
		t.columns = append(t.columns, c)
		if i < len(l.Fields.Paths) {
			t.texts = append(t.texts, c)
		}
	}
	return t, nil
}

// record returns a row as a line of JSON.
func (t *table) record(row reflect.Value) []byte {
	b := []byte("{")
	for i, c := range t.columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(records.AppendJSON(b, c.name), ':')
		v := row.FieldByName(c.field)
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.IsValid() {
			b = records.AppendJSON(b, v.String())
		} else {
			b = append(b, "null"...)
		}
	}
	return append(b, '}')
}

// set puts the texts of a line of JSON into a row.
func (t *table) set(row reflect.Value, line []byte) {
	record := gjson.ParseBytes(line)
	for _, c := range t.texts {
		v, _, _ := records.Lookup(record, []string{c.name})
		text := records.Unquote(v.Raw)
		if f := row.FieldByName(c.field); f.Kind() == reflect.Pointer {
			f.Set(reflect.ValueOf(&text).Convert(f.Type()))
		} else {
			f.SetString(text)
		}
	}
}

// A parquetFile is a file of a file system of Beam for the library.
type parquetFile struct {
	io.ReadSeeker
	open  func() (io.ReadCloser, error)
	close func() error
}

// seeker opens the file. Where the file system cannot seek it is read into
// memory.
func (f *parquetFile) seeker() (io.ReadSeeker, error) {
	r, err := f.open()
	if err != nil {
		return nil, err
	}
	if s, ok := r.(io.ReadSeeker); ok {
		f.close = r.Close
		return s, nil
	}
	defer r.Close()
	all, err := io.ReadAll(r)
	return bytes.NewReader(all), err
}

// Open opens the file once more.
func (f *parquetFile) Open(string) (source.ParquetFile, error) {
	g := &parquetFile{open: f.open}
	var err error
	g.ReadSeeker, err = g.seeker()
	return g, err
}

// Create is not to be.
func (f *parquetFile) Create(string) (source.ParquetFile, error) { return nil, errors.ErrUnsupported }

// Write is not to be.
func (f *parquetFile) Write([]byte) (int, error) { return 0, errors.ErrUnsupported }

// Close closes the file.
func (f *parquetFile) Close() error {
	if f.close == nil {
		return nil
	}
	return f.close()
}
