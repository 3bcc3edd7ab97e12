package pipeline

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// engineer is the Engineer's work: the code after the tasks, and the summary
// after the code.
func (c *Company) engineer(ctx context.Context, r *role, news []Message) ([]Message, error) {
	if news[len(news)-1].CauseBy == writeCode {
		return nil, c.summarize(ctx, r, strings.Split(last(news), "\n"))
	}
	w := &writer{c: c, role: r, tasks: last(news), folder: filepath.Base(c.docs.root), code: map[string]string{}}
	design, err := os.ReadFile(filepath.Join(c.docs.root, filepath.FromSlash(designFolder), c.name()+".json"))
	if err != nil {
		return nil, (&step{c: c, role: r, name: writeCode}).fail(err)
	}
	w.design = string(design)
	if err := w.list(); err != nil {
		return nil, err
	}
	for _, file := range w.files {
		if err := w.write(ctx, file); err != nil {
			return nil, err
		}
	}
	return []Message{{Content: strings.Join(w.files, "\n"), CauseBy: writeCode, SendTo: []string{r.Name}}}, nil
}

// A writer writes the files of a program.
type writer struct {
	c             *Company
	role          *role
	design, tasks string
	folder        string // of the source, in the project
	files         []string
	code          map[string]string
}

// list reads the names of the files from the tasks, or else from the design.
func (w *writer) list() error {
	s := &step{c: w.c, role: w.role, name: writeCode}
	for _, from := range []struct{ doc, key string }{{w.tasks, "Task list"}, {w.design, "File list"}} {
		var names []string
		listField([]byte(from.doc), from.key, &names)
		for _, name := range names {
			file := cleanFile(name, w.folder)
			switch {
			case file == "":
				s.tell(Event{Kind: Warned, Text: fmt.Sprintf("%q in %q names no file and is left out", name, from.key)})
			case !slices.Contains(w.files, file):
				w.files = append(w.files, file)
			}
		}
		if len(w.files) > 0 {
			return nil
		}
	}
	return s.fail(fmt.Errorf("neither the tasks nor the design name a file"))
}

// write writes a file, and has it reviewed.
func (w *writer) write(ctx context.Context, file string) error {
	s := &step{c: w.c, role: w.role, name: writeCode, file: file}
	code, err := w.ask(ctx, s, writeCodePrompt(w.design, w.tasks, w.others(file), file))
	if err != nil {
		return err
	}
	for n := 1; w.c.Options.CodeReview && n <= w.c.Config.CodeValidateTimes; n++ {
		review := &step{c: w.c, role: w.role, name: "WriteCodeReview", file: file}
		about := reviewPrompt(w.design, w.tasks, w.others(file), file, code, n)
		reply, err := review.ask(ctx, n, []Turn{{"user", about}})
		if err != nil {
			return err
		}
		text := withoutDraft(reply.Text)
		if !strings.Contains(text, "LBTM") {
			break
		}
		if code, err = w.ask(ctx, s, rewritePrompt(about, text, file)); err != nil {
			return err
		}
	}
	w.code[file] = code
	w.c.summary.Files = append(w.c.summary.Files, path.Join(w.folder, file))
	return s.fail(w.c.docs.save(path.Join(w.folder, file), []byte(code),
		designFolder+"/"+w.c.name()+".json", taskFolder+"/"+w.c.name()+".json"))
}

// ask returns the code in the answer to a prompt.
func (w *writer) ask(ctx context.Context, s *step, prompt string) (string, error) {
	reply, err := s.ask(ctx, 1, []Turn{{"user", prompt}})
	if err != nil {
		return "", err
	}
	code, whole := extractCode(reply.Text, s.file)
	if strings.TrimSpace(code) == "" {
		return "", s.fail(fmt.Errorf("the answer has no code"))
	}
	if reply.Cut == "length" {
		s.tell(Event{Kind: Warned, Text: "the code is cut off: the answer reached max_token"})
	} else if !whole {
		s.tell(Event{Kind: Warned, Text: "the block of code has no end; its end is taken to be that of the answer"})
	}
	return code, nil
}

// others returns the files that are there besides one, for a prompt.
func (w *writer) others(file string) string {
	var b strings.Builder
	for _, name := range w.files {
		if code, ok := w.code[name]; ok && name != file {
			fmt.Fprintf(&b, "### File Name: `%s`\n```%s\n%s```\n\n", name, languageOf(name), code)
		}
	}
	if b.Len() == 0 {
		return "None yet.\n"
	}
	return b.String()
}

func languageOf(file string) string {
	if l := languages[path.Ext(file)]; len(l) > 0 {
		return l[0]
	}
	return ""
}

var passes = regexp.MustCompile(`(?i)IS_PASS["*` + "`" + `]*\s*[:=]\s*["*` + "`" + `]*\s*(YES|NO)\b`)

// summarize has a summary written of all code.
func (c *Company) summarize(ctx context.Context, r *role, files []string) error {
	s := &step{c: c, role: r, name: summarizeCode}
	folder := filepath.Base(c.docs.root)
	var code strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(c.docs.root, folder, filepath.FromSlash(file)))
		if err != nil {
			return s.fail(err)
		}
		fmt.Fprintf(&code, "### File Name: `%s`\n```%s\n%s```\n\n", file, languageOf(file), text)
	}
	reply, err := s.ask(ctx, 1, []Turn{{"user", summaryPrompt(code.String(), c.state.team.Idea)}})
	if err != nil {
		return err
	}
	text := strings.TrimSpace(withoutDraft(reply.Text)) + "\n"
	m := passes.FindStringSubmatch(text)
	pass := m != nil && strings.EqualFold(m[1], "yes")
	if !pass {
		s.tell(Event{Kind: Warned, Text: "the summary does not say that the program is complete: see " + summaryPages + "/" + c.name() + ".md"})
	}
	doc := fmt.Sprintf("{\n    \"files\": %s,\n    \"is_pass\": %t,\n    \"summary\": %s\n}\n", quote(files), pass, quote(text))
	if err := c.docs.save(summaryFolder+"/"+c.name()+".json", []byte(doc), taskFolder+"/"+c.name()+".json"); err != nil {
		return s.fail(err)
	}
	return s.fail(c.docs.save(summaryPages+"/"+c.name()+".md", []byte(text), summaryFolder+"/"+c.name()+".json"))
}
