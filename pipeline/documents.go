package pipeline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The folders of a project, as MetaGPT lays it out. A document is
// docs/KIND/TIME.json, for programs, and resources/KIND/TIME.md, for people.
const (
	requirementFile = "docs/requirement.txt"
	prdFolder       = "docs/prd"
	designFolder    = "docs/system_design"
	taskFolder      = "docs/task"
	summaryFolder   = "docs/code_summary"

	prdPages      = "resources/prd"
	designPages   = "resources/system_design"
	taskPages     = "resources/api_spec_and_task"
	summaryPages  = "resources/code_summary"
	quadrantChart = "resources/competitive_analysis"
	classDiagram  = "resources/data_api_design"
	callFlow      = "resources/seq_flow"

	packagesFile     = "requirements.txt"
	dependenciesFile = ".dependencies.json"
)

// documents are the files of a project.
type documents struct {
	root  string // the folder
	saved func(path string)
	made  map[string][]string // the documents, each with those from which it was made
}

// save writes a file, so that a reader finds the old one or the new one, whole.
// A file that says the same already is left alone.
func (d *documents) save(name string, data []byte, from ...string) error {
	d.made[name] = from
	path := filepath.Join(d.root, filepath.FromSlash(name))
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := writeWhole(path, data); err != nil {
		return err
	}
	d.saved(name)
	return nil
}

// writeWhole writes a file by way of another one beside it.
func writeWhole(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	beside := path + ".new"
	f, err := os.Create(beside)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(beside, path)
}

// saveDocument writes a document of the node, and the page of it.
func (d *documents) saveDocument(n *Node, folder, pages, name string, doc []byte, from ...string) (string, error) {
	var indented bytes.Buffer
	if err := json.Indent(&indented, doc, "", "    "); err != nil {
		return "", err
	}
	indented.WriteByte('\n')
	path := folder + "/" + name + ".json"
	if err := d.save(path, indented.Bytes(), from...); err != nil {
		return "", err
	}
	return path, d.save(pages+"/"+name+".md", n.page(doc), path)
}

// saveDiagram writes a diagram in mermaid syntax, if there is one.
func (d *documents) saveDiagram(folder, name, text, from string) error {
	text = strings.TrimSpace(unfence(text))
	if text == "" {
		return nil
	}
	return d.save(folder+"/"+name+".mmd", []byte(text+"\n"), from)
}

// saveDependencies writes which documents were made from which.
func (d *documents) saveDependencies() error {
	var b bytes.Buffer
	b.WriteString("{")
	for _, name := range slices.Sorted(maps.Keys(d.made)) {
		if len(d.made[name]) == 0 {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n    %s: %s", quote(name), quote(d.made[name]))
	}
	b.WriteString("\n}\n")
	return d.save(dependenciesFile, b.Bytes())
}

// page returns a document as Markdown.
func (n *Node) page(doc []byte) []byte {
	var fields map[string]json.RawMessage
	if json.Unmarshal(doc, &fields) != nil {
		return doc
	}
	var b bytes.Buffer
	for _, c := range n.Children {
		raw, ok := fields[c.Key]
		if !ok {
			continue
		}
		fmt.Fprintf(&b, "## %s\n\n", c.Key)
		var text string
		var list []string
		var table [][]string
		switch {
		case json.Unmarshal(raw, &text) == nil:
			b.WriteString(pageText(text))
		case json.Unmarshal(raw, &list) == nil:
			for _, item := range list {
				b.WriteString("- " + item + "\n")
			}
		case json.Unmarshal(raw, &table) == nil:
			for _, row := range table {
				b.WriteString("- " + strings.Join(row, ": ") + "\n")
			}
		default:
			b.WriteString("```json\n" + string(raw) + "\n```\n")
		}
		b.WriteByte('\n')
	}
	return append(bytes.TrimRight(b.Bytes(), "\n"), '\n')
}

// pageText returns a text for a page: a diagram in a fence.
func pageText(text string) string {
	bare := strings.TrimSpace(unfence(text))
	for _, kind := range []string{"classDiagram", "sequenceDiagram", "quadrantChart", "flowchart", "graph "} {
		if strings.HasPrefix(bare, kind) {
			return "```mermaid\n" + bare + "\n```\n"
		}
	}
	return text + "\n"
}

// mergePackages returns requirements.txt with further packages. What only says
// that there are none is left out.
func mergePackages(old []byte, packages []string) []byte {
	var lines []string
	for line := range strings.Lines(string(old)) {
		lines = append(lines, strings.TrimSpace(line))
	}
	for _, p := range packages {
		p, _, _ = strings.Cut(p, "#")
		p = strings.TrimSpace(p)
		low := strings.ToLower(p)
		if p == "" || strings.HasPrefix(low, "no ") || low == "none" || low == "n/a" || slices.Contains(lines, p) {
			continue
		}
		lines = append(lines, p)
	}
	if len(lines) == 0 {
		return nil
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
