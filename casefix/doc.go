// Package casefix finds the name that was meant by a name in another spelling:
// "original_requirements" for "Original Requirements".
//
// A prompt or a schema asks for members of certain names, the targets. A
// language model answers with members whose names differ in case, in what
// stands between the words, in the width of the letters or in the accents.
// An [Index] of the targets tells which of them a name stands for, and how
// closely it fits, as a [Match].
//
// A name is compared as a whole, never a part of it: "language" is not
// "Programming Language", whichever of the two was asked for. Whatever leaves
// a choice is [Ambiguous] and has no target: a member under a wrong name is
// missed, and can be asked for again, but a value under the name of another
// is believed.
//
// # Laws
//
//  1. Folding is idempotent: Fold(Fold(s)) equals Fold(s). Its output is UTF-8,
//     whatever the input is.
//  2. A target is found, as [Exact], by its own spelling.
//  3. A target in another case, with other separators between the words, or
//     in camelCase, is found as [Folded], or it is [Ambiguous] because another
//     target differs from it in nothing else.
//  4. [Index.Rename] gives two members the same target only if they have the
//     same name; it gives no member a target that another one has exactly; and
//     its answer for a member does not depend on the order of the members.
//  5. Renaming twice changes nothing more.
//
// An Index is immutable, and safe for concurrent use.
package casefix
