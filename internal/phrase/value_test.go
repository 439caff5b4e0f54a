package phrase

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
)

func TestValuesAlone(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"3,5 %", "0.035"},
		{"3.5%", "0.035"},
		{"0,035", "0.035"},
		{" 12,5 ", "0.125"},
		{"12.5", "0.125"},
		{"0", "0"},
		{"100 %", "1"},
		{"0,5", "phrase.two_readings"},
		{"101 %", "phrase.rate_range"},
		{"-3 %", "phrase.rate_range"},
		{"3 % 4 %", "phrase.two_numbers"},
		{"beaucoup", "phrase.value.rate"},
		{"3 % environ", "phrase.value.rate"},
		{"3,5,5", "phrase.value.rate"},
	} {
		rate, err := ParseRate(c.text)
		wantValue(t, "rate "+c.text, rate.String(), err, c.want)
	}
	for _, c := range []struct {
		text, want string
	}{
		{"120", "120"},
		{"0", "0"},
		{"1 200", "1200"},
		{"1\u202f200", "1200"},
		{"120 leads", "120"},
		{"1.200", "phrase.two_readings"},
		{"12,5", "phrase.not_whole"},
		{"-3", "phrase.negative"},
		{"2000000", "phrase.too_many"},
		{"12 13", "phrase.two_numbers"},
		{"douze", "phrase.value.leads"},
		{"120 environ", "phrase.value.leads"},
		{"=1+1", "phrase.value.leads"},
	} {
		leads, err := ParseLeads(c.text)
		wantValue(t, "leads "+c.text, strconv.FormatInt(leads, 10), err, c.want)
	}
	for _, c := range []struct{ text, want string }{
		{"1 800 €", "180000"},
		{"1800,5", "180050"},
		{"€1,800", "180000"},
		{"0", "0"},
		{"1.800", "phrase.two_readings"},
		{"-210 €", "phrase.negative"},
		{"12,345", "phrase.two_readings"},
		{"12,3456", "phrase.bad_amount"},
		{"gratuit", "phrase.value.amount"},
		{"210 $", "phrase.value.amount"},
	} {
		cents, err := ParseAmount(c.text)
		wantValue(t, "amount "+c.text, strconv.FormatInt(cents, 10), err, c.want)
	}
}

func TestDaysAlone(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"24-27/11", "2026-11-24/2026-11-27"},
		{"du 24 au 27 novembre", "2026-11-24/2026-11-27"},
		{"16/11", "2026-11-16/2026-11-16"},
		{"12/1-15/1", "2027-01-12/2027-01-15"},
		{"3-5/10", "2026-10-03/2026-10-05"},
		{"tout le mois", "0000-00-00/0000-00-00"},
		{"whole month", "0000-00-00/0000-00-00"},
		{"31/11", "phrase.bad_day"},
		{"27/11/2026-24/11/2026", "phrase.days_backwards"},
		{"bientôt", "phrase.which_days"},
		{"24-27/11 ou presque", "phrase.value.days"},
	} {
		first, last, err := ParseDays(c.text, day(time.November, 17))
		got := first.String() + "/" + last.String()
		if first.IsZero() {
			got = "0000-00-00/0000-00-00"
		}
		wantValue(t, "days "+c.text, got, err, c.want)
	}
}

func wantValue(t *testing.T, what, got string, err error, want string) {
	t.Helper()
	if p, ok := errors.AsType[*lang.Problem](err); ok {
		got = string(p.ID)
		bothLanguages(err)
	} else if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if got != want {
		t.Errorf("%s = %s; want %s", what, got, want)
	}
}
