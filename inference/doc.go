// Package inference repairs the answers of model servers on their way to the
// client: OpenAI-compatible ones (vLLM, SGLang, llama.cpp, FastChat,
// LLaMA-Factory, the /v1 of ollama) and ollama's own API.
//
//	client := &http.Client{Transport: inference.Transport(nil)}
//
// The request says what shape the answer should have: response_format in all
// its spellings, guided_json, structured_outputs, ollama's format, the
// parameters of tools, or the nodes of a MetaGPT prompt. The texts of the
// answer that should be JSON are repaired and made to fit; everything around
// them, unknown fields included, stays byte for byte. Where the request asks
// for no JSON, the whole answer does. Malformed arguments of tool calls in the
// history of a request, which servers refuse, are repaired too.
//
// A request with tools whose answer is only text, because the server could not
// read the calls in it, gets those calls (package toolcall reads them), with
// ids and finish_reason tool_calls; what else was said stays. What looks like a
// call and is none stays too, and the report says why. An answer in which
// nothing is left of what the model wrote, though the server counted tokens, is
// an error.
//
// # Streams
//
// A frame goes on as it came as soon as the text in it is certain; so a stream
// that needs no repair is the same, byte for byte. From the first repair of a
// text on, its frames carry what has become certain meanwhile. What was sent
// is never taken back: the deltas of a text concatenate to valid JSON, or the
// stream ends with an error. With a schema, values go on when they are complete
// and fit; if the end of the text shows that it cannot fit, the stream is
// completed as far as what was sent allows, and says so.
//
// Lines are shorter than 64 KiB, and a stream in OpenAI's format ends with
// [DONE]. A stream that breaks off ends with an error in OpenAI's format;
// other servers' errors are translated to it.
//
// # What is marked
//
// Headers, or trailers of a stream, say what was done: Repair-Edits and
// Repair-Faults; Repair-Truncated if the answer is cut off, with the reason
// "length" (the server says so) or "text" (the server hides it); Repair-Failed
// if a text that should be JSON has none or does not fit, which then is the
// client's to judge.
package inference
