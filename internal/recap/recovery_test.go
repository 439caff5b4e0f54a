package recap

import (
	"context"
	"fmt"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// wording is the posts of a conversation, all of the same words.
type wording struct {
	Posts
	version Version
}

func (w wording) Version(context.Context, Key, int) (Version, error) { return w.version, nil }

func TestWhatIsOnTrackAgainAfterAnAlert(t *testing.T) {
	stands := func(s sla.Status) report.Report {
		return report.Report{Month: day("2026-11-17").In(), Total: sla.Figures{Status: sla.AtRisk}, Channels: []report.Channel{
			{Channel: ledger.Channel{ID: 1}, Figures: sla.Figures{Status: s}},
		}}
	}
	post := func(conversation string, kind Kind, text string, hour int, state State) Post {
		d := day(text)
		due := d.At(clockTime(fmt.Sprintf("%02d:00", hour)), agenda(t, nil).zone)
		return Post{Key: Key{conversation, d, kind}, State: state, DueAt: due}
	}
	recap16 := post("C1", Daily, "2026-11-16", 9, Posted)
	for _, c := range []struct {
		name        string
		before, now sla.Status
		known       []Post
		want        string
	}{
		{"alerted of days ago, bad in the last recap", sla.OffTrack, sla.OnTrack, []Post{post("U1", Alert(1), "2026-11-12", 11, Posted), recap16}, "[1]"},
		{"alerted of since the last recap", sla.OnTrack, sla.OnTrack, []Post{recap16, post("U1", Alert(1), "2026-11-16", 11, Posted)}, "[1]"},
		{"told already", sla.OnTrack, sla.OnTrack, []Post{post("U1", Alert(1), "2026-11-12", 11, Posted), recap16}, "[]"},
		{"still bad", sla.OffTrack, sla.AtRisk, []Post{post("U1", Alert(1), "2026-11-12", 11, Posted), recap16}, "[]"},
		{"nobody was alerted", sla.OffTrack, sla.OnTrack, []Post{recap16}, "[]"},
		{"the alert did not go out", sla.OffTrack, sla.OnTrack, []Post{post("U1", Alert(1), "2026-11-12", 11, Skipped), recap16}, "[]"},
		{"alerted of last month", sla.OffTrack, sla.OnTrack, []Post{post("U1", Alert(1), "2026-10-30", 11, Posted), recap16}, "[]"},
		{"reached meanwhile", sla.Ahead, sla.Reached, []Post{post("U1", Alert(1), "2026-11-12", 11, Posted), recap16}, "[1]"},
		{"the first recap there is", "", sla.OnTrack, []Post{post("U1", Alert(1), "2026-11-12", 11, Posted)}, "[1]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tn := turn{Deliverer: &Deliverer{Posts: wording{version: Version{Edition: Edition{Report: stands(c.before)}}}}, known: recently(c.known)}
			got, err := tn.recovered(t.Context(), Key{"C1", day("2026-11-17"), Daily}, stands(c.now))
			if err != nil || fmt.Sprint(got) != c.want {
				t.Errorf("%v, %v; want %s", got, err, c.want)
			}
		})
	}
}
