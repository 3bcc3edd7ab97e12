package inference

import "github.com/tidwall/gjson"

// ErrorMessage returns what the body of a failed answer says, in the format of
// whichever server wrote it. With status 0, data is a frame of a stream; one
// that brings no error gives "".
func ErrorMessage(data []byte, status int) string {
	return gjson.GetBytes(translate(data, status), "error.message").String()
}
