package alert

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// month is a report in which one channel, and the total, stand so.
func month(channel, total sla.Status) report.Report {
	return report.Report{Planned: true, Total: sla.Figures{Status: total}, Channels: []report.Channel{
		{Channel: ledger.Channel{ID: 1, Owner: "UMARC"}, Figures: sla.Figures{Status: channel}},
	}}
}

func TestWhichChangesAlert(t *testing.T) {
	const ok = sla.OnTrack
	for _, c := range []struct {
		name                                string
		closed, running, nowClosed, nowRuns sla.Status // of the channel, without the entries and with them
		want                                string
	}{
		{"nothing changes", ok, ok, ok, ok, ""},
		{"at risk", ok, ok, sla.AtRisk, sla.AtRisk, "1 at_risk"},
		{"off track", ok, ok, sla.OffTrack, sla.OffTrack, "1 off_track"},
		{"from at risk to off track", sla.AtRisk, ok, sla.OffTrack, ok, "1 off_track"},
		{"less bad is no news", sla.OffTrack, ok, sla.AtRisk, ok, ""},
		{"back on track is for the recap", sla.AtRisk, sla.AtRisk, ok, ok, ""},
		{"a day that merely ends", ok, sla.AtRisk, ok, sla.AtRisk, ""},
		{"bad only as if the day were over", ok, ok, ok, sla.OffTrack, ""},
		{"heard of again, and bad", sla.NotReported, sla.NotReported, sla.OffTrack, sla.OffTrack, ""},
		{"heard of again, and far ahead", sla.NotReported, sla.NotReported, sla.Ahead, sla.Ahead, ""},
		{"reached, and taken back", sla.Reached, sla.Reached, sla.AtRisk, sla.AtRisk, "1 at_risk"},
		{"a burst on past days", ok, ok, sla.Ahead, sla.Ahead, "1 ahead"},
		{"a burst today", ok, ok, ok, sla.Ahead, "1 ahead"},
		{"a burst that was one", sla.Ahead, sla.Ahead, sla.Ahead, sla.Ahead, ""},
		{"a burst as the day ends", ok, sla.Ahead, ok, sla.Ahead, ""},
		{"too early to judge", ok, ok, sla.TooEarly, sla.TooEarly, ""},
		{"reached", ok, ok, sla.Reached, sla.Reached, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := Standing{month(c.closed, ok), month(c.running, ok)}
			now := Standing{month(c.nowClosed, ok), month(c.nowRuns, ok)}
			if got := said(Changes(before, now)); got != c.want {
				t.Errorf("%q; want %q", got, c.want)
			}
		})
	}
	total := Changes(Standing{Closed: month(ok, ok)}, Standing{Closed: month(ok, sla.AtRisk)})
	if got := said(total); got != "0 at_risk" {
		t.Errorf("of the total: %q", got)
	}
	archived := month(sla.OffTrack, ok)
	archived.Channels[0].Archived = true
	if got := said(Changes(Standing{Closed: month(ok, ok)}, Standing{Closed: archived})); got != "" {
		t.Errorf("of an archived channel: %q", got)
	}
}

func said(changes []Change) string {
	var all []string
	for _, c := range changes {
		all = append(all, fmt.Sprintf("%d %s", c.Channel, c.To))
	}
	return strings.Join(all, ", ")
}

func paris(text string) time.Time {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return at
}

