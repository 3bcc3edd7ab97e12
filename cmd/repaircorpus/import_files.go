package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// expand replaces folders by the files in them, in order. Of folders of
// results only the files of lines of JSON are taken.
func expand(files []string, results bool) ([]string, error) {
	var all []string
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			all = append(all, name)
			continue
		}
		err = filepath.WalkDir(name, func(file string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && (!results || strings.HasPrefix(filepath.Ext(file), ".json")) {
				all = append(all, file)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// bfcl reads a file of results of the Berkeley Function Calling Leaderboard:
// lines with the text, or the list of calls with their arguments as text, in
// "result". The folder of the file has the name of the model; the newest
// releases have one more folder, of the category, between.
func (im *importer) bfcl(name string, r io.Reader) error {
	model := im.model
	if model == "" {
		dir := filepath.Dir(name)
		if base := filepath.Base(dir); base == "live" || base == "non_live" || base == "multi_turn" {
			dir = filepath.Dir(dir)
		}
		model = filepath.Base(dir)
	}
	test := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	n := 0
	return lines(name, r, func(line []byte) error {
		n++
		v := gjson.ParseBytes(line)
		result := v.Get("result")
		if !gjson.ValidBytes(line) || !result.Exists() {
			return fmt.Errorf("not a result: no JSON with a member %q", "result")
		}
		id := v.Get("id").String()
		if id == "" {
			id = strconv.Itoa(n)
		}
		rec := Record{Key: model + "/" + test + "/" + id, Model: model}
		if result.Type == gjson.String {
			rec.Text = result.Str
			return im.emit(rec)
		}
		return im.calls(rec, result)
	})
}

// calls emits the arguments of a list of calls, {name: arguments}, that are
// text.
func (im *importer) calls(rec Record, list gjson.Result) error {
	var err error
	i := 0
	list.ForEach(func(_, call gjson.Result) bool {
		call.ForEach(func(_, args gjson.Result) bool {
			if args.Type == gjson.String && !gjson.Valid(args.Str) {
				one := rec
				one.Key += "/call-" + strconv.Itoa(i)
				one.Text = args.Str
				err = im.emit(one)
			}
			return err == nil
		})
		i++
		return err == nil
	})
	return err
}

var (
	// An entry of MetaGPT's log begins with the time, the level and the place.
	entry = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d+ +\| *[A-Z]+ *\| [\w.<>]+:[\w.<>]+:\d+ - `)
	// An answer stands after one of these words, or is what a stream printed.
	answer = regexp.MustCompile(`(?i)^(llm raw output|raw output|response|rsp|output|content)\s*:?\s*\n`)
	model  = regexp.MustCompile(`(?i)\bmodel['"]?\s*[:=]\s*['"]?([\w./:-]+)`)
)

// metagpt reads a log file of MetaGPT. An entry is an answer if it says so;
// the lines that a stream printed below an entry are one if they hold a
// bracket or a tag.
func (im *importer) metagpt(name string, r io.Reader) error {
	m := &metagpt{im: im, base: filepath.Base(name)}
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	for s.Scan() {
		m.n++
		line := s.Text()
		if at := entry.FindStringIndex(line); at != nil {
			if err := m.flush(); err != nil {
				return err
			}
			if found := model.FindStringSubmatch(line); found != nil {
				m.model = found[1]
			}
			m.from, m.head = m.n, line[at[1]:]
			continue
		}
		m.body.WriteString(line)
		m.body.WriteByte('\n')
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return m.flush()
}

// metagpt is the entry of a log that is being read.
type metagpt struct {
	im      *importer
	base    string
	model   string
	n, from int
	head    string // the rest of the entry's first line
	body    strings.Builder
}

// flush emits the entry that ended if it is an answer.
func (m *metagpt) flush() error {
	body := strings.TrimRight(m.body.String(), "\n")
	m.body.Reset()
	text := ""
	switch whole := m.head + "\n" + body; {
	case answer.MatchString(whole):
		text = whole[answer.FindStringIndex(whole)[1]:]
	case strings.ContainsAny(body, "{[") && !json.Valid([]byte(body)) && !strings.Contains(body, "Traceback (most recent call last)"):
		text = body
	}
	return m.im.emit(Record{Key: m.base + ":" + strconv.Itoa(m.from), Model: m.model, Text: text})
}
