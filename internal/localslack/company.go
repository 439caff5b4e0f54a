package localslack

import (
	"cmp"
	"slices"

	"github.com/treve-bot/treve/internal/lang"
)

// SampleApp is the id of the app that SampleCompany installs.
const SampleApp = "A0TREVE0001"

// SampleCompany returns the sample workspace with the bot as its app. With
// requestURL it is reached over HTTP, without through Socket Mode.
func SampleCompany(o Options, requestURL string) *Server {
	treve := SampleTreve(cmp.Or(o.Language, lang.French), requestURL)
	return SampleWorkspace(o, []App{treve}, "C0MARKETING", "C0VENTES001")
}

// SampleWorkspace returns a workspace with a fictitious industrial company in it,
// Ateliers Vernier, which makes precision vices: people of marketing and sales, a
// guest, and somebody of another organisation. Their ids are the same in every
// run. The apps are members of the conversations with these ids.
func SampleWorkspace(o Options, apps []App, memberOf ...string) *Server {
	o.TeamID, o.TeamName, o.Domain = "T0VERNIER01", "Ateliers Vernier", "ateliers-vernier"
	s := New(o)
	for _, u := range SamplePeople(s.say.Language) {
		s.AddUser(u)
	}
	var bots []string
	for _, a := range apps {
		s.AddApp(a)
		bots = append(bots, a.BotUser)
	}
	sales, management := "ventes", "direction"
	if s.say.Language == lang.English {
		sales, management = "sales", "management"
	}
	everyone := []string{"U0CLAIRE001", "U0MARC00001", "U0JULIEN001", "U0EMMA00001"}
	for _, c := range []Conversation{
		{ID: "C0MARKETING", Name: "marketing", Members: append([]string{"U0INES00001"}, everyone...)},
		{ID: "C0VENTES001", Name: sales, Members: append([]string{"U0TOM000001"}, everyone...)},
		{ID: "C0GENERAL01", Name: "general", Members: everyone},
		{ID: "C0DIRECTION", Name: management, Private: true, Members: []string{"U0CLAIRE001", "U0JULIEN001"}},
	} {
		if slices.Contains(memberOf, c.ID) {
			c.Members = slices.Concat(c.Members, bots)
		}
		s.AddConversation(c)
	}
	return s
}

// SamplePeople are those of SampleCompany. All but the last two work there; one
// of these speaks the other language.
func SamplePeople(l lang.Language) []User {
	title := func(french, english string) string {
		return map[lang.Language]string{lang.French: french, lang.English: english}[l]
	}
	ours, other := title("fr-FR", "en-GB"), title("en-GB", "fr-FR")
	return []User{
		{
			ID: "U0CLAIRE001", Name: "claire", RealName: "Claire Morel", Title: title("Responsable marketing", "Marketing manager"),
			Email: "claire.morel@vernier.example", Locale: ours, TimeZone: "Europe/Paris", Admin: true, Owner: true,
		},
		{
			ID: "U0MARC00001", Name: "marc", RealName: "Marc Dubois", Title: title("Chargé de marketing", "Marketing officer"),
			Email: "marc.dubois@vernier.example", Locale: ours, TimeZone: "Europe/Paris",
		},
		{
			ID: "U0JULIEN001", Name: "julien", RealName: "Julien Bernard", Title: title("Directeur commercial", "Sales manager"),
			Email: "julien.bernard@vernier.example", Locale: ours, TimeZone: "Europe/Paris",
		},
		{
			ID: "U0EMMA00001", Name: "emma", RealName: title("Emma Clarke", "Emma Lefèvre"), Title: title("Commerciale export", "Export sales"),
			Email: title("emma.clarke", "emma.lefevre") + "@vernier.example", Locale: other, TimeZone: title("Europe/London", "Europe/Paris"),
		},
		{
			ID: "U0INES00001", Name: "ines", RealName: "Inès Faure", Title: title("Agence Pixel & Co (invitée)", "Pixel & Co agency (guest)"),
			Email: "ines@pixel.example", Locale: ours, TimeZone: "Europe/Paris", Restricted: true,
		},
		{
			ID: "U0TOM000001", Name: "tom", RealName: "Tom Weber", Title: title("Achats, Weber GmbH", "Purchasing, Weber GmbH"),
			Email: "tom@weber.example", Locale: "en-GB", TimeZone: "Europe/Berlin", Stranger: true,
		},
	}
}

// SampleTreve is the bot as SampleCompany installs it: the commands, scopes and
// events of its manifest and no others, so that what works here works there.
func SampleTreve(l lang.Language, requestURL string) App {
	hint := func(french, english string) string {
		return map[lang.Language]string{lang.French: french, lang.English: english}[l]
	}
	return App{
		ID: SampleApp, BotUser: "U0TREVE0001", BotName: "Trêve",
		BotToken: "xoxb-local-treve", AppToken: "xapp-local-treve", SigningSecret: "local-signing-secret-of-treve",
		RequestURL: requestURL,
		Commands: []Command{
			{Name: "/leads", Description: hint("Enregistrer des leads", "Record leads"), Hint: hint("12 email pme", "12 email small")},
			{Name: "/sla", Description: hint("Où en est le mois", "Where the month stands"), Hint: hint("email", "email")},
			{Name: "/recap", Description: hint("Le récap quotidien", "The daily recap"), Hint: "now | at 09:00 | in #marketing"},
			{Name: "/sales", Description: hint("La moitié des ventes", "Sales' half"), Hint: "contacted 8 inbound"},
			{Name: "/ventes", Description: hint("La moitié des ventes", "Sales' half"), Hint: "contactés 8 inbound"},
		},
		Scopes: []string{
			"commands", "chat:write", "im:history", "im:write", "users:read", "channels:read", "groups:read",
			"app_mentions:read", "files:write", "files:read", "channels:history", "groups:history",
		},
		Events: []string{
			"app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_deleted", "channel_left",
			"channel_rename", "channel_unarchive", "group_archive", "group_deleted", "group_left", "group_rename",
			"group_unarchive", "member_joined_channel", "message.im", "tokens_revoked", "user_change",
		},
	}
}