// inMarketing is a round in a workspace whose recap is due in a conversation.
func inMarketing(t *testing.T, change func(*round)) round {
	t.Helper()
	r := round{settings: ledger.DefaultSettings(), managers: []ledger.Person{{ID: "UBOSS"}}}
	r.settings.RecapIn = []ledger.Conversation{{ID: "C1"}}
	r.changes = []Change{{Channel: 1, To: sla.OffTrack, Report: month(sla.OffTrack, sla.AtRisk)}, {Channel: 0, To: sla.AtRisk, Report: month(sla.OffTrack, sla.AtRisk)}}
	if change != nil {
		change(&r)
	}
	days, err := calendar.New(calendar.Rule{Country: "FR"})
	if err != nil {
		t.Fatal(err)
	}
	if r.agenda, err = recap.NewAgenda(r.settings, days); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhoIsAlertedWhen(t *testing.T) {
	posted := recap.Post{Key: recap.Key{Conversation: "UMARC", Day: calendar.NewDate(2026, time.November, 17), Kind: Kind(1)}, State: recap.Posted}
	for _, c := range []struct {
		name, now string
		change    func(*round)
		known     []recap.Post
		want      string
	}{
		{"the owner of the channel, the managers of the total", "2026-11-17 11:00", nil, nil, "UMARC alert-1, UBOSS alert-0"},
		{"never twice a day for one channel", "2026-11-17 11:00", nil, []recap.Post{posted}, "UBOSS alert-0"},
		{"again another day", "2026-11-18 11:00", nil, []recap.Post{posted}, "UMARC alert-1, UBOSS alert-0"},
		{"not in the evening", "2026-11-17 18:01", nil, nil, ""},
		{"not in the morning", "2026-11-17 08:59", nil, nil, ""},
		{"not on a Saturday", "2026-11-21 11:00", nil, nil, ""},
		{"not within two hours before a recap", "2026-11-17 14:00", func(r *round) { r.settings.RecapAt.Hour = 16 }, nil, ""},
		{"before that", "2026-11-17 13:59", func(r *round) { r.settings.RecapAt.Hour = 16 }, nil, "UMARC alert-1, UBOSS alert-0"},
		{"without a recap there is nothing to wait for", "2026-11-17 14:00", func(r *round) { r.settings.RecapAt.Hour, r.settings.RecapPaused = 16, true }, nil, "UMARC alert-1, UBOSS alert-0"},
		{"switched off", "2026-11-17 11:00", func(r *round) { r.settings.Alerts = false }, nil, ""},
		{"in the conversation where the workspace says so", "2026-11-17 11:00", func(r *round) { r.settings.AlertsPublic = true }, nil, "UMARC alert-1, C1 alert-1, UBOSS alert-0, C1 alert-0"},
		{"muted by its owner", "2026-11-17 11:00", func(r *round) { r.mutes = []Mute{{Person: "UMARC", Channel: 1}, {Person: "UBOSS", Channel: 1}} }, nil, "UBOSS alert-0"},
		{"of what nobody owns", "2026-11-17 11:00", func(r *round) { r.changes[0].Report.Channels[0].Owner = "" }, nil, "UBOSS alert-1, UBOSS alert-0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, p := range inMarketing(t, c.change).Pending(paris(c.now), c.known) {
				got = append(got, p.Conversation+" "+strings.TrimPrefix(string(p.Kind), string(recap.Letter(""))))
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("%v; want %s", got, c.want)
			}
		})
	}
}

func TestSinceWhenEntriesAreNews(t *testing.T) {
	for _, c := range []struct {
		name, now string
		change    func(*round)
		want      string
	}{
		{"the recap of the day told of earlier ones", "2026-11-17 11:00", nil, "2026-11-17 09:00"},
		{"before it, the day", "2026-11-17 11:00", func(r *round) { r.settings.RecapAt.Hour = 16 }, "2026-11-17 00:00"},
		{"without one, the day", "2026-11-17 11:00", func(r *round) { r.settings.RecapPaused = true }, "2026-11-17 00:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := inMarketing(t, c.change).since(paris(c.now)); !got.Equal(paris(c.want)) {
				t.Errorf("since %s; want %s", got, c.want)
			}
		})
	}
}

// cells are books with daily totals and nothing else.
type cells struct {
	report.Source
	totals []ledger.Total
	before map[ledger.ChannelID]calendar.Date
}

func (c cells) Totals(_ context.Context, first, last calendar.Date) (found []ledger.Total, _ error) {
	for _, t := range c.totals {
		if !t.Cell.Day.Before(first) && !t.Cell.Day.After(last) {
			found = append(found, t)
		}
	}
	return found, nil
}

func (c cells) LastReported(_ context.Context, upTo calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	days := map[ledger.ChannelID]calendar.Date{}
	maps.Copy(days, c.before)
	for _, t := range c.totals {
		if !t.Cell.Day.After(upTo) && t.Standing > 0 {
			days[t.Cell.Channel] = t.Cell.Day
		}
	}
	return days, nil
}

func TestBooksWithoutTheLatestEntries(t *testing.T) {
	day := func(n int) calendar.Date { return calendar.NewDate(2026, time.November, n) }
	cell := func(n int) ledger.Cell { return ledger.Cell{Day: day(n), Channel: 1, Persona: 1, Stage: ledger.Lead} }
	books := cells{
		totals: []ledger.Total{{Cell: cell(12), Count: 5, Standing: 1}, {Cell: cell(13), Count: 7, Standing: 2}},
		before: map[ledger.ChannelID]calendar.Date{2: calendar.NewDate(2026, time.October, 30)},
	}
	u := unwritten{books, []ledger.Entry{
		{Cell: cell(12), Count: 5}, {Cell: cell(13), Count: -2}, {Cell: cell(11), Count: -4, Reverses: 3},
	}}
	totals, err := u.Totals(t.Context(), day(1), day(16))
	var got []string
	for _, one := range totals {
		got = append(got, fmt.Sprintf("%d %d %d", one.Cell.Day.Day, one.Count, one.Standing))
	}
	if want := "12 0 0, 13 9 1, 11 4 1"; err != nil || strings.Join(got, ", ") != want {
		t.Errorf("%v, %v; want %s", got, err, want)
	}
	for upTo, want := range map[int]int{16: 13, 12: 11} {
		days, err := u.LastReported(t.Context(), day(upTo))
		if err != nil || days[1] != day(want) || days[2] != books.before[2] {
			t.Errorf("up to the %d: %v, %v; want the %d", upTo, days, err, want)
		}
	}
}
