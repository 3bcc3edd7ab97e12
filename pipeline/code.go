package pipeline

import (
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// fence matches a line that opens or closes a block of code: group 1 is the
// fence, group 2 the language.
var fence = regexp.MustCompile("^[ \t]*(`{3,}|~{3,})[ \t]*([\\w+#.-]*)[^`\n]*$")

// A block is a block of code in an answer.
type block struct {
	language string
	text     string
	closed   bool
}

// blocks returns the blocks of code in a text.
func blocks(text string) (list []block) {
	var open string
	for line := range strings.Lines(text) {
		m := fence.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		switch {
		case open == "" && m != nil:
			open = m[1]
			list = append(list, block{language: strings.ToLower(m[2])})
		case open == "":
		case m != nil && m[2] == "" && strings.HasPrefix(m[1], open):
			open = ""
			list[len(list)-1].closed = true
		default:
			list[len(list)-1].text += line
		}
	}
	return list
}

// extractCode returns the code of a file in an answer: the longest block in
// the file's language, or else the longest of all, or else the answer itself
// from the first line that looks like code. whole is false if the end of the
// block is missing.
func extractCode(answer, file string) (code string, whole bool) {
	answer = withoutDraft(answer)
	list := blocks(answer)
	if len(list) == 0 {
		return bareCode(answer), true
	}
	best := slices.MaxFunc(list, func(a, b block) int {
		if x, y := a.in(file), b.in(file); x != y {
			if x {
				return 1
			}
			return -1
		}
		return len(a.text) - len(b.text)
	})
	return strings.TrimSpace(best.text) + "\n", best.closed
}

// languages are the names of languages by the endings of files.
var languages = map[string][]string{
	".py": {"python", "py", "python3"}, ".js": {"javascript", "js"}, ".ts": {"typescript", "ts"},
	".html": {"html"}, ".css": {"css"}, ".go": {"go", "golang"}, ".java": {"java"}, ".c": {"c"}, ".cpp": {"cpp", "c++"},
	".rs": {"rust"}, ".rb": {"ruby"}, ".sh": {"bash", "sh", "shell"}, ".json": {"json"}, ".md": {"markdown", "md"},
}

// in reports whether the block is in the language of the file.
func (b *block) in(file string) bool {
	return slices.Contains(languages[path.Ext(file)], b.language)
}

var codeLine = regexp.MustCompile(`^(?:import |from \w[\w.]* import|def |class |@\w|#!|# -\*-|"""|const |let |var |function |package |use |#include|<!DOCTYPE|<html)`)

// bareCode returns an answer without fences from its first line of code on.
func bareCode(answer string) string {
	rest := answer
	for line := range strings.Lines(answer) {
		if codeLine.MatchString(line) {
			break
		}
		rest = rest[len(line):]
	}
	if rest == "" {
		rest = answer
	}
	return strings.TrimSpace(rest) + "\n"
}

var draft = regexp.MustCompile(`(?is)^\s*(?:<think>)?.*?</think>\s*`)

// withoutDraft returns an answer without the thoughts at its beginning.
func withoutDraft(answer string) string { return draft.ReplaceAllString(answer, "") }

// unfence returns a value that stands alone in a block of code without the
// fence, as models write diagrams.
func unfence(value string) string {
	trimmed := strings.TrimSpace(value)
	if list := blocks(trimmed); len(list) == 1 && (strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~")) {
		return strings.TrimRight(list[0].text, "\n")
	}
	return value
}

var fileName = regexp.MustCompile(`[\w.-]+(?:/[\w.-]+)*\.[A-Za-z]\w{0,7}\b`)

// fileNames returns the names of files in a text, each once.
func fileNames(text string) []string {
	names := []string{}
	for _, name := range fileName.FindAllString(text, -1) {
		if languages[path.Ext(name)] != nil && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// cleanFile returns the path of a file that a model named, within the folder
// of the source: "./game.py", "`game.py`", "game.py (the board)" are game.py,
// and snake_game/game.py too if that is the folder. It is "" for what names no
// file in there.
func cleanFile(name, folder string) string {
	match := path.Clean(fileName.FindString(strings.ReplaceAll(name, `\`, "/")))
	match = strings.TrimPrefix(match, folder+"/")
	if match == "." || !filepath.IsLocal(filepath.FromSlash(match)) || strings.HasPrefix(match, ".git") {
		return ""
	}
	return match
}

// projectName returns a name that can be a folder and a package of Python:
// "Snake Game!" is snake_game.
func projectName(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(name)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9' && b.Len() > 0:
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
		if b.Len() >= 48 {
			break
		}
	}
	return strings.Trim(b.String(), "_")
}
