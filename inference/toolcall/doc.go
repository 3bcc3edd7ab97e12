// Package toolcall reads tool calls out of the text of a model.
//
// Servers read calls with a parser for one convention and strict JSON; what
// they cannot read comes as text, or is lost. This package knows the
// conventions of most models, repairs the arguments, and makes them fit the
// functions that were offered:
//
//	tools, err := toolcall.Parse(request.Tools)
//	answer := toolcall.Read(tools, text)
//	answer.Calls()   // what is called
//	answer.Content() // what else was said
//	answer.Errors()  // what looks like a call and is none, and why
//
// # What is read
//
//   - JSON objects with a name and arguments, however these are called, bare,
//     in lists, in fences, or in tags: Hermes and Qwen, Llama 3, Mistral,
//     Granite, Phi (functools[…]), Cohere, MiniMax, xLAM, OpenAI's own shape;
//   - f(a=1) in the notation of Python and its kin, with lists and without,
//     in fences and tags: Llama 3.2 and 4, Gemini, LFM2, OLMo; f({"a":1});
//     arguments without names are those of the schema, in its order;
//   - a name and an object behind it: GLM-4, Mistral's newer models, ReAct
//     (Action, Action Input), gpt-oss channels, DeepSeek, Kimi, Gemma;
//   - a name and an element for each argument: Qwen3-Coder, Seed, GLM-4.5,
//     MiniMax-M2.
//
// # What holds
//
//   - Only functions that were offered are called, under the name under which
//     they were offered, and only if the text names them. A name may be written
//     in other case or punctuation, behind a namespace, or without its module;
//     where only calls are expected and the arguments have the names of the
//     parameters, also with a slip of the pen.
//   - The parts of an Answer are the text: every byte is in one of them. Without
//     a call, the content is the text as it came.
//   - The arguments of a call are a part of the text with edits, as in package
//     repair, and the edits name what was mended.
//   - A call whose arguments are cut off within a value is none: what is left of
//     "/home/ann/notes" may be "/home". It stays in the content, with ErrCut.
//   - A text that arrives in pieces gives the same calls and the same content,
//     however it is divided. A call comes as soon as its arguments are complete
//     (behind prose, with the next byte), and text as soon as it can be no part
//     of a call.
//   - The work is linear in the text, and nothing recurses over it without a
//     bound.
//
// What is a call, and what only speaks of one, is decided in judge.go.
package toolcall
