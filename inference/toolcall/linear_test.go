package toolcall

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The work is linear: texts that are twice as long take about twice as long,
// in one piece and in pieces, however hopeless they are.
func TestLinear(t *testing.T) {
	tools := tools(t)
	families := map[string]string{
		"open braces":     "{",
		"open lists":      "[",
		"open calls":      "get_weather(",
		"unknown calls":   "f(",
		"tags":            "<tool_call>",
		"angles":          "<",
		"headers":         "<|channel|>",
		"quotes":          `"`,
		"apostrophes":     "get_weather(city='a'b ",
		"commas":          `get_weather("a",b `,
		"fences":          "```\n",
		"backquotes":      "`",
		"named":           "get_weather\n",
		"name and object": "get_weather\n{",
		"names":           "get_weather ",
		"objects":         `{"a":1}`,
		"calls":           `get_weather(city="a")`,
		"prose calls":     "words get_weather() ",
		"elements":        "<function=now><parameter=a>",
		"open elements":   "<function=now>",
		"parameters":      "<parameter=a>",
		"arg keys":        "<tool_call>now\n<arg_key>",
		"assignments":     "```\nx = 'a\n",
		"backslashes":     `\`,
		"drafts":          "<think>",
		"closers":         ")]}",
		"wrapper":         `{"tool_calls":[{`,
		"long word":       "a",
		"dots":            "a.",
		"formula":         "math.add(a=1+",
		"formulas":        "math.add(a=-(-(",
	}
	for name, unit := range families {
		t.Run(name, func(t *testing.T) {
			head := ""
			if name == "parameters" {
				head = "<function=now>"
			}
			short := head + strings.Repeat(unit, 20000/len(unit))
			long := head + strings.Repeat(unit, 160000/len(unit))
			for try := 1; ; try++ { // the machine may be busy with something else
				time1, time8 := least(tools, short), least(tools, long)
				t.Logf("%v, %v", time1, time8)
				if time8 < 30*time1+100*time.Millisecond {
					return
				}
				require.Less(t, try, 5)
			}
		})
	}
}

// least returns the shorter time of two readings.
func least(tools *Tools, text string) time.Duration {
	best := time.Hour
	for range 2 {
		start := time.Now()
		Options{Anywhere: true}.Read(tools, []byte(text))
		s := Options{}.NewStream(tools)
		for rest := text; rest != ""; {
			n := min(len(rest), 512)
			s.Write([]byte(rest[:n]))
			rest = rest[n:]
		}
		s.Close()
		best = min(best, time.Since(start))
	}
	return best
}
