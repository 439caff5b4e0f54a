package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

// taken is what a file changed, or would change. It is kept as the answer of the
// request that applied it.
type taken struct {
	Name string
	Kind intake.Kind
	Plan intake.Revision     // of a plan
	List ledger.ImportResult // of any other kind
	Bad  []intake.Bad
}

// nothing reports that the books say what the file says.
func (t taken) nothing() bool { return t.Plan.Size() == 0 && t.List.Stored == 0 }

// seen is by what a preview is known again: whatever it showed, and so whatever
// the books said then. What it would add has another id each time it is tried.
func (t taken) seen() string {
	w := planWords{catalogue: t.Plan.Names}
	shown := []any{t.Kind, t.Plan.Added, t.Plan.Before, t.Plan.After, t.List.Created}
	for _, c := range t.Plan.Changes {
		shown = append(shown, c.What, w.segment(c.Segment), c.Old, c.New)
	}
	for _, c := range t.Plan.Counts {
		shown = append(shown, w.segment(c.Segment), c.Day, c.Before, c.Said)
	}
	sum := sha256.Sum256(encode(shown))
	return hex.EncodeToString(sum[:8])
}

// What ends the transaction of a file without storing any of it.
var (
	errOnlyShown = errors.New("a file is only looked at")
	errMoved     = errors.New("the books say something else than when the file was shown")
)

// take writes a file into an open page, signed with its name.
func take(ctx context.Context, a asked, p Page, c content, decided intake.Choices, rules ledger.ImportRules) (taken, error) {
	done := taken{Name: c.name, Kind: c.Kind}
	by := a.by()
	by.Reason = c.name
	catalogue, err := p.Catalogue(ctx)
	if err != nil {
		return done, err
	}
	names := ledger.NewNames(catalogue, namer{p, by}, phrase.ValidName)
	c.Settle(names, decided)
	if c.Kind == intake.Plan {
		done.Plan, done.Bad, err = intake.Revise(ctx, p, names, c.File, intake.Rules{ImportRules: rules, By: by})
	} else {
		done.List, err = ledger.Import(ctx, p, names, ledger.ImportKind(c.Kind), rules, c.Rows)
		done.Bad = intake.BadRows(done.List.Bad)
	}
	done.Bad = slices.Concat(c.Bad, done.Bad)
	if err != nil {
		return done, fmt.Errorf("take in a file: %w", err)
	}
	return done, remember(ctx, p, c.File, decided, by)
}

func (b *Bot) importRules(ctx context.Context, a asked) (rules ledger.ImportRules, err error) {
	zone, err := a.settings.Zone()
	if err != nil {
		return rules, err
	}
	first, err := b.Books.FirstKept(ctx, zone)
	return ledger.ImportRules{
		Today: a.today, Calendar: a.calendar, ClosesAfter: a.settings.ClosesAfter, FirstKept: first,
		Zone: zone, Author: a.person.ID, Request: a.key, At: a.now,
	}, err
}

// namer signs what a file adds to the catalogue.
type namer struct {
	page Page
	by   sla.Author
}

func (n namer) AddChannel(ctx context.Context, c ledger.Channel) (ledger.ChannelID, error) {
	return n.page.AddChannel(ctx, c, n.by)
}

func (n namer) AddPersona(ctx context.Context, p ledger.Persona) (ledger.PersonaID, error) {
	return n.page.AddPersona(ctx, p, n.by)
}

