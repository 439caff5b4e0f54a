package phrase

import (
	"reflect"
	"testing"

	"github.com/treve-bot/treve/internal/calendar"
)

func TestAbsencesAndAlerts(t *testing.T) {
	c := workspace()
	third := calendar.NewDate(c.Today.Year, 12, 3)
	email := c.Catalogue.Channels[0]
	for _, one := range []struct {
		read func(string, Context) (Command, error)
		text string
		want Command
	}{
		{Leads, "absent jusqu'au 3/12 <@U1>", Away{"U1", third}},
		{Leads, "away until 3 Dec <@U1|marc>", Away{"U1", third}},
		{Leads, "absent <@U1>", Away{StandIn: "U1"}},
		{Leads, "de retour", Back{}},
		{SLA, "back", Back{}},
		{Message, "je suis absent jusqu'au 3 décembre <@U1>", Away{"U1", third}},
		{Message, "je suis de retour", Back{}},
		{Message, "I'm back", Back{}},
		{SLA, "alertes " + email.Name + " non", Mute{Channel: email.ID}},
		{SLA, "alerts " + email.Name + " yes", Mute{Channel: email.ID, On: true}},
		{Message, "alertes total non", Mute{}},
		{SLA, "alertes", Mute{List: true}},
	} {
		got, err := one.read(one.text, c)
		if err != nil || !reflect.DeepEqual(got, one.want) {
			t.Errorf("%q = %#v, %v; want %#v", one.text, got, err, one.want)
		}
	}
	for _, text := range []string{"absent", "absent jusqu'au 3/12", "absent 31/02 <@U1>", "absent vendredu <@U1>", "de retour vendredu"} {
		if got, err := Leads(text, c); err == nil {
			t.Errorf("%q = %#v; want a refusal", text, got)
		}
	}
	for _, text := range []string{"alertes non", "alertes emial non", "alertes " + email.Name, "alertes total " + email.Name + " non"} {
		if got, err := SLA(text, c); err == nil {
			t.Errorf("%q = %#v; want a refusal", text, got)
		}
	}
}
