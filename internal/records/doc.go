// Package records repairs JSON Lines: lines that are texts, and records with
// texts in some of their fields. It is what the filter and the engines that
// run on many machines have in common, so that both write the same bytes.
package records
