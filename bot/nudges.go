package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/nudge"
)

// The buttons of a letter about missing entries, and the modal behind one.
const (
	actionNudgeZero = "nudge_zero"
	actionNudgeForm = "nudge_form"
	actionNudgeAway = "nudge_away"
	actionNudgeBack = "nudge_back"
	formAway        = "away_form"
	fieldStandIn    = "stand_in"
)

func (b *Bot) nudgeRoutes(r routes) {
	r.actions[actionNudgeZero] = b.pressZero
	r.actions[actionNudgeForm] = b.openNudgeForm
	r.actions[actionNudgeAway] = b.openAway
	r.actions[actionNudgeBack] = b.pressBack
	r.submissions[formAway] = b.submitAway
}

// AbsenceWriter notes who records in somebody's place.
type AbsenceWriter interface {
	Absences(ctx context.Context) (ledger.Absences, error)
	SetAbsence(ctx context.Context, a ledger.Absence) error
	EndAbsence(ctx context.Context, person string) error
}

// Who returns a person as Slack knows them now.
func (b *Bot) Who(ctx context.Context, id string) (ledger.Person, error) { return b.person(ctx, id) }

func (a asked) lacking() (q lacking, c ledger.Channel, err error) {
	if err := json.Unmarshal([]byte(a.value), &q); err != nil {
		return q, c, fmt.Errorf("read what a button asks for: %w", err)
	}
	if c = a.catalogue.Active().Channel(q.Channel); c.ID == 0 {
		return q, c, lang.Refuse("nudges.not_today", nil)
	}
	return q, c, nil
}

// pressZero records that there were no leads, once however often it is pressed.
func (b *Bot) pressZero(ctx context.Context, a asked) (reply, error) {
	q, c, err := a.lacking()
	if err != nil {
		return reply{}, err
	}
	lines := a.zeros(c, q.Day)
	if len(lines) == 0 {
		return reply{}, lang.Refuse("phrase.no_personas_yet", nil)
	}
	a.key, a.what = fmt.Sprintf("%s/%s/zero/%s/%d%s", a.conversation, a.messageTS, q.Day, c.ID, q.Round), "zero"
	a.missing = q.Day.String()
	return b.withMissing(ctx, a)(b.write(ctx, a, writing{Lines: lines, Confirmed: true}))
}

// zeros are the lines that say that a channel brought nothing on a day: of its
// default persona, or of all.
func (a asked) zeros(c ledger.Channel, day calendar.Date) (lines []ledger.Line) {
	for _, p := range a.catalogue.Active().Personas {
		if c.DefaultPersona == 0 || c.DefaultPersona == p.ID {
			lines = append(lines, ledger.Line{Cell: ledger.Cell{Day: day, Channel: c.ID, Persona: p.ID, Stage: ledger.Lead}})
		}
	}
	return lines
}

// leftOf adds to an answer what is still missing of a day on the asker's side, so
// that it can take the place of the letter.
func (b *Bot) leftOf(ctx context.Context, a asked, out reply, day calendar.Date) (reply, error) {
	state, err := nudge.Gather(ctx, b.Books, day)
	if err != nil {
		return reply{}, err
	}
	items := nudge.For(a.person, state.Lacking(a.person.ID, day))
	w := a.nudgeWords(ctx, b.People, a.say, day, items)
	sum := sha256.Sum256([]byte(a.key))
	w.round = hex.EncodeToString(sum[:4])
	return w.left(out, items), nil
}

func (a asked) nudgeWords(ctx context.Context, among Crowd, say lang.Speaker, day calendar.Date, items []nudge.Item) nudgeWords {
	var owners []string
	for _, one := range items {
		owners = append(owners, one.Owner)
	}
	return nudgeWords{say: say, day: day, today: day == a.today, names: a.names(ctx, among, owners), guest: a.guest()}
}

// openNudgeForm opens the modal of /leads on the channel and the day that are
// asked about.
func (b *Bot) openNudgeForm(_ context.Context, a asked) (reply, error) {
	q, c, err := a.lacking()
	if err != nil {
		return reply{}, err
	}
	names, carries := a.catalogue.Active(), sheet{whence: a.whence(), Missing: q.Day.String()}
	carries.InPlace = true
	v := formView(a.say, names.Channels, names.Personas, carries, filled{Day: q.Day, Channel: c.ID})
	return reply{View: &v}, nil
}
