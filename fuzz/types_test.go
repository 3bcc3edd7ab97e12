package fuzz

import (
	"encoding/json"
	"math/big"
	"net/netip"
	"strconv"
	"time"
)

// What programs ask models for: forty types, of everything that encoding/json
// reads and writes.
type (
	tPerson struct{ Name, Email string }
	tTask   struct {
		Title string   `json:"title"`
		Hours int      `json:"hours"`
		Tags  []string `json:"tags"`
	}
	tSmall struct {
		A int8   `json:"a"`
		B uint8  `json:"b"`
		C int16  `json:"c"`
		D uint16 `json:"d"`
	}
	tLarge struct {
		A int64   `json:"a"`
		B uint64  `json:"b"`
		C uint    `json:"c"`
		D float64 `json:"d"`
		E float32 `json:"e"`
	}
	tFlags struct {
		Ready bool  `json:"ready"`
		Done  *bool `json:"done"`
	}
	tOptional struct {
		Name  string  `json:"name"`
		Nick  string  `json:"nick,omitempty"`
		Age   *int    `json:"age,omitempty"`
		Score float64 `json:"score,omitzero"`
	}
	tPointers struct {
		A *string  `json:"a"`
		B *float64 `json:"b"`
		C *tPerson `json:"c"`
		D **int    `json:"d"`
	}
	tBase struct {
		ID      int    `json:"id"`
		Created string `json:"created"`
	}
	tEmbedded struct {
		tBase
		Title string `json:"title"`
	}
	TNote            struct{ Text string }
	tEmbeddedPointer struct {
		*TNote
		Title string `json:"title"`
	}
	tShadow struct {
		tBase
		ID string `json:"id"`
	}
	tMap     struct{ Scores map[string]int }
	tMapDeep struct {
		ByCity map[string]map[string][]float64 `json:"by_city"`
	}
	tMapKeys struct {
		ByNumber map[int]string    `json:"by_number"`
		ByLevel  map[tLevel]string `json:"by_level"`
	}
	tAny struct {
		Kind  string `json:"kind"`
		Value any    `json:"value"`
	}
	tAnyMap struct {
		Extra map[string]any `json:"extra"`
		List  []any          `json:"list"`
	}
	tRaw struct {
		Name    string          `json:"name"`
		Payload json.RawMessage `json:"payload"`
	}
	tTimes struct {
		Begin time.Time  `json:"begin"`
		End   *time.Time `json:"end,omitempty"`
	}
	tDuration struct {
		Wait time.Duration `json:"wait"`
	}
	tNumber struct {
		Price json.Number `json:"price"`
	}
	tBig struct {
		Whole *big.Int `json:"whole"`
	}
	tAddr struct {
		Addr   netip.Addr   `json:"addr"`
		Prefix netip.Prefix `json:"prefix"`
	}
	tLevel int
	tText  struct {
		Level  tLevel   `json:"level"`
		Levels []tLevel `json:"levels"`
	}
	tQuoted struct {
		ID    int64   `json:"id,string"`
		Price float64 `json:"price,string"`
		Ready bool    `json:"ready,string"`
	}
	tQuotedPointers struct {
		ID    *int64 `json:"id,string"`
		Ready *bool  `json:"ready,omitempty,string"`
	}
	tForest struct {
		Trees tGrove `json:"trees"`
	}
	tGrove map[string][]tGrove
	tEnum  struct {
		Unit  string `json:"unit" jsonschema:"enum=celsius,enum=fahrenheit"`
		Level string `json:"level" jsonschema:"enum=high,enum=low,default=low"`
		Stars int    `json:"stars" jsonschema:"minimum=1,maximum=5"`
	}
	tLimits struct {
		Code string   `json:"code" jsonschema:"minLength=1,maxLength=200,description=Any text, but not none"`
		List []string `json:"list" jsonschema:"maxItems=8"`
	}
	tBytes struct {
		Data []byte `json:"data"`
	}
	tArrays struct {
		Point [2]float64  `json:"point"`
		Grid  [2][3]int   `json:"grid"`
		Names [2]string   `json:"names"`
		Flags [3]*tPerson `json:"flags"`
	}
	tSlices struct {
		Matrix [][]int     `json:"matrix"`
		People []tPerson   `json:"people"`
		Refs   []*tPerson  `json:"refs"`
		Deep   [][]tPerson `json:"deep"`
	}
	tNested struct {
		Order struct {
			Lines []struct {
				Product string `json:"product"`
				Count   uint   `json:"count"`
			} `json:"lines"`
			Customer tPerson `json:"customer"`
		} `json:"order"`
	}
	tTree struct {
		Value int      `json:"value"`
		Kids  []*tTree `json:"kids,omitempty"`
	}
	tLinked struct {
		Value string   `json:"value"`
		Next  *tLinked `json:"next"`
	}
	tExpr struct {
		Op   string           `json:"op"`
		Args []tExpr          `json:"args,omitempty"`
		Env  map[string]tExpr `json:"env,omitempty"`
	}
	tGeneric[T any] struct {
		Data T      `json:"data"`
		Next string `json:"next"`
	}
	tNames struct {
		UserName string `json:"userName"`
		SnakeOne string `json:"snake_one"`
		Kebab    string `json:"kebab-two"`
		Spaced   string `json:"Original Requirements"`
		CJK      string `json:"名前"`
		Dollar   string `json:"$ref"`
	}
	tHidden struct {
		Name   string `json:"name"`
		Secret string `json:"-"`
		//lint:ignore U1000 a field that is not exported is no member
		secret string
	}
	tInterface struct {
		Stringer any `json:"stringer"`
		Nothing  any `json:"nothing"`
	}
	tTool struct {
		Name      string         `json:"name"`
		Arguments map[string]any `json:"arguments"`
	}
	tReview struct {
		LGTM     string   `json:"LGTM"`
		Comments []string `json:"Comments"`
		Rating   float64  `json:"rating"`
	}
	tWeather struct {
		City     string   `json:"city"`
		Celsius  *float64 `json:"celsius"`
		Humidity int      `json:"humidity" jsonschema:"minimum=0,maximum=100"`
		Days     []struct {
			Date string  `json:"date"`
			High float64 `json:"high"`
			Low  float64 `json:"low"`
		} `json:"days"`
	}
	tLink struct {
		URL   string  `json:"url"`
		Ratio float64 `json:"ratio"`
	}
)

