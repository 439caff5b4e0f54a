package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/recap"
)

// receipts are recaps as a test wants them.
type receipts struct {
	posts
	asked []string
}

func (r *receipts) Now(_ context.Context, now time.Time, by, again string) ([]recap.Post, error) {
	r.asked = append(r.asked, fmt.Sprintf("%s %s again=%s", now.Format("15:04"), by, again))
	return r.posts, nil
}

// scene is /recap with the worked example behind it, on Monday 16 at nine.
type scene struct {
	*Bot
	t     *testing.T
	slack *double
	books *november
	posts *receipts
}

func newScene(t *testing.T) *scene {
	s := &scene{t: t, slack: newDouble(t), books: newNovember(t), posts: &receipts{}}
	s.books.settings.RecapIn = []ledger.Conversation{{ID: "C1", Name: "marketing", SetBy: "UBOSS"}}
	s.Bot = s.slack.voice(t, s.books)
	s.Bot.Recaps = s.posts
	return s
}

// asks is somebody asking; admins manage.
func (s *scene) asks(admin bool) asked {
	s.t.Helper()
	days, err := calendar.New(calendar.Rule{Country: "FR"})
	if err != nil {
		s.t.Fatal(err)
	}
	return asked{
		key: newID(), what: "/recap", person: ledger.Person{ID: "UBOSS", Admin: admin}, say: lang.Speak(lang.French),
		settings: s.books.settings, calendar: days, catalogue: s.books.catalogue, now: monday16, today: november16(),
	}
}

