package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// The buttons under counts whose channel does not exist.
const (
	actionDraftsShow     = "drafts_show"
	actionDraftsAccept   = "drafts_accept"
	actionDraftsRefuse   = "drafts_refuse"
	actionDraftsWithdraw = "drafts_withdraw"
)

func (b *Bot) draftsRoutes(r routes) {
	r.actions[actionDraftsShow] = b.managing(b.showDrafts)
	r.actions[actionDraftsAccept] = b.managing(b.acceptDrafts)
	r.actions[actionDraftsRefuse] = b.managing(b.refuseDrafts)
	r.actions[actionDraftsWithdraw] = b.withdrawDrafts
}

// DraftWriter keeps counts that wait for their channel.
type DraftWriter interface {
	Drafts(ctx context.Context) ([]ledger.Draft, error)
	KeepDraft(ctx context.Context, d ledger.Draft) error
	// SettleDraft returns ledger.ErrNotFound for what is settled already.
	SettleDraft(ctx context.Context, id int64, state ledger.DraftState, by string, at time.Time) error
}

// decision is what a button says about the drafts of a channel that does not
// exist.
type decision struct {
	Name string      `json:"n"`
	Team ledger.Team `json:"t,omitempty"`
}

func (a asked) decision() (d decision, err error) {
	if err = json.Unmarshal([]byte(a.value), &d); err != nil {
		err = fmt.Errorf("read what is decided about drafts: %w", err)
	}
	return d, err
}

// of keeps the drafts for a channel of that name, however it was typed.
func (d decision) of(drafts []ledger.Draft) []ledger.Draft {
	return slices.DeleteFunc(slices.Clone(drafts), func(one ledger.Draft) bool { return !sameName(one.Name, d.Name) })
}

// keep keeps drafts, and lists the channels that nobody has asked for before.
func (a asked) keep(ctx context.Context, p Page, drafts []ledger.Draft) (kept []ledger.Draft, names []string, err error) {
	if err := p.HoldPlan(ctx); err != nil {
		return nil, nil, err
	}
	waiting, err := p.Drafts(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range drafts {
		if err := a.rules().AllowDraft(d); err != nil {
			return nil, nil, err
		}
		if err := p.KeepDraft(ctx, d); err != nil {
			return nil, nil, err
		}
		known := slices.ContainsFunc(names, func(name string) bool { return sameName(name, d.Name) })
		if !known && len(decision{Name: d.Name}.of(waiting)) == 0 {
			names = append(names, d.Name)
		}
	}
	return drafts, names, nil
}

// latest finds the person's latest request that an undo takes back, and whether
// all there is of it is drafts.
func (a asked) latest(ctx context.Context, p Page) (request string, drafts bool, err error) {
	waiting, err := p.Drafts(ctx)
	if err != nil {
		return "", false, err
	}
	waiting = slices.DeleteFunc(waiting, func(d ledger.Draft) bool { return d.Author != a.person.ID })
	request, err = p.LastRequest(ctx, a.person.ID)
	switch {
	case errors.Is(err, ledger.ErrNotFound) && len(waiting) > 0:
		return waiting[len(waiting)-1].Request, true, nil
	case errors.Is(err, ledger.ErrNotFound):
		return "", false, nil
	case err != nil || len(waiting) == 0:
		return request, false, err
	}
	entries, err := p.EntriesOf(ctx, request)
	last := waiting[len(waiting)-1]
	if err == nil && len(entries) > 0 && last.KeptAt.After(entries[0].RecordedAt) {
		return last.Request, true, nil
	}
	return request, false, err
}

// withdraw takes back the drafts that the person kept by a request.
func (a asked) withdraw(ctx context.Context, p Page, done written, request string) (written, error) {
	waiting, err := p.Drafts(ctx)
	if err != nil {
		return written{}, err
	}
	for _, d := range waiting {
		if d.Request != request || d.Author != a.person.ID {
			continue
		}
		switch err := p.SettleDraft(ctx, d.ID, ledger.DraftWithdrawn, a.person.ID, a.now); {
		case errors.Is(err, ledger.ErrNotFound): // a manager was faster
		case err != nil:
			return written{}, err
		default:
			done.Withdrawn = append(done.Withdrawn, d)
		}
	}
	return done, nil
}

// withdrawDrafts answers the button that takes them back.
func (b *Bot) withdrawDrafts(ctx context.Context, a asked) (reply, error) {
	request := a.value
	done, _, err := once(ctx, b, a, func(ctx context.Context, p Page) (written, error) {
		done, err := a.withdraw(ctx, p, written{}, request)
		if err == nil && len(done.Withdrawn) == 0 {
			err = lang.Refuse("drafts.too_late", nil)
		}
		return done, err
	})
	if err != nil {
		return reply{}, err
	}
	return b.confirm(ctx, a, done), nil
}
