package pipeline

import "fmt"

// The prompts for code. Their sections are MetaGPT's; what they say is our own.

func codeContext(design, tasks, code string) string {
	return fmt.Sprintf(`# Context
## Design
%s

## Task
%s

## Code of the other files
%s
`, design, tasks, code)
}

// writeCodePrompt asks for the code of a file.
func writeCodePrompt(design, tasks, code, file string) string {
	return codeContext(design, tasks, code) + fmt.Sprintf(`# Format example
## Code: %[1]s
`+"```%[2]s\n...\n```"+`

# Instruction
Write the file %[1]s, all of it and no other file.
- Follow the classes and the calls of the design; use only what the other files have or the design says.
- Write complete code: no placeholders, nothing left to do.
- Import whatever you use.

## Code: %[1]s
`, file, languageOf(file))
}

// reviewPrompt asks for a review of a file.
func reviewPrompt(design, tasks, others, file, code string, n int) string {
	return codeContext(design, tasks, others) + fmt.Sprintf(`# Code to review
## Code: %[1]s
`+"```%[2]s\n%[3]s```"+`

# Instruction
Review number %[4]d of the file %[1]s. Answer these questions, one line each:
1. Does it do what the design and the tasks ask of it?
2. Is its logic right?
3. Are its classes and functions those of the design?
4. Is anything missing or left to do?
5. Is everything imported that it uses?

## Code Review: %[1]s
Give your answers. End with the line LGTM if the file can stay as it is, or LBTM and what has to change.
`, file, languageOf(file), code, n)
}

// rewritePrompt asks for the file that a review wants.
func rewritePrompt(about, review, file string) string {
	return about + fmt.Sprintf(`
# Review
%[1]s

# Instruction
Write the file %[2]s again, all of it, with what the review asks for.

## Rewrite Code: %[2]s
`, review, file)
}

// summaryPrompt asks for a summary of all files.
func summaryPrompt(code, idea string) string {
	return fmt.Sprintf(`# Context
## Request
%s

## Code
%s
# Instruction
Look at the program as a whole.
- Say for each file what it does and what is wrong with it, if anything.
- Draw the calls between the files as a mermaid sequenceDiagram.
- List what is left to do, as "file: what".

## Code Summary
End with the line IS_PASS: YES if nothing is left to do, or IS_PASS: NO and the reason.
`, idea, code)
}
