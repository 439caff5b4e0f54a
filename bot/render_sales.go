package bot

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/followup"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// promised says what sales promises: "90 % contactés sous 1 jour ouvré".
func promised(say lang.Speaker, p sla.Promise) string {
	id := lang.ID("sales.within.days")
	if p.Unit == sla.InHours {
		id = "sales.within.hours"
	}
	share := decimal.New(int64(p.Share), -2)
	return say.Say("sales.promise", lang.Args{
		"share": say.Percent(share, 0), "within": say.Count(id, int64(p.Within), lang.Args{}),
	})
}

// kept says how much of a promise is kept: "84 % à temps (101 sur 120 échus)".
func kept(say lang.Speaker, f followup.Figures) string {
	return say.Say("sales.kept", lang.Args{
		"share": say.MaybePercent(f.Share, 0), "in_time": say.Int(f.InTime), "passed": say.Int(f.Passed()),
	})
}

// salesStanding is the mark and the words of sales' status.
func salesStanding(say lang.Speaker, f followup.Figures) (mark, words string) {
	return say.Status(string(f.Status), false, false, f.Share)
}

// saidOfSales says one line of sales as it was written.
func (s slip) saidOfSales(one ledger.Recorded) string {
	cell, count := one.Entry.Cell, one.Entry.Count
	args := lang.Args{
		"what":    s.say.Count("sales.n."+lang.ID(cell.Stage), abs(count), lang.Args{}),
		"segment": s.segment(ledger.Cell{Channel: cell.Channel, Persona: cell.Persona, Stage: ledger.Lead}), "day": s.day(cell.Day),
	}
	switch {
	case cell.Stage == ledger.Rejected:
		args["reason"] = s.say.Say("phrase.reason."+lang.ID(one.Entry.Note), nil)
		return s.say.Say("sales.recorded.rejected", args)
	case count < 0:
		return s.say.Say("sales.taken_off", args)
	}
	return s.say.Say("sales.recorded", args)
}

// waitingLine is what is left to contact, and since when.
func (s slip) waitingLine(f followed) string {
	if f.Waiting == 0 {
		return s.say.Say("sales.nobody_waits", nil)
	}
	days := make([]string, 0, len(f.Oldest))
	for _, w := range f.Oldest {
		days = append(days, s.say.Say("sales.waits_since", lang.Args{
			"n": s.say.Int(w.Count), "day": s.say.ShortDay(w.Day),
		}))
	}
	return s.say.Say("sales.waiting", lang.Args{"leads": s.leads(f.Waiting), "days": s.say.List(days)})
}

// salesLine is where sales' half stands.
func (s slip) salesLine(done written) string {
	f := done.Followed
	args := lang.Args{"what": s.salesLevel(done)}
	switch {
	case !f.Promise.Made():
		return s.say.Say("sales.no_promise", args)
	case f.Figures.Passed() == 0:
		args["promise"] = promised(s.say, f.Promise)
		return s.say.Say("sales.standing.early", args)
	}
	args["promise"], args["kept"] = promised(s.say, f.Promise), kept(s.say, f.Figures)
	args["mark"], args["status"] = salesStanding(s.say, f.Figures)
	return s.say.Say("sales.standing", args)
}

func (s slip) salesLevel(done written) string {
	if done.Channel == 0 {
		return s.say.Say("sales.all", nil)
	}
	return s.say.Say("sales.of", lang.Args{"channel": escape(s.catalogue.Channel(done.Channel).Name)})
}

// workedFor says a length of working time: "4 h 05", "35 min".
func workedFor(say lang.Speaker, d time.Duration) string {
	hours, minutes := int64(d/time.Hour), int64(d%time.Hour/time.Minute)
	args := lang.Args{"hours": say.Int(hours), "minutes": fmt.Sprintf("%02d", minutes)}
	if hours == 0 {
		return say.Say("sales.minutes", args)
	}
	return say.Say("sales.hours", args)
}
