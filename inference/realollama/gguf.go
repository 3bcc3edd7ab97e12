package main

import (
	"encoding/binary"
	"io"
	"math"
	"math/rand"
	"slices"
	"strings"
)

// The model is one of the llama family without a mind: its attention and its
// feed-forward layers are zero, so each token alone decides the next. The
// matrix of the output leads from the embedding of each token of a script to
// the next token of the script. The last token of the prompt, S1 to S8,
// chooses the script.

const (
	width, inner, layers, heads = 64, 128, 2, 4

	tokenNormal, tokenUnknown, tokenControl, tokenByte = 1, 2, 3, 6
)

// scripts is what the model says, by the last word of the prompt.
var scripts = []struct{ name, text string }{
	{"S1", `{"a":b"}}`},
	{"S2", `{"a":b"]}`},
	{"S3", `{"a":b"`},
	{"S4", "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Paris\",}}\n</tool_call>"},
	{"S5", "Sure! Here it is:\n```json\n{'project name': 'game_2048', \"Task list\": [\"a.py\", \"b.py\",]}\n```\nHope it helps!"},
	{"S6", `<think>hmm, {"x":0} no</think>{"a": 1}`},
	{"S7", "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Rome\"}}\n</tool_call>"},
	{"S8", `{"story": "once upon a time", "end": "they lived happily`},
}

// A vocabulary is the tokens of the model and which follows which.
type vocabulary struct {
	tokens []string
	kinds  []int32
	next   map[int]int
}

const spaceMark = "\u2581" // a space, in a token

func newVocabulary() *vocabulary {
	v := &vocabulary{next: map[int]int{}}
	v.add("<unk>", tokenUnknown)
	v.add("<s>", tokenControl)
	end := v.add("</s>", tokenControl)
	const hex = "0123456789ABCDEF"
	for b := range 256 {
		v.add("<0x"+string(hex[b>>4])+string(hex[b&15])+">", tokenByte)
	}
	for _, c := range spaceMark + "S0123456789" {
		v.add(string(c), tokenNormal)
	}
	for _, s := range scripts {
		last := v.add(s.name, tokenNormal)
		text := strings.ReplaceAll(s.text, " ", spaceMark)
		for text != "" {
			piece := v.fresh(text)
			if piece == "" { // all that is left is a token of another script: it joins the one before
				v.tokens[last] += text
				break
			}
			token := v.add(piece, tokenNormal)
			v.next[last] = token
			last = token
			text = text[len(piece):]
		}
		v.next[last] = end
	}
	return v
}

func (v *vocabulary) add(token string, kind int32) int {
	v.tokens = append(v.tokens, token)
	v.kinds = append(v.kinds, kind)
	return len(v.tokens) - 1
}

// fresh returns the shortest beginning of text, of five bytes or more, that is
// no token yet: a token has one place in one script.
func (v *vocabulary) fresh(text string) string {
	for n := 1; n <= len(text); n++ {
		whole := n == len(text) || text[n]&0xC0 != 0x80 // not within a character
		if (n >= 5 || n == len(text)) && whole && !slices.Contains(v.tokens, text[:n]) {
			return text[:n]
		}
	}
	return ""
}

// writeGGUF writes the model.
func writeGGUF(w io.Writer) error {
	v := newVocabulary()
	n := len(v.tokens)
	embedding, output := weights(v)
	g := &gguf{}
	g.text("general.architecture", "llama")
	g.text("general.name", "scripted")
	g.number("general.file_type", 0)
	g.number("general.quantization_version", 2)
	g.number("llama.context_length", 2048)
	g.number("llama.embedding_length", width)
	g.number("llama.block_count", layers)
	g.number("llama.feed_forward_length", inner)
	g.number("llama.attention.head_count", heads)
	g.number("llama.attention.head_count_kv", heads)
	g.float("llama.attention.layer_norm_rms_epsilon", 1e-5)
	g.number("llama.rope.dimension_count", width/heads)
	g.float("llama.rope.freq_base", 10000)
	g.number("llama.vocab_size", uint32(n))
	g.text("tokenizer.ggml.model", "llama")
	g.array("tokenizer.ggml.tokens", 8, n, func(b []byte, i int) []byte { return appendText(b, v.tokens[i]) })
	g.array("tokenizer.ggml.scores", 6, n, func(b []byte, i int) []byte { return appendFloat(b, -float32(i)) })
	g.array("tokenizer.ggml.token_type", 5, n, func(b []byte, i int) []byte {
		return binary.LittleEndian.AppendUint32(b, uint32(v.kinds[i]))
	})
	g.number("tokenizer.ggml.bos_token_id", 1)
	g.number("tokenizer.ggml.eos_token_id", 2)
	g.number("tokenizer.ggml.unknown_token_id", 0)
	g.flag("tokenizer.ggml.add_bos_token", true)
	g.flag("tokenizer.ggml.add_eos_token", false)
	g.flag("tokenizer.ggml.add_space_prefix", false)
	ones := slices.Repeat([]float32{1}, width)
	g.tensor("token_embd.weight", embedding, width, n)
	g.tensor("output_norm.weight", ones, width)
	g.tensor("output.weight", output, width, n)
	for l := range layers {
		block := "blk." + string(rune('0'+l)) + "."
		g.tensor(block+"attn_norm.weight", ones, width)
		for _, name := range []string{"attn_q", "attn_k", "attn_v", "attn_output"} {
			g.tensor(block+name+".weight", make([]float32, width*width), width, width)
		}
		g.tensor(block+"ffn_norm.weight", ones, width)
		g.tensor(block+"ffn_gate.weight", make([]float32, width*inner), width, inner)
		g.tensor(block+"ffn_up.weight", make([]float32, width*inner), width, inner)
		g.tensor(block+"ffn_down.weight", make([]float32, inner*width), inner, width)
	}
	return g.write(w)
}