// answers returns what somebody who asks for it reads in the end.
func (s *scene) answers(admin bool, cmd phrase.Command) reply {
	s.t.Helper()
	r, err := s.recap(s.t.Context(), s.asks(admin), cmd)
	if err == nil && r.Later != nil {
		r, err = r.Later(s.t.Context())
	}
	if problem, ok := errors.AsType[*lang.Problem](err); ok {
		return reply{Text: lang.Speak(lang.French).Problem(problem)}
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s *scene) says(admin bool, cmd phrase.Command, want string) {
	s.t.Helper()
	if got := spaces.Replace(s.answers(admin, cmd).Text); !strings.HasPrefix(got, want) {
		s.t.Errorf("%+v answers\n%s\nwant\n%s", cmd, got, want)
	}
}

func TestRecapPreview(t *testing.T) {
	s := newScene(t)
	got := s.answers(true, phrase.RecapPreview{})
	first, rest, _ := strings.Cut(spaces.Replace(got.Text), "\n")
	if want := "Aperçu pour vous seul. Publié à 09:00, les matins ouvrés, dans <#C1> · prochain : mar. 17 nov., 09:00"; first != want {
		t.Errorf("it begins %q; want %q", first, want)
	}
	edition, err := recap.PreviewAt(t.Context(), readings{s.books, s.books}, monday16)
	if err != nil {
		t.Fatal(err)
	}
	messages, err := RenderRecap(edition, recap.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	message := messages[0]
	if rest != spaces.Replace(message.Text) || got.Public {
		t.Errorf("previewed\n%s\nwant exactly the message\n%s", rest, message.Text)
	}
	wantFits(t, got)
	s.books.settings.RecapIn = nil
	s.says(false, phrase.RecapPreview{}, "Aperçu pour vous seul. Rien n'est programmé : un manager choisit où publier")
	s.books.settings = newScene(t).books.settings
	s.books.settings.RecapPaused = true
	s.says(false, phrase.RecapPreview{}, "Aperçu pour vous seul. Les récaps sont en pause")
	s.books.plans = nil
	s.says(false, phrase.RecapPreview{}, "Pas d'engagement pour novembre 2026")
}

func TestOnlyManagersSchedule(t *testing.T) {
	s := newScene(t)
	before := s.books.settings.Option("recap_in")
	for _, cmd := range []phrase.Command{
		phrase.RecapNow{},
		phrase.RecapAt{At: calendar.TimeOfDay{Hour: 8}},
		phrase.RecapIn{Conversations: []ledger.Conversation{{ID: "C2"}}},
		phrase.RecapPause{},
	} {
		if _, err := s.recap(t.Context(), s.asks(false), cmd); err == nil {
			t.Errorf("a member may %T", cmd)
		}
	}
	if s.books.settings.RecapAt.Hour != 9 || s.books.settings.Option("recap_in") != before || len(s.posts.asked) > 0 {
		t.Errorf("a member changed the schedule: %+v", s.books.settings)
	}
}

func TestRecapAt(t *testing.T) {
	s := newScene(t)
	s.says(true, phrase.RecapAt{At: calendar.TimeOfDay{Hour: 9, Minute: 30}},
		"C'est noté : récap à 09:30, les matins ouvrés (fuseau Europe/Paris).\nProchain : lun. 16 nov., 09:30.")
	if s.books.settings.RecapAt.String() != "09:30" || !s.books.settings.RecapSince.Equal(monday16) {
		t.Errorf("stored: at %s since %s", s.books.settings.RecapAt, s.books.settings.RecapSince)
	}
	s.says(true, phrase.RecapAt{At: calendar.TimeOfDay{Hour: 8}},
		"C'est noté : récap à 08:00, les matins ouvrés (fuseau Europe/Paris).\nProchain : mar. 17 nov., 08:00.\n"+
			"Celui d'aujourd'hui n'est pas encore parti : `/recap maintenant` le publie.")
	for state, gone := range map[recap.State]bool{recap.Posted: true, recap.Unconfirmed: true, recap.Skipped: false, recap.Missed: false} {
		s.posts.posts = []recap.Post{{Key: recap.Key{Conversation: "C1", Day: november16(), Kind: recap.Daily}, State: state}}
		if got := s.answers(true, phrase.RecapAt{At: calendar.TimeOfDay{Hour: 8}}).Text; strings.Contains(got, "pas encore parti") == gone {
			t.Errorf("with today's recap %s it says\n%s", state, got)
		}
	}
	s.says(true, phrase.RecapAt{At: calendar.TimeOfDay{Hour: 18, Minute: 30}},
		"C'est noté : récap à 18:30, les jours ouvrés (fuseau Europe/Paris). La journée étant finie à 18:00, il comptera le jour même.")
	s.books.settings.RecapIn = nil
	s.says(true, phrase.RecapAt{At: calendar.TimeOfDay{Hour: 9}},
		"C'est noté : récap à 09:00, les matins ouvrés (fuseau Europe/Paris).\nIl reste à choisir où : `/recap dans #marketing`")
	s.books.plans, s.books.settings.RecapIn = nil, []ledger.Conversation{{ID: "C1"}}
	s.says(true, phrase.RecapAt{At: calendar.TimeOfDay{Hour: 9}},
		"C'est noté : récap à 09:00, les matins ouvrés (fuseau Europe/Paris).\nProchain : mar. 17 nov., 09:00.\nAucun récap ne part tant que rien n'est engagé : `/sla plan`")
}

func TestRecapIn(t *testing.T) {
	info := func(id, rest string) http.HandlerFunc {
		return says(fmt.Sprintf(`{"ok":true,"channel":{"id":%q,"name":"ventes",%s}}`, id, rest))
	}
	in := phrase.RecapIn{Conversations: []ledger.Conversation{{ID: "C2", Name: "x"}}}
	t.Run("where it may post", func(t *testing.T) {
		s := newScene(t)
		s.slack.answer["conversations.info"] = info("C2", `"is_member":true`)
		s.says(true, in, "C'est noté : récap à 09:00, les matins ouvrés, dans <#C2>.\nProchain : mar. 17 nov., 09:00.")
		want := ledger.Conversation{ID: "C2", Name: "ventes", SetBy: "UBOSS"}
		if got := s.books.settings.RecapIn; len(got) != 1 || got[0] != want || s.books.settings.RecapSince.IsZero() {
			t.Errorf("stored: %+v", s.books.settings)
		}
	})
	t.Run("shared with another organisation", func(t *testing.T) {
		s := newScene(t)
		s.slack.answer["conversations.info"] = info("C2", `"is_member":true,"is_ext_shared":true`)
		if got := s.answers(true, in).Text; !strings.Contains(got, "partagée avec une autre organisation") {
			t.Errorf("no warning in %q", got)
		}
	})
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   string
	}{
		{"not in there", info("C2", `"is_member":false`), "Je ne suis pas dans <#C2> : tapez-y `/invite @Trêve`, puis recommencez."},
		{"archived", info("C2", `"is_archived":true`), "<#C2> est archivée : choisissez une autre conversation."},
		{"private or gone", refuses("channel_not_found"), "Je ne trouve pas cette conversation. Si elle est privée, tapez-y d'abord `/invite @Trêve`"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene(t)
			s.slack.answer["conversations.info"] = c.answer
			s.says(true, in, c.want)
			if s.books.settings.RecapIn[0].ID != "C1" {
				t.Errorf("stored all the same: %+v", s.books.settings.RecapIn)
			}
		})
	}
}

