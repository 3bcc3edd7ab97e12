module github.com/repairjson/repairjson/bench/repairbench/peers/kaptinlin

go 1.26.4

require github.com/kaptinlin/jsonrepair v0.4.8

require github.com/go-json-experiment/json v0.0.0-20260601182631-00ed12fed2a6 // indirect
