package pipeline

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// What follows checks values of the configuration: each returns what is wrong
// with a value, or "".

func oneOf(list ...string) func(string) string {
	return func(v string) string {
		if slices.Contains(list, v) {
			return ""
		}
		return fmt.Sprintf("%q is none of %s", v, strings.Join(list, ", "))
	}
}

func atLeast[V int | float64](least V) func(V) string {
	return func(v V) string {
		if v >= least {
			return ""
		}
		return fmt.Sprintf("%v is less than %v", v, least)
	}
}

func isURL(v string) string {
	if u, err := url.Parse(v); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Sprintf("%q is not a URL such as http://127.0.0.1:8000/v1", v)
	}
	return ""
}

func isProxy(v string) string {
	if u, err := url.Parse(v); v != "" && (err != nil || u.Host == "") {
		return fmt.Sprintf("%q is not a URL such as http://127.0.0.1:3128", v)
	}
	return ""
}

func isAPIType(v string) string {
	switch format, known := apiTypes[v]; {
	case !known:
		return fmt.Sprintf("%q is not known; for a server of open models write open_llm or ollama", v)
	case format == 0:
		return fmt.Sprintf("%q is not spoken here; there are the OpenAI-compatible ones (open_llm), ollama and ollama.generate", v)
	}
	return ""
}