func TestRecapPause(t *testing.T) {
	s := newScene(t)
	if got := spaces.Replace(s.answers(true, phrase.RecapPause{}).Text); got != "Récaps en pause. `/recap reprendre` les remet en route." {
		t.Errorf("it answers %q", got)
	}
	if !s.books.settings.RecapPaused {
		t.Error("not paused")
	}
	s.says(true, phrase.RecapPause{Resume: true}, "Récaps remis en route.\nProchain : mar. 17 nov., 09:00.")
	if s.books.settings.RecapPaused || !s.books.settings.RecapSince.Equal(monday16) {
		t.Errorf("not resumed from now: %+v", s.books.settings)
	}
}

func TestRecapNow(t *testing.T) {
	post := func(state recap.State) recap.Post {
		return recap.Post{Key: recap.Key{Conversation: "C1", Day: november16(), Kind: recap.Daily}, State: state}
	}
	mine, earlier := post(recap.Posted), post(recap.Posted)
	mine.AskedBy, mine.PostedAt, mine.MessageTS = "UBOSS", monday16.Add(3*time.Second), "1794816001.000100"
	earlier.PostedAt, earlier.MessageTS = monday16.Add(-time.Hour), "1794812401.000100"
	refused, waiting, unanswered := post(recap.Blocked), post(recap.Due), post(recap.Sending)
	refused.Reason, waiting.Reason, unanswered.Attempts = "is_archived", "ratelimited", 1
	for _, c := range []struct {
		name string
		post recap.Post
		want string
	}{
		{"posted", mine, "Publié dans <#C1> : https://fonderie.slack.com/archives/C1/p1794816001000100"},
		{"posted before", earlier, "Le récap d'aujourd'hui est déjà dans <#C1>, publié à 08:00 : https://fonderie.slack.com/archives/C1/p1794812401000100"},
		{"refused", refused, "<#C1> : Slack refuse le récap (`is_archived`). La conversation est archivée"},
		{"made to wait", waiting, "<#C1> : le récap n'est pas encore parti (`ratelimited`), il part dès que possible."},
		{"no answer", unanswered, "<#C1> : Slack n'a pas répondu."},
		{"looked for in restored books", post(recap.Sending), "<#C1> : les données ont été restaurées. Je vérifie d'abord que le récap d'aujourd'hui n'y est pas déjà"},
		{"never confirmed", post(recap.Unconfirmed), "<#C1> : un envoi d'aujourd'hui n'a pas pu être vérifié."},
		{"no plan", post(recap.Skipped), "Rien n'est engagé pour novembre 2026"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScene(t)
			s.posts.posts = []recap.Post{c.post}
			s.says(true, phrase.RecapNow{}, c.want)
			if len(s.posts.asked) != 1 || s.posts.asked[0] != "08:00 UBOSS again=" {
				t.Errorf("asked for: %v", s.posts.asked)
			}
		})
	}
	for reason, buttons := range map[string][]string{
		recap.Unreadable: {actionRecapAgain, actionRecapSeen}, recap.Seen: {actionRecapAgain},
	} {
		t.Run("in doubt: "+reason, func(t *testing.T) {
			s := newScene(t)
			doubtful := post(recap.Unconfirmed)
			doubtful.Reason = reason
			s.posts.posts = []recap.Post{doubtful}
			drawn := string(encode(s.answers(true, phrase.RecapNow{}).Blocks))
			for _, action := range []string{actionRecapAgain, actionRecapSeen} {
				if slices.Contains(buttons, action) != strings.Contains(drawn, action) {
					t.Errorf("of the buttons %v it offers\n%s", buttons, drawn)
				}
			}
		})
	}
	t.Run("nowhere", func(t *testing.T) {
		s := newScene(t)
		s.books.settings.RecapIn = nil
		s.says(true, phrase.RecapNow{}, "Je ne sais pas encore où publier.")
	})
	t.Run("again, by its button", func(t *testing.T) {
		s := newScene(t)
		a := s.asks(true)
		a.value = a.today.String() + " C1"
		r, err := s.routed.actions[actionRecapAgain](t.Context(), a)
		if err != nil || r.Later == nil {
			t.Fatalf("%+v, %v", r, err)
		}
		if _, err := r.Later(t.Context()); err != nil || len(s.posts.asked) != 1 || s.posts.asked[0] != "08:00 UBOSS again=C1" {
			t.Errorf("asked for: %v, %v", s.posts.asked, err)
		}
		a.value = "2026-11-13"
		if _, err := s.routed.actions[actionRecapAgain](t.Context(), a); err == nil {
			t.Error("Friday's button posts Monday's recap")
		}
	})
}

