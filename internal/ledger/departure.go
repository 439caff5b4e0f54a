package ledger

import "slices"

// Departure is what somebody had who left: what they lost at once.
type Departure struct {
	Channels []ChannelID // that they brought
	Sales    []ChannelID // that they followed up for sales
	StoodIn  []string    // the people in whose place they recorded
	Signed   []Team      // the sides they were named to sign for
	Manager  bool
}

// Empty reports whether nothing was theirs.
func (d Departure) Empty() bool {
	return len(d.Channels)+len(d.Sales)+len(d.StoodIn)+len(d.Signed) == 0 && !d.Manager
}

// Held returns what a person has now that leaving takes from them.
func Held(p Person, c Catalogue, away Absences, s Settings) (d Departure) {
	for _, channel := range c.Channels {
		if channel.Owner == p.ID {
			d.Channels = append(d.Channels, channel.ID)
		}
		if channel.SalesOwner == p.ID {
			d.Sales = append(d.Sales, channel.ID)
		}
	}
	for _, a := range away {
		if a.StandIn == p.ID || a.Person == p.ID {
			d.StoodIn = append(d.StoodIn, a.Person)
		}
	}
	for _, side := range []Team{Marketing, Sales} {
		if s.Signer(side) == p.ID {
			d.Signed = append(d.Signed, side)
		}
	}
	d.Manager = p.Manager || p.Admin
	return d
}

// LeftBy returns the channels that somebody had when they left and nobody has
// been named for, and those they followed up.
func (c Catalogue) LeftBy(person string) (brought, followed []Channel) {
	for _, channel := range c.Active().Channels {
		if channel.LeftBy == person && channel.Owner == "" {
			brought = append(brought, channel)
		}
		if channel.SalesLeftBy == person && channel.SalesOwner == "" {
			followed = append(followed, channel)
		}
	}
	return brought, followed
}

// Leavers lists whoever has left channels to nobody, each once, in the order of
// the channels.
func (c Catalogue) Leavers() (people []string) {
	for _, channel := range c.Active().Channels {
		for _, left := range []struct{ by, owner string }{{channel.LeftBy, channel.Owner}, {channel.SalesLeftBy, channel.SalesOwner}} {
			if left.by != "" && left.owner == "" && !slices.Contains(people, left.by) {
				people = append(people, left.by)
			}
		}
	}
	return people
}