// remember gives what a manager recognised in a file the file's name as another
// one of its own, so that the next file, and whoever types it, needs no asking.
func remember(ctx context.Context, p Page, f intake.File, decided intake.Choices, by sla.Author) error {
	catalogue, err := p.Catalogue(ctx)
	if err != nil {
		return err
	}
	for place, name := range f.Names() {
		id := decided[place].ID
		if id == 0 || phrase.ValidName(name.Text) != nil || ledger.NewNames(catalogue, nil, nil).Has(name.Text, name.Persona) {
			continue
		}
		if name.Persona {
			persona := catalogue.Persona(ledger.PersonaID(id))
			persona.Aliases = append(persona.Aliases, name.Text)
			err = p.UpdatePersona(ctx, persona, by)
		} else {
			channel := catalogue.Channel(ledger.ChannelID(id))
			channel.Aliases = append(channel.Aliases, name.Text)
			err = p.UpdateChannel(ctx, channel, by)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tryFile takes a file in and takes it back: what comes of it is what would change.
func (b *Bot) tryFile(ctx context.Context, a asked, c content, decided intake.Choices) (done taken, err error) {
	rules, err := b.importRules(ctx, a)
	if err != nil {
		return done, err
	}
	request := ledger.Request{Key: a.key + "/preview", Asked: a.what, Author: a.person.ID, At: a.now}
	_, _, err = b.Books.Once(ctx, request, func(ctx context.Context, p Page) ([]byte, error) {
		if done, err = take(ctx, a, p, c, decided, rules); err != nil {
			return nil, err
		}
		return nil, errOnlyShown
	})
	if errors.Is(err, errOnlyShown) {
		err = nil
	}
	return done, err
}

// pressApplyFile takes in what was shown, in one transaction; where the books say
// something else by now, what it would change is shown anew and nothing stored.
func (b *Bot) pressApplyFile(ctx context.Context, a asked) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	d, err := dropOf(a.value)
	if err != nil {
		return reply{}, err
	}
	return reply{Later: func(ctx context.Context) (reply, error) {
		out, err := b.applyFile(ctx, a, d)
		out.Replace = err == nil
		return out, err
	}}, nil
}

func (b *Bot) applyFile(ctx context.Context, a asked, d drop) (reply, error) {
	c, err := b.fetch(ctx, a, d)
	if err != nil {
		return reply{}, err
	}
	rules, err := b.importRules(ctx, a)
	if err != nil {
		return reply{}, err
	}
	done, _, err := once(ctx, b, a, func(ctx context.Context, p Page) (taken, error) {
		done, err := take(ctx, a, p, c, d.choices(), rules)
		switch {
		case err != nil:
			return done, err
		case len(done.Bad) > 0 || c.sum != d.Sum || done.seen() != d.Seen:
			return done, errMoved
		}
		return done, nil
	})
	if errors.Is(err, errMoved) {
		return b.preview(ctx, a, d, "intake.moved")
	}
	if err != nil {
		return reply{}, err
	}
	return b.fileTaken(ctx, a, done)
}

// forgetFile forgets a file that was shown.
func (b *Bot) forgetFile(_ context.Context, a asked) (reply, error) {
	out := textReply(a.say.Say("intake.cancelled", nil))
	out.Replace = true
	return out, nil
}

// preview shows what a file would change, after a sentence that says why it is
// shown again.
func (b *Bot) preview(ctx context.Context, a asked, d drop, again lang.ID) (reply, error) {
	c, err := b.fetch(ctx, a, d)
	if err != nil {
		return reply{}, err
	}
	decided := d.choices()
	if unknown := c.Unknown(a.catalogue, decided); len(unknown) > 0 {
		if len(a.catalogue.Channels)+len(a.catalogue.Personas) > 0 {
			return fileWords{planWords{a.say, a.settings, a.catalogue}}.askNames(c, d, unknown), nil
		}
		for _, place := range unknown { // a workspace begins with the names of its first file
			d.name(place, "+")
			decided[place] = intake.Choice{Create: true}
		}
	}
	done, err := b.tryFile(ctx, a, c, decided)
	if err != nil {
		return reply{}, err
	}
	d.Sum, d.Seen = c.sum, done.seen()
	w := fileWords{planWords{a.say, a.settings, done.names(a.catalogue)}}
	return w.preview(c, done, d, again), b.attachAll(ctx, a, w, done)
}

// attachAll sends every change of a file as a text where a message has no room
// for them.
func (b *Bot) attachAll(ctx context.Context, a asked, w fileWords, done taken) error {
	lines := w.changes(done.Plan)
	if len(lines) <= changesListed {
		return nil
	}
	to, err := b.directWith(ctx, a.person.ID)
	if err != nil {
		return err
	}
	text := []byte(Words(strings.Join(lines, "\n")) + "\n")
	return b.send(ctx, to, a.say.Say("intake.all_changes.file", nil), text, a.say.Say("intake.all_changes", lang.Args{"file": escape(done.Name)}))
}

// names are those of the catalogue a file was taken into.
func (t taken) names(before ledger.Catalogue) ledger.Catalogue {
	if len(t.Plan.Names.Channels) > 0 {
		return t.Plan.Names
	}
	return before
}
