package schema

// What alignment costs. Of several ways to make a value fit, the one with the
// least sum is taken: what says the same in another form costs little, what
// reads something into the text costs more, and what leaves something out
// costs most. A value that fits costs nothing.
const (
	costIntegerForm = 1  // 3.0 → 3
	costKeyCase     = 1  // "User Name" → "userName"
	costEnumForm    = 1  // "Celsius." → "celsius"
	costText        = 2  // 30 → "30": all of it is there
	costNumber      = 2  // "30" → 30
	costTruth       = 2  // "yes" → true
	costWrapped     = 3  // x → [x]
	costUnwrapped   = 3  // [x] → x, {"result": x} → x
	costNullField   = 3  // null for an optional field
	costNull        = 3  // "none" → null
	costParsed      = 3  // "[1,2]" → [1,2]
	costRepaired    = 1  // besides, if that JSON had to be repaired
	costUnit        = 4  // "12%" → 12
	costKeyNear     = 5  // "adress" → "address"
	costEnumNear    = 5  // "in celsius please" → "celsius"
	costRearranged  = 5  // a list → the members of an object
	costDefaulted   = 6  // a missing field
	costImplied     = 7  // x → {"name": x}
	costAsText      = 8  // an object → its text
	costUnread      = 20 // besides, to wrap a string that looks like JSON
	costExtraField  = 10 // a field left out
	costDropped     = 40 // an element left out, to salvage the list
	costOtherBranch = 15 // besides, for another branch than the discriminator names
)

// How much does not fit: a value of the wrong kind weighs more than a missing
// field within one of the right kind. A constant that is another one weighs
// most: it is what tells the branches of a union apart. The least sum comes
// before the cost.
const (
	badField    = 1
	badValue    = 4
	badStranger = 8 // besides, an object that has none of the names wanted
	badTag      = 100
	// badKind is for a whole text of a kind that the schema has no place for:
	// an array where an object is wanted.
	badKind = 1000
	// costMisfit is what each unit costs, in the cost of a whole text.
	costMisfit = 1000
)
