package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strconv"

	"github.com/repairjson/repairjson/bench"
)

// documents is how many different documents the records are made of.
const documents = 500

// samples returns texts of one line each: intact documents and damaged ones in
// turn, with the ten kinds of damage, as far as the damage leaves one line.
func samples() [][]byte {
	damages := bench.Damages()
	var list [][]byte
	for i := range documents {
		doc := bench.Document(300+i%5*100, uint64(2*i)) // even seeds give one line
		list = append(list, doc)
		for k := range damages {
			broken := damages[(i+k)%len(damages)].Make(doc, uint64(i))
			if !bytes.ContainsAny(broken, "\r\n") && bytes.IndexByte(broken, '{') >= 0 {
				list = append(list, broken)
				break
			}
		}
	}
	return list
}

// writeFile makes a file.
func writeFile(name string, write func(w *bufio.Writer)) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	write(w) // an error comes again from Flush
	return errors.Join(w.Flush(), f.Close())
}

// writeRecords writes n records, each with its number as its first member.
func writeRecords(name string, n int) error {
	texts := samples()
	return writeFile(name, func(w *bufio.Writer) {
		for i := range n {
			text := texts[i%len(texts)]
			brace := bytes.IndexByte(text, '{') + 1
			w.Write(text[:brace])
			w.WriteString(`"n": `)
			w.WriteString(strconv.Itoa(i))
			w.WriteString(", ")
			w.Write(text[brace:])
			w.WriteByte('\n')
		}
	})
}

// checkRecords says how many lines a file has, and how many of them are an
// object with the number of the line.
func checkRecords(name string) (lines, right int, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	for {
		line, err := r.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			return lines, right, nil
		}
		if err != nil {
			return lines, right, err
		}
		var record struct{ N *int }
		if json.Unmarshal(line, &record) == nil && record.N != nil && *record.N == lines {
			right++
		}
		lines++
	}
}
