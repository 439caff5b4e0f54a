package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// What Slack says of a person is believed for a while; asking again may not
// delay an answer, for which what was last known will do.
const (
	freshFor  = 5 * time.Minute
	lookUpFor = time.Second
)

// who returns the person who asks, or why they are not answered.
func (b *Bot) who(ctx context.Context, r request) (ledger.Person, error) {
	if r.team != b.slack.Team || b.slack.organisation == "" && r.userTeam != "" && r.userTeam != b.slack.Team {
		return ledger.Person{}, lang.Refuse("people.stranger", nil)
	}
	// In an organisation of several workspaces a delivery may name another one of
	// them as a member's, or the organisation itself: the person's own record says.
	p, err := b.person(ctx, r.user)
	switch {
	case errors.Is(err, errUntold):
		return ledger.Person{}, lang.Refuse("people.try_again", nil)
	case err != nil:
		return ledger.Person{}, err
	case p.Stranger:
		return p, lang.Refuse("people.stranger", nil)
	case !p.MayRecord() && !p.LetIn():
		return p, lang.Refuse("people.guest", nil)
	}
	return p, nil
}

// errUntold is somebody never seen whom Slack does not tell about: nobody yet.
var errUntold = lang.Refuse("people.untold", nil)

// person returns somebody as last known, asked for again when that was a while
// ago, or errUntold.
func (b *Bot) person(ctx context.Context, id string) (ledger.Person, error) {
	known, err := b.People.Person(ctx, id)
	seen := err == nil
	switch {
	case err != nil && !errors.Is(err, ledger.ErrNotFound):
		return ledger.Person{}, fmt.Errorf("read what is known of a person: %w", err)
	case seen && b.Now().Sub(known.RefreshedAt).Abs() < freshFor:
		return known, nil
	}
	found, err := b.lookUp(ctx, id)
	switch {
	case err != nil && seen:
		b.Log.Warn("a person could not be looked up, what was last known is used", "user", id, "error", err)
		return known, nil
	case err != nil:
		b.Log.Warn("a person never seen could not be looked up", "user", id, "error", err)
		return ledger.Person{}, errUntold
	}
	return b.learn(ctx, known, found)
}

// lookUp asks Slack, once for all who wait for the same person.
func (b *Bot) lookUp(ctx context.Context, id string) (ledger.Person, error) {
	found, err, _ := b.lookUps.Do(id, func() (any, error) {
		// Whoever asked first may give up without failing the others.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookUpFor)
		defer cancel()
		return b.slack.api.GetUserInfoContext(ctx, id)
	})
	if err != nil {
		return ledger.Person{}, err
	}
	return b.asPerson(found.(*slack.User)), nil
}

// asPerson is what Slack says of a user.
func (b *Bot) asPerson(u *slack.User) ledger.Person {
	return ledger.Person{
		ID: u.ID, Locale: u.Locale, RefreshedAt: b.Now(),
		// The full name: two teams do not all know one another's handles.
		Name:        oneLine(cmp.Or(u.Profile.RealName, u.RealName, u.Profile.DisplayName, u.Name)),
		Admin:       !u.Deleted && (u.IsAdmin || u.IsOwner || u.IsPrimaryOwner),
		Guest:       u.IsRestricted || u.IsUltraRestricted,
		Stranger:    u.IsStranger || !b.member(u),
		Deactivated: u.Deleted,
	}
}

// member reports whether somebody belongs to this workspace. Whoever is in several
// workspaces of an organisation has one id in all of them, and as team any one of
// them or none; which they are in stands beside. Somebody of the same organisation
// who is not in this workspace is a guest at most.
func (b *Bot) member(u *slack.User) bool {
	if organised := u.Enterprise; organised.EnterpriseID != "" && len(organised.Teams) > 0 {
		return slices.Contains(organised.Teams, b.slack.Team)
	}
	return u.TeamID == b.slack.Team
}
