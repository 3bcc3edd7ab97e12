// Package damage makes documents that fit a schema and breaks them as language
// models do, so that what was meant is known. How often a fault strikes is
// what was counted in the outputs of each model (weights.json).
//
// The same arguments give the same documents and the same damage.
package damage
