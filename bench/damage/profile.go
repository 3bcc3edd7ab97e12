package damage

import (
	_ "embed"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
)

//go:embed weights.json
var counted []byte

// A Profile says how often a model's texts have a fault.
type Profile struct {
	Model   string
	Records int            // texts that were looked at
	Faults  map[string]int // those of them that have a fault
}

// Any is the model of the profile in which all faults are equally frequent,
// also those that were not counted with any model.
const Any = "any"

// Profiles returns the profiles of the models that were counted, by name, and
// that of Any. They are the caller's.
func Profiles() []Profile {
	var models map[string]Profile
	if err := json.Unmarshal(counted, &models); err != nil {
		panic("damage: " + err.Error()) // the tests read the same file
	}
	even := Profile{Model: Any, Records: 20, Faults: map[string]int{}}
	for _, name := range Faults() {
		even.Faults[name] = 1
	}
	list := []Profile{even}
	for _, name := range slices.Sorted(maps.Keys(models)) {
		p := models[name]
		p.Model = name
		list = append(list, p)
	}
	return list
}

// Faults returns the faults that documents can be damaged by, sorted.
func Faults() []string { return slices.Sorted(maps.Keys(operators)) }

// known returns the faults of the profile that there are operators for,
// sorted.
func (p Profile) known() []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(p.Faults)) {
		if operators[name] != nil {
			list = append(list, name)
		}
	}
	return list
}

// draw returns a fault, each as often as it was counted.
func (p Profile) draw(rng *rand.Rand) string {
	list := p.known()
	sum := 0
	for _, name := range list {
		sum += p.Faults[name]
	}
	if sum == 0 {
		return ""
	}
	k := rng.IntN(sum)
	for _, name := range list {
		if k -= p.Faults[name]; k < 0 {
			return name
		}
	}
	return ""
}

// most is how many faults a document gets at most.
const most = 3

// with returns a fault and others that come with it as often as the model has
// them, none that is to be kept apart.
func (p Profile) with(rng *rand.Rand, lead string) []string {
	list := []string{lead}
	known := p.known()
	for _, i := range rng.Perm(len(known)) {
		name := known[i]
		if len(list) == most {
			break
		}
		if name == lead || rng.IntN(p.Records) >= p.Faults[name] ||
			slices.ContainsFunc(list, func(other string) bool { return clash(name, other) }) {
			continue
		}
		list = append(list, name)
	}
	return list
}