// weights returns random embeddings, and the output matrix that leads from
// each token's to the next token, or weakly to the end.
func weights(v *vocabulary) (embedding, output []float32) {
	random := rand.New(rand.NewSource(7))
	n := len(v.tokens)
	embedding, output = make([]float32, n*width), make([]float32, n*width)
	for i := range embedding {
		embedding[i] = float32(2*random.Intn(2) - 1)
	}
	for i := range n {
		to, strength := 2, float32(0.05)
		if next, ok := v.next[i]; ok {
			to, strength = next, 1
		}
		for k := range width {
			output[to*width+k] += strength * embedding[i*width+k]
		}
	}
	return embedding, output
}

// A gguf is a file being put together: its pairs of key and value, what its
// tensors are, and the tensors.
type gguf struct {
	pairs, infos, data []byte
	nPairs, nTensors   uint64
}

func appendText(b []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint64(b, uint64(len(s))), s...)
}

func appendFloat(b []byte, f float32) []byte {
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
}

func (g *gguf) pair(key string, kind uint32) {
	g.nPairs++
	g.pairs = binary.LittleEndian.AppendUint32(appendText(g.pairs, key), kind)
}

func (g *gguf) number(key string, v uint32) {
	g.pair(key, 4)
	g.pairs = binary.LittleEndian.AppendUint32(g.pairs, v)
}

func (g *gguf) float(key string, v float32) {
	g.pair(key, 6)
	g.pairs = appendFloat(g.pairs, v)
}

func (g *gguf) flag(key string, v bool) {
	g.pair(key, 7)
	b := byte(0)
	if v {
		b = 1
	}
	g.pairs = append(g.pairs, b)
}

func (g *gguf) text(key, v string) {
	g.pair(key, 8)
	g.pairs = appendText(g.pairs, v)
}

func (g *gguf) array(key string, kind uint32, n int, item func([]byte, int) []byte) {
	g.pair(key, 9)
	g.pairs = binary.LittleEndian.AppendUint32(g.pairs, kind)
	g.pairs = binary.LittleEndian.AppendUint64(g.pairs, uint64(n))
	for i := range n {
		g.pairs = item(g.pairs, i)
	}
}

const alignment = 32

func pad(b []byte) []byte { return append(b, make([]byte, -len(b)&(alignment-1))...) }

func (g *gguf) tensor(name string, values []float32, dims ...int) {
	g.nTensors++
	g.infos = binary.LittleEndian.AppendUint32(appendText(g.infos, name), uint32(len(dims)))
	for _, d := range dims {
		g.infos = binary.LittleEndian.AppendUint64(g.infos, uint64(d))
	}
	g.infos = binary.LittleEndian.AppendUint32(g.infos, 0) // float32
	g.infos = binary.LittleEndian.AppendUint64(g.infos, uint64(len(g.data)))
	for _, f := range values {
		g.data = appendFloat(g.data, f)
	}
	g.data = pad(g.data)
}

func (g *gguf) write(w io.Writer) error {
	head := append([]byte("GGUF"), 3, 0, 0, 0)
	head = binary.LittleEndian.AppendUint64(head, g.nTensors)
	head = binary.LittleEndian.AppendUint64(head, g.nPairs)
	head = pad(append(append(head, g.pairs...), g.infos...))
	_, err := w.Write(append(head, g.data...))
	return err
}