func (l tLevel) MarshalText() ([]byte, error) { return []byte("level-" + strconv.Itoa(int(l))), nil }

func (l *tLevel) UnmarshalText(b []byte) error {
	n, err := strconv.Atoi(string(b[len("level-"):]))
	*l = tLevel(n)
	return err
}

// tTypes are the types, each with what tests it.
var tTypes = []typeTest{
	of[tPerson](), of[tTask](), of[tSmall](), of[tLarge](), of[tFlags](), of[tOptional](), of[tPointers](),
	of[tEmbedded](), of[tEmbeddedPointer](), of[tShadow](), of[tMap](), of[tMapDeep](), of[tMapKeys](), of[tAny](),
	of[tAnyMap](), of[tRaw](), of[tTimes](), of[tDuration](), of[tNumber](), of[tBig](), of[tAddr](), of[tText](),
	of[tQuoted](), of[tQuotedPointers](), of[tForest](), of[tEnum](), of[tLimits](), of[tBytes](), of[tArrays](), of[tSlices](), of[tNested](), of[tTree](),
	of[tLinked](), of[tExpr](), of[tGeneric[tTask]](), of[tGeneric[[]int]](), of[tNames](), of[tHidden](),
	of[tInterface](), of[tTool](), of[tReview](), of[tWeather](), of[tLink](), of[[]tPerson](), of[map[string]tTask](),
}
