// Package bench makes the texts that the benchmarks and the growth tests run
// on: documents like those that models write, ten kinds of damage to them, and
// families of adversarial texts of any size. All of them are deterministic.
package bench
