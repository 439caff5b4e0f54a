package main

import (
	"fmt"
	"math"
	"strconv"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// sampleFiles are what the company's history would be imported from.
type sampleFiles struct{ counts, leads, deals []ledger.ImportRow }

// sell writes a day's leads down, and has some of them become sales, most within
// two months. Where leads are known one by one their sales name them.
func (s *sample) sell(files *sampleFiles, day []ledger.ImportRow) {
	for i, row := range day {
		channel, persona := sampleChannels[i/len(samplePersonas)], i%len(samplePersonas)
		if !channel.known {
			files.counts = append(files.counts, row)
		}
		for range row.Count {
			lead := row
			lead.Count = 1
			if channel.known {
				lead.LeadRef = fmt.Sprintf("CRM-%05d", len(files.leads)+1)
				files.leads = append(files.leads, lead)
			}
			s.sellOne(files, lead, channel, persona)
		}
	}
}

// sellOne has one lead bought, or not, or not yet.
func (s *sample) sellOne(files *sampleFiles, lead ledger.ImportRow, channel sampleChannel, persona int) {
	rate, err := strconv.ParseFloat(channel.rates[persona], 64)
	bought := err == nil && s.sales.Float64() < rate*channel.closes
	wait := int(-30 * math.Log(1-s.sales.Float64()))
	price := 0.6 + 0.8*s.sales.Float64()
	won := lead
	won.Day = s.workingDay(lead.Day.AddDays(wait))
	won.Stage, won.AmountCents = ledger.Won, int64(price*float64(samplePersonas[persona].saleCents)/1000)*1000
	switch {
	case !bought || !won.Day.Before(s.today):
	case channel.known:
		files.deals = append(files.deals, won)
	default:
		files.counts = append(files.counts, won)
	}
}

// workingDay is the day itself, or the next one that is worked.
func (s *sample) workingDay(d calendar.Date) calendar.Date { return s.days.Next(d.AddDays(-1)) }
