package ledger

// Reason is why sales contests a lead; it stands in the entry's note.
type Reason string

// The reasons there are to choose from.
const (
	OffTarget   Reason = "off_target"  // neither the customers nor the size we sell to
	Duplicate   Reason = "duplicate"   // known already
	Unreachable Reason = "unreachable" // wrong or missing contact details
	NoProject   Reason = "no_project"  // nothing to buy: a student, a competitor, a supplier
	OtherReason Reason = "other"
)

// Reasons lists them in the order they are shown.
var Reasons = []Reason{OffTarget, Duplicate, Unreachable, NoProject, OtherReason}
