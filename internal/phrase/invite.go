package phrase

import (
	"slices"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Invite lets a guest of the Slack workspace record for channels, beside those
// they already record for, or no longer. To let nobody in or out asks for the
// guests there are.
type Invite struct {
	User     string             // Slack user id; "" to list the guests
	Channels []ledger.ChannelID // none with Withdraw: all of them
	Withdraw bool
}

func (Invite) command() {}

// invite reads "invité @agence email ads", "invité @agence email non" and "invités".
func (l *line) invite() (Command, error) {
	l.take(kGuest, kChannel)
	user, called := l.mentioned()
	withdraw := l.take(kNo, kNobody)
	found := l.takeChannels()
	if !called && !withdraw && len(found) == 0 {
		return Invite{}, l.nothingElse(l.left(readNoise...))
	}
	if left := l.left(kFiller, kHello, kIn, kAt, kYes); len(left) > 0 {
		return nil, lang.Refuse("phrase.invite_where", lang.Args{
			"typed": l.items[left[0]].typed, "names": l.channels(), "channel": l.someChannel(),
		})
	}
	if !called || len(found) == 0 && !withdraw {
		return nil, lang.Refuse("phrase.invite", l.sample())
	}
	var channels []ledger.ChannelID
	for _, c := range found {
		if c.archived && !withdraw {
			return nil, lang.Refuse("phrase.archived", lang.Args{"name": c.shown})
		}
		channels = append(channels, c.channel)
	}
	return Invite{User: user, Channels: channels, Withdraw: withdraw}, nil
}

// Apply returns what a guest records for once it is obeyed, by id.
func (i Invite) Apply(before []ledger.ChannelID) []ledger.ChannelID {
	var after []ledger.ChannelID
	if !i.Withdraw {
		after = slices.Concat(before, i.Channels)
	} else if len(i.Channels) > 0 {
		after = slices.DeleteFunc(slices.Clone(before), func(c ledger.ChannelID) bool { return slices.Contains(i.Channels, c) })
	}
	slices.Sort(after)
	return slices.Compact(after)
}
