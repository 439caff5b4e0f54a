package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// The buttons of /leads.
const (
	actionSettle    = "leads_settle"  // one reading of a doubtful line
	actionConfirm   = "leads_confirm" // yes to an unlikely count
	actionDrop      = "leads_drop"    // no
	actionUndo      = "leads_undo"
	actionEdit      = "leads_edit"
	actionYesterday = "leads_yesterday" // the day was another
	actionForm      = "leads_form"
)

// carried is what a button brings back. It says what to do and never who may:
// whoever presses is looked up like whoever types.
type carried struct {
	// Key is the request a question was asked about: whatever is pressed, and
	// however often, it is answered once.
	Key      string `json:"k,omitempty"`
	Replaces string `json:"r,omitempty"` // request whose lines are taken back
	Text     string `json:"t,omitempty"` // lines to read again
	Day      string `json:"d,omitempty"` // on which alone Text means what it meant
	Lines    string `json:"l,omitempty"` // as packed
	Drafts   []int  `json:"n,omitempty"` // lines of Text to be kept as drafts
	Yes      bool   `json:"y,omitempty"` // the counts of Text are meant
	Missing  string `json:"m,omitempty"` // day whose missing entries stand below
}

// value is "" for what does not fit into a button.
func (c carried) value() string {
	text := string(encode(c))
	if len(text) > valueBytes {
		return ""
	}
	return text
}

func (a asked) carried() (c carried, err error) {
	if err = json.Unmarshal([]byte(a.value), &c); err != nil {
		err = fmt.Errorf("read what a button carries: %w", err)
	}
	return c, err
}

func (a asked) carriedLines() (c carried, lines []ledger.Line, err error) {
	if c, err = a.carried(); err == nil {
		lines, err = unpack(c.Lines)
	}
	return c, lines, err
}

// settling answers in the place of the request that a question was asked about.
func (a asked) settling(c carried) asked {
	a.key, a.what, a.missing = c.Key, "settled", c.Missing
	return a
}

// pressSettle reads a line again as one of the readings proposed.
func (b *Bot) pressSettle(ctx context.Context, a asked) (reply, error) {
	c, err := a.carried()
	if err != nil {
		return reply{}, err
	}
	if c.Day != "" && c.Day != a.today.String() {
		return reply{}, lang.Refuse("leads.stale_button", nil)
	}
	cmd, err := phrase.Leads(c.Text, a.phrases())
	if err != nil {
		return reply{}, err
	}
	record, ok := cmd.(phrase.Record)
	if !ok {
		return reply{}, fmt.Errorf("read %q behind a button: it records nothing", c.Text)
	}
	return b.recordCounts(ctx, a.settling(c), counts{record, c.Drafts, c.Yes})
}

// pressConfirm writes what somebody was asked about and meant.
func (b *Bot) pressConfirm(ctx context.Context, a asked) (reply, error) {
	c, lines, err := a.carriedLines()
	if err != nil {
		return reply{}, err
	}
	a = a.settling(c)
	return b.withMissing(ctx, a)(b.write(ctx, a, writing{Lines: lines, Replaces: c.Replaces, Confirmed: true}))
}

func (b *Bot) pressDrop(_ context.Context, a asked) (reply, error) {
	out := textReply(a.say.Say("leads.dropped", nil))
	out.Replace = true
	return out, nil
}

func (b *Bot) pressUndo(ctx context.Context, a asked) (reply, error) {
	c, err := a.carried()
	if err != nil {
		return reply{}, err
	}
	if c.Replaces == "" {
		return reply{}, fmt.Errorf("undo: the button names no request")
	}
	a.missing = c.Missing
	return b.withMissing(ctx, a)(b.undo(ctx, a, c.Replaces))
}

// pressYesterday takes the lines back and records them on the day before.
func (b *Bot) pressYesterday(ctx context.Context, a asked) (reply, error) {
	c, lines, err := a.carriedLines()
	if err != nil {
		return reply{}, err
	}
	a.key, a.what, a.missing = c.Replaces+"/yesterday", "yesterday", c.Missing
	return b.withMissing(ctx, a)(b.write(ctx, a, writing{Lines: lines, Replaces: c.Replaces}))
}

// pack writes lines as a button carries them: "2026-11-17,1,2,lead,12", a total
// that is set with "=12". Of what sales did, the cents and the note follow.
func pack(lines []ledger.Line) string {
	packed := make([]string, 0, len(lines))
	for _, l := range lines {
		count := strconv.FormatInt(l.Count, 10)
		if l.Set {
			count = "=" + count
		}
		text := fmt.Sprintf("%s,%d,%d,%s,%s", l.Cell.Day, l.Cell.Channel, l.Cell.Persona, l.Cell.Stage, count)
		if l.Cell.Stage != ledger.Lead {
			text += fmt.Sprintf(",%d,%s", l.AmountCents, l.Note)
		}
		packed = append(packed, text)
	}
	return strings.Join(packed, ";")
}

// unpack reads what pack writes.
func unpack(packed string) ([]ledger.Line, error) {
	var lines []ledger.Line
	for one := range strings.SplitSeq(packed, ";") {
		line, err := unpackLine(strings.Split(one, ","))
		if err != nil {
			return nil, fmt.Errorf("read %q behind a button: %w", one, err)
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func unpackLine(parts []string) (l ledger.Line, err error) {
	if len(parts) == 5 {
		parts = append(parts, "0", "")
	}
	if len(parts) != 7 {
		return l, fmt.Errorf("%d parts instead of 5 or 7", len(parts))
	}
	if l.Cell.Day, err = calendar.ParseDate(parts[0]); err != nil {
		return l, err
	}
	var numbers [4]int64
	count, set := strings.CutPrefix(parts[4], "=")
	for i, text := range []string{parts[1], parts[2], count, parts[5]} {
		if numbers[i], err = strconv.ParseInt(text, 10, 64); err != nil {
			return l, err
		}
	}
	l.Cell.Channel, l.Cell.Persona = ledger.ChannelID(numbers[0]), ledger.PersonaID(numbers[1])
	l.Cell.Stage, l.Count, l.Set = ledger.Stage(parts[3]), numbers[2], set
	l.AmountCents, l.Note = numbers[3], parts[6]
	return l, nil
}
