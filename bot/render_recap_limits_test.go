package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/localslack/peers"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// TestAnyRecapFitsSlack holds whatever a month may look like to Slack's limits,
// and wants every channel shown once, be it in the thread.
func TestAnyRecapFitsSlack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, as := anyEdition(t), anyLayout(t)
		in := rapid.SampledFrom([]lang.Language{lang.French, lang.English}).Draw(t, "language")
		messages, err := RecapMessages(e, as, in)
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for _, m := range messages {
			for _, problem := range beyondLimits(m) {
				t.Errorf("%s\n%s\n%s", problem, m.Text, m.Blocks)
			}
			rows += tableRowsOf(t, m)
			if m.Blocks == nil {
				continue
			}
			reread, err := decodeBlocks(m.Blocks)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := json.Marshal(reread); err != nil || string(again) != string(m.Blocks) {
				t.Errorf("stored blocks are posted as something else: %v\n%s\n%s", err, again, m.Blocks)
			}
		}
		tabled := as.Form == recap.Whole || as.Form == recap.NoPicture
		if channels := len(e.Report.Channels); tabled && e.Report.Planned && rows != channels {
			t.Errorf("%d rows in %d messages for %d channels", rows, len(messages), channels)
		}
	})
}

// anyLayout draws how much of a recap Slack takes.
func anyLayout(t *rapid.T) recap.Layout {
	as := recap.Layout{Form: rapid.SampledFrom([]recap.Form{recap.Whole, recap.NoPicture, recap.NoTable, recap.WordsOnly}).Draw(t, "form")}
	if as.Form == recap.Whole && rapid.Bool().Draw(t, "picture") {
		as.File, as.Alt = "F0123456789", strings.Repeat("é", rapid.IntRange(1, 1_200).Draw(t, "alt"))
	}
	return as
}

// tableRowsOf counts the rows of a message's table, its heading apart.
func tableRowsOf(t *rapid.T, m recap.Message) (rows int) {
	if m.Blocks == nil {
		return 0
	}
	var blocks []struct {
		Type string
		Rows []json.RawMessage
	}
	if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		if b.Type == "table" {
			rows += len(b.Rows) - 1
		}
	}
	return rows
}

// TestAnyRecapIsOfSlacksTypes has TypeScript's compiler hold such recaps to
// Slack's own types.
func TestAnyRecapIsOfSlacksTypes(t *testing.T) {
	var all []peers.Sent
	editions, layouts := rapid.Custom(anyEdition), rapid.Custom(anyLayout)
	for seed := range 100 {
		messages, err := RecapMessages(editions.Example(seed), layouts.Example(seed), lang.French)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range messages {
			if m.Blocks != nil {
				all = append(all, peers.Message(fmt.Sprintf("message %d of the recap of seed %d", i+1, seed), m.Blocks))
			}
		}
	}
	peers.CheckTypes(t, all)
}

// anyEdition draws a recap, whatever its figures: nothing about them needs to be
// possible.
func anyEdition(t *rapid.T) recap.Edition {
	d := draw{t}
	e := recap.Edition{
		Kind: rapid.SampledFrom([]recap.Kind{recap.Daily, recap.Closing}).Draw(t, "kind"),
		Day:  d.day("day"), Settings: ledger.DefaultSettings(), Late: d.yes("late"), AskedBy: d.user("asked by"),
		ScheduledBy: d.user("scheduled by"), ClosesOn: d.day("closes on"), People: map[string]string{"U1": d.name("person")},
		Report: report.Report{
			Month: d.day("month").In(), AsOf: d.day("as of"), Since: d.day("since"), Currency: "EUR",
			SinceLeads: rapid.Int64Range(-1000, 1_000_000).Draw(t, "since leads"), Planned: d.yes("planned"),
			WorkingDays: report.WorkingDays{Total: 23, Elapsed: rapid.IntRange(0, 23).Draw(t, "elapsed")},
			PlanFrom:    d.day("plan from").In(), Total: d.figures("total"),
		},
	}
	e.Settings.HideEuros, e.Settings.CalendarDays = d.yes("hide euros"), d.yes("calendar days")
	for i := range rapid.SampledFrom([]int{0, 1, 5, 20, 60}).Draw(t, "channels") {
		c := report.Channel{
			Channel: ledger.Channel{ID: ledger.ChannelID(i + 1), Name: d.name("channel"), Owner: d.user("owner")},
			Figures: d.figures("figures"), LastReported: d.day("last reported"),
		}
		for range rapid.IntRange(0, 8).Draw(t, "personas") {
			c.Segments = append(c.Segments, report.Segment{Persona: ledger.Persona{Name: d.name("persona")}, Unknown: d.yes("unknown")})
		}
		e.Report.Channels = append(e.Report.Channels, c)
	}
	for range rapid.IntRange(0, 40).Draw(t, "unposted") {
		e.Unposted = append(e.Unposted, d.day("unposted day"))
	}
	for range rapid.IntRange(0, 20).Draw(t, "amendments") {
		e.Amendments = append(e.Amendments, sla.Change{
			What: rapid.SampledFrom([]string{sla.GoalChanged, sla.DaysClosed, sla.DaysOpened}).Draw(t, "amended"),
			New:  d.day("first").String() + "/" + d.day("last").String(), Author: d.user("author"),
			At: d.day("changed").At(calendar.TimeOfDay{}, time.UTC),
		})
	}
	return e
}

