package inference

import "testing"

func TestErrorMessage(t *testing.T) {
	for _, c := range []struct {
		data   string
		status int
		want   string
	}{
		{`{"error":{"message":"a","type":"BadRequestError","code":400}}`, 400, "a"},
		{`{"object":"error","message":"b","code":40301}`, 400, "b"},
		{`{"detail":"c"}`, 400, "c"},
		{`{"detail":{"error":{"message":"d"}}}`, 401, "d"},
		{`{"error":"e"}`, 500, "e"},
		{"404 page not found\n", 404, "404 page not found"},
		{`{"text":"f","error_code":50001}`, 0, "f"},
		{`{"error":{"message":"g"}}`, 0, "g"},
		{`{"choices":[{"delta":{"content":"x"}}]}`, 0, ""},
		{`{"message":{"content":"x"},"done":false}`, 0, ""},
		{"no JSON", 0, ""},
	} {
		if got := ErrorMessage([]byte(c.data), c.status); got != c.want {
			t.Errorf("ErrorMessage(%s, %d) = %q, want %q", c.data, c.status, got, c.want)
		}
	}
}
