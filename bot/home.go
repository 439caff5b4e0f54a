package bot

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/recap"
)

// receiptsAtHome is how many of the latest recaps the Home tab tells of, among so
// many posts: some continue others.
const (
	receiptsAtHome = 5
	amongPosts     = 4 * receiptsAtHome
)

// home is the Home tab of whoever opened it: where the month stands, their own
// channels first, and what they can do from there.
func (b *Bot) home(ctx context.Context, a asked) (reply, error) {
	if a.guest() {
		return b.guestHome(ctx, a)
	}
	v, err := b.look(ctx, a, a.say, subject{}, false)
	if err != nil {
		return reply{}, err
	}
	posts, err := b.Recaps.Recent(ctx, amongPosts)
	if err != nil {
		return reply{}, fmt.Errorf("list the receipts for a Home tab: %w", err)
	}
	guests, err := b.Books.Guests(ctx)
	if err != nil {
		return reply{}, err
	}
	muted, err := b.mutedBy(ctx, a)
	if err != nil {
		return reply{}, err
	}
	absences, err := b.Books.Absences(ctx)
	if err != nil {
		return reply{}, fmt.Errorf("read who is away: %w", err)
	}
	away, _ := absences.Of(a.person.ID, a.today)
	standIn := a.names(ctx, b.People, []string{away.StandIn})[away.StandIn]
	shown := homePage{away: away, standIn: standIn, muted: muted, guests: guests, view: v, asked: a, receipts: receiptWords{a.say, a.settings, b.slack.URL}, posts: posts}.page()
	return reply{Home: &shown}, nil
}

// publish shows a Home tab; what could not be worked out is said in it.
func (b *Bot) publish(ctx context.Context, r request, out reply) error {
	shown := out.Home
	if shown == nil {
		shown = &slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: out.Blocks}}
	}
	_, err := b.slack.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: r.user, View: *shown})
	if err != nil {
		return fmt.Errorf("show a Home tab: %w", err)
	}
	return nil
}

// homeAgain shows the Home tab anew after something was done from it.
func (b *Bot) homeAgain(ctx context.Context, r request, a asked) {
	opening := request{kind: opened, key: r.key, team: r.team, user: r.user, userTeam: r.userTeam}
	a.fill(opening, b.Now())
	out := b.guarded(&a, r, func() (reply, error) {
		if err := b.ask(ctx, opening, &a); err != nil {
			return reply{}, err
		}
		return b.home(ctx, a)
	})
	b.regret(r, out)
	b.note(r, b.publish(ctx, r, out))
}

// recent leaves out what follows another post.
func recent(posts []recap.Post) (shown []recap.Post) {
	for _, p := range posts {
		if !p.Kind.Follows() && !p.Kind.Letter() {
			shown = append(shown, p)
		}
	}
	return shown[:min(len(shown), receiptsAtHome)]
}
