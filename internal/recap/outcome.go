package recap

import "strings"

// Outcome is what has become of a post at rest, for whoever counts or logs.
type Outcome string

// The outcomes of a post. Others are its states.
const (
	OnTime      Outcome = "posted"
	Late        Outcome = "late"         // posted, well after its time
	Edited      Outcome = "edited"       // it says something else now
	EditRefused Outcome = "edit_refused" // it will not be edited any more
)

// Outcomes lists all there are.
var Outcomes = []Outcome{
	OnTime, Late, Edited, EditRefused, Outcome(Missed), Outcome(Skipped), Outcome(Blocked), Outcome(Unconfirmed),
}

// Outcome returns what has become of the post; "" while something may still
// happen to it by itself.
func (p Post) Outcome() Outcome {
	switch {
	case !p.Resting() || p.Editing:
		return ""
	case p.State != Posted:
		return Outcome(p.State)
	case p.Ended != "" && p.Ended != Final:
		return EditRefused
	case p.Version > 1 || p.Ended != "":
		return Edited
	case p.Late:
		return Late
	}
	return OnTime
}

// Family is the kind of a post without the numbers and people in it: a recap's,
// "thread" for what follows one, "correction" for a line there, the first word of
// a letter's name.
func (k Kind) Family() string {
	switch {
	case k.Corrects():
		return "correction"
	case k.Follows():
		return "thread"
	case k.Letter():
		name, _, _ := strings.Cut(strings.TrimPrefix(string(k), letterMark), "-")
		return name
	}
	return string(k)
}

// told is what is told of a post. A turn that ends without changing any of it
// is nobody's news.
type told struct {
	state         State
	form          Form
	version       int
	editing       bool
	reason, ended string
}

func (p Post) told() told {
	return told{p.State, p.Form, p.Version, p.Editing, p.Reason, p.Ended}
}