type draw struct{ *rapid.T }

func (d draw) yes(label string) bool { return rapid.Bool().Draw(d.T, label) }

func (d draw) day(label string) calendar.Date {
	return calendar.NewDate(2026, 1, 1).AddDays(rapid.IntRange(0, 1000).Draw(d.T, label))
}

func (d draw) user(label string) string {
	return rapid.SampledFrom([]string{"", "U1", "U0123456789"}).Draw(d.T, label)
}

// name is 1 to 80 characters, among them those that mean something to Slack.
func (d draw) name(label string) string {
	letter := rapid.SampledFrom([]string{"a", "é", "&", "<", ">", "*", "_", "`", "|", "\\", "\"", "😀", "!", "漢"})
	pair := letter.Draw(d.T, label) + letter.Draw(d.T, label)
	return strings.Repeat(pair, rapid.SampledFrom([]int{1, 5, 20, 40}).Draw(d.T, label+" length"))
}

func (d draw) figures(label string) sla.Figures {
	amount := func(label string) decimal.Decimal {
		return decimal.New(rapid.Int64Range(-99_999_999_999, 99_999_999_999).Draw(d.T, label), -2)
	}
	maybe := func(label string) decimal.NullDecimal {
		if d.yes(label + " known") {
			return decimal.NewNullDecimal(amount(label))
		}
		return decimal.NullDecimal{}
	}
	share := decimal.NewNullDecimal(decimal.New(rapid.Int64Range(0, 300_000).Draw(d.T, label+" share"), -5))
	return sla.Figures{
		Leads:           rapid.Int64Range(0, 1_000_000).Draw(d.T, label+" leads"),
		CommitmentLeads: rapid.Int64Range(0, 1_000_000).Draw(d.T, label+" promised"),
		Value:           amount(label + " value"), Commitment: amount(label + " commitment"), Attainment: share,
		Due: amount(label + " due"), Gap: amount(label + " gap"), Volume: maybe(label + " volume"), Mix: maybe(label + " mix"), Pace: share,
		RequiredPerDay: maybe(label + " required"), AchievedPerDay: maybe(label + " achieved"), CatchUp: maybe(label + " catch-up"),
		Projection: maybe(label + " projection"), ProjectionLow: maybe(label + " low"), ProjectionHigh: maybe(label + " high"),
		Probability: share, HeldProbability: share, LeadsPerDayNeeded: maybe(label + " needed"), LeadsPerDayNow: maybe(label + " now"),
		Status: rapid.SampledFrom([]sla.Status{
			sla.NoCommitment, sla.Reached, sla.Missed, sla.NotReported, sla.TooEarly,
			sla.Ahead, sla.OnTrack, sla.AtRisk, sla.OffTrack,
		}).Draw(d.T, label+" status"),
	}
}

// beyondLimits lists what Slack would refuse of a message, by its documented
// limits.
func beyondLimits(m recap.Message) (problems []string) {
	complain := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if n := utf8.RuneCountInString(m.Text); n == 0 || n > 3_900 {
		complain("the text has %d characters", n)
	}
	if m.Blocks == nil {
		return problems
	}
	if len(m.Blocks) > 13_200 {
		complain("the blocks have %d bytes", len(m.Blocks))
	}
	var blocks []struct {
		Type     string
		Text     struct{ Text string }
		Elements []json.RawMessage
		Rows     [][]struct{ Text string }
	}
	if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
		return append(problems, err.Error())
	}
	if len(blocks) == 0 || len(blocks) > 50 {
		complain("%d blocks", len(blocks))
	}
	limit, tables := map[string]int{"header": 150, "section": 3_000}, 0
	for _, b := range blocks {
		if n := utf8.RuneCountInString(b.Text.Text); n > limit[b.Type] || n == 0 && limit[b.Type] > 0 {
			complain("a %s of %d characters", b.Type, n)
		}
		if len(b.Elements) > 10 {
			complain("a %s of %d elements", b.Type, len(b.Elements))
		}
		if b.Type != "table" {
			continue
		}
		tables++
		cells := 0
		for _, row := range b.Rows {
			for _, cell := range row {
				if cell.Text == "" {
					complain("an empty cell")
				}
				cells += utf8.RuneCountInString(cell.Text)
			}
		}
		if len(b.Rows) > 100 || len(b.Rows) < 2 || cells > 10_000 {
			complain("a table of %d rows and %d characters", len(b.Rows), cells)
		}
	}
	if tables > 1 {
		complain("%d tables", tables)
	}
	if said := m.Text + string(m.Blocks); strings.Contains(said, "⟨") || strings.Contains(said, "<!") {
		complain("a placeholder nobody filled, or a call to everybody")
	}
	return problems
}