func TestRecapLog(t *testing.T) {
	s := newScene(t)
	s.says(false, phrase.RecapLog{}, "Preuves d'envoi\nAucun récap n'a encore été publié.")
	add := func(d int, kind recap.Kind, state recap.State, change func(*recap.Post)) {
		p := recap.Post{
			Key: recap.Key{Conversation: "C1", Day: calendar.NewDate(2026, time.November, d), Kind: kind}, State: state,
			PostedAt: monday16, MessageTS: "1.2",
		}
		if change != nil {
			change(&p)
		}
		s.posts.posts = append(s.posts.posts, p)
	}
	add(16, recap.Daily, recap.Posted, nil)
	add(13, recap.Daily, recap.Posted, func(p *recap.Post) { p.Late = true })
	add(12, recap.Daily, recap.Posted, func(p *recap.Post) { p.AskedBy = "UMARC" })
	add(11, recap.Daily, recap.Posted, func(p *recap.Post) { p.Version = 3 })
	add(11, recap.Daily, recap.Posted, func(p *recap.Post) { p.Version, p.Ended = 1, "message_not_found" })
	add(10, recap.Daily, recap.Missed, nil)
	add(9, recap.Daily, recap.Skipped, func(p *recap.Post) { p.Reason = recap.NoPlan })
	add(6, recap.Daily, recap.Skipped, func(p *recap.Post) { p.Reason = recap.Paused })
	add(5, recap.Daily, recap.Skipped, func(p *recap.Post) { p.Reason = recap.Unscheduled })
	add(4, recap.Daily, recap.Blocked, func(p *recap.Post) { p.Reason = "is_archived" })
	add(3, recap.Daily, recap.Posted, func(p *recap.Post) { p.Attempts = 3 })
	add(3, recap.Daily, recap.Unconfirmed, func(p *recap.Post) { p.SentAt, p.Reason = monday16.Add(4*time.Second), recap.Unreadable })
	add(3, recap.Daily, recap.Unconfirmed, func(p *recap.Post) { p.SentAt, p.Reason = monday16.Add(4*time.Second), recap.Seen })
	add(3, recap.Daily, recap.Due, func(p *recap.Post) { p.Reason = "ratelimited" })
	add(3, recap.Daily, recap.Due, nil)
	add(3, recap.Daily, recap.Claimed, nil)
	add(3, recap.Daily, recap.Sending, nil)
	add(2, recap.Closing, recap.Posted, func(p *recap.Post) { p.Version, p.Ended = 3, recap.Final })
	r := s.answers(false, phrase.RecapLog{})
	wantGolden(t, "recap_log", r)
	wantFits(t, r)
}

// A letter's receipt is for whoever runs the service: words, no marks of ours.
func TestLettersInTheLog(t *testing.T) {
	letter := func(kind recap.Kind, state recap.State, reason string) recap.Post {
		return recap.Post{
			Key:   recap.Key{Conversation: "UMARC", Day: november16(), Kind: kind},
			State: state, Reason: reason, PostedAt: monday16,
		}
	}
	settings := newNovember(t).settings
	for _, c := range []struct {
		post   recap.Post
		fr, en string
	}{
		{letter(recap.Letter("nudge"), recap.Posted, ""), "message « rappel de saisie » : envoyé à 09:00:00", "message “missing entries”: sent at 09:00:00"},
		{letter(recap.Letter("sales-late-2"), recap.Skipped, "nothing_waits"), "« leads à contacter » : sans objet (aucun lead n'attendait)", "“leads to contact”: not needed (no lead was waiting)"},
		{letter(recap.LostIn("C1", "e"), recap.Posted, ""), "« récap sans destination »", "“recap with nowhere to go”"},
		{letter(recap.BackIn("C1", "e"), recap.Posted, ""), "« récap de retour »", "“recap back again”"},
		{recap.Post{Key: recap.NewNote("UMARC", "x", november16(), monday16, recap.Message{}).Key, State: recap.Missed}, "« pour information » : non envoyé,", "“for information”: not sent,"},
	} {
		for language, want := range map[lang.Language]string{lang.French: c.fr, lang.English: c.en} {
			got := spaces.Replace(ReceiptWords(lang.Speak(language), settings, []recap.Post{c.post}))
			if !strings.Contains(got, want) || strings.ContainsAny(got, "`_{") || strings.Contains(got, "note-") {
				t.Errorf("%s is said %q; want %q", c.post.Kind, got, want)
			}
		}
	}
}
