module github.com/repairjson/repairjson/inference/realollama

go 1.26.0

require (
	github.com/repairjson/repairjson v0.0.0
	github.com/tidwall/gjson v1.20.1
)

require (
	github.com/cenkalti/backoff/v5 v5.0.3 // indirect
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/santhosh-tekuri/jsonschema/v5 v5.3.1 // indirect
	github.com/tidwall/match v1.1.1 // indirect
	github.com/tidwall/pretty v1.2.2 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
)

replace github.com/repairjson/repairjson => ../..
