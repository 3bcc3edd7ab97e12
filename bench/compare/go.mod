module github.com/repairjson/repairjson/bench/compare

go 1.26.4

require (
	github.com/kaptinlin/jsonrepair v0.4.8
	github.com/repairjson/repairjson v0.0.0
)

require github.com/go-json-experiment/json v0.0.0-20260601182631-00ed12fed2a6 // indirect

replace github.com/repairjson/repairjson => ../..
