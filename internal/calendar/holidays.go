package calendar

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/ee"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fi"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/hu"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lu"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/pt"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/us"
)

// national are the countries whose public holidays are known.
var national = map[string][]*cal.Holiday{
	"AT": at.Holidays, "AU": au.HolidaysACT, "BE": be.Holidays, "BG": bg.Holidays, "BR": br.Holidays,
	"CA": ca.Holidays, "CH": ch.Holidays, "CZ": cz.Holidays, "DE": de.Holidays, "DK": dk.Holidays,
	"EE": ee.Holidays, "ES": es.Holidays, "FI": fi.Holidays, "FR": fr.Holidays, "GB": gb.Holidays,
	"GR": gr.Holidays, "HR": hr.Holidays, "HU": hu.Holidays, "IE": ie.Holidays, "IT": it.Holidays,
	"LT": lt.Holidays, "LU": lu.Holidays, "LV": lv.Holidays, "NL": nl.Holidays, "NO": no.Holidays,
	"PL": pl.Holidays, "PT": pt.Holidays, "RO": ro.Holidays, "SE": se.Holidays, "SI": si.Holidays,
	"SK": sk.Holidays, "US": us.Holidays,
}

// alsatian are the two further holidays of Alsace and Moselle.
var alsatian = []*cal.Holiday{
	aa.GoodFriday.Clone(&cal.Holiday{Name: "Vendredi saint"}),
	aa.ChristmasDay2.Clone(&cal.Holiday{Name: "Saint-Étienne"}),
}

// Countries lists the ISO 3166-1 codes whose public holidays are known.
func Countries() []string {
	codes := make([]string, 0, len(national))
	for code := range national {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// region is where holidays are the same: a country, or one with Alsace's own.
type region struct {
	country string
	alsace  bool
}

func regionOf(country string, alsace bool) (region, error) {
	if _, known := national[country]; !known {
		return region{}, fmt.Errorf("public holidays of %q are not known", country)
	}
	return region{country, alsace && country == "FR"}, nil
}

// years keeps each region's holidays by year: computing a year takes a hundred
// microseconds, and every elapsed share asks for thirty days of it.
var years sync.Map // of yearOf -> map[Date]string

type yearOf struct {
	region
	year int
}

func (r region) in(year int) map[Date]string {
	key := yearOf{r, year}
	if known, ok := years.Load(key); ok {
		return known.(map[Date]string)
	}
	known, _ := years.LoadOrStore(key, r.compute(year))
	return known.(map[Date]string)
}

func (r region) compute(year int) map[Date]string {
	days := map[Date]string{}
	holidays := national[r.country]
	if r.alsace {
		holidays = append(slices.Clone(holidays), alsatian...)
	}
	for _, h := range holidays {
		actual, observed := h.Calc(year)
		for _, t := range []time.Time{actual, observed} {
			if !t.IsZero() {
				days[fromTime(t)] = h.Name
			}
		}
	}
	return days
}
