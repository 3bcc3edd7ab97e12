// Package schema says which shape an answer should have, and makes valid JSON
// text fit it.
//
// A [Schema] comes from a JSON Schema document ([Parse]), from a Go type
// ([For], [Of]) or from a list of names ([Keys]). [Schema.Check] lists what
// does not fit; [Schema.Align] returns edits, as package repair does, that
// make the text fit as far as that is possible without inventing anything:
// names are spelt as the schema spells them, scalars take the type that is
// wanted, one value becomes a list of one, and so on. The rules and what each
// costs are in costs.go, the faults they mend in the table of package repair;
// where several readings are possible, the cheapest is taken, and of equally
// cheap ones the first in the schema. README.md has the rules with cases in
// which they apply, and cases in which they do not.
//
// # Laws
//
// The aligned text validates against the schema, or the mismatches that are
// left are returned. Aligning twice changes nothing. A value that fits is not
// touched, with one exception: where an integer is wanted, 3.0 (which
// validators accept, and most decoders do not) is written as 3.
//
// Of members of one name, each is to fit, whichever a decoder will take. The
// work for a text is linear: at most a constant, which depends on the schema,
// for each byte. A schema made to take exponential time ends in a mismatch.
//
// Nothing is read from files or from the network: references go to places
// within the document, or to the well-known metaschemas.
package schema
