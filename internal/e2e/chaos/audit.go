package chaos

import (
	"context"
	"fmt"
	"strings"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// audit looks at what people were told, what the ledger holds and what stands in
// Slack, and counts what agrees and what does not.
func (e *episode) audit(ctx context.Context) error {
	if err := e.staff.recall(ctx); err != nil {
		return err
	}
	if err := e.auditEntries(ctx); err != nil {
		return err
	}
	if err := e.auditTotals(ctx); err != nil {
		return err
	}
	e.auditAnswers()
	if err := e.auditHomes(ctx); err != nil {
		return err
	}
	return e.auditPosts(ctx)
}

// auditEntries wants each thing asked for in the ledger once when it was
// confirmed, and once at most when it was not.
func (e *episode) auditEntries(ctx context.Context) error {
	all, err := e.books.entries(ctx)
	if err != nil {
		return err
	}
	recorded, taken, counts := map[string][]entry{}, map[int64]bool{}, map[int64]int64{}
	for _, one := range all {
		if !one.typed {
			continue
		}
		counts[one.id] = one.cell.count
		if one.reverses != 0 {
			taken[one.reverses] = true
			if one.cell.count != -counts[one.reverses] {
				e.wrong(totalsWrong, 1, fmt.Sprintf("%d reverses %d", one.cell.count, counts[one.reverses]))
			}
			continue
		}
		key := one.author + one.cell.written()
		recorded[key] = append(recorded[key], one)
	}
	for _, a := range e.staff.asked {
		for _, c := range a.cells {
			e.auditEntry(a, c, recorded[a.author+c.written()], taken)
			delete(recorded, a.author+c.written())
		}
	}
	for key := range recorded {
		e.wrong(entriesDoubled, 1, key+", which nobody asked for")
	}
	return nil
}

func (e *episode) auditEntry(a *asked, c cell, recorded []entry, taken map[int64]bool) {
	e.tally.count(map[bool]string{true: entriesTold, false: entriesUntold}[a.told], 1)
	switch n := len(recorded); {
	case n > 1:
		e.wrong(entriesDoubled, n-1, fmt.Sprintf("%s of %s, by %v", c.written(), a.author, recorded))
	case n == 0 && a.told:
		e.wrong(entriesLost, 1, fmt.Sprintf("%s of %s (%s)", c.written(), a.author, a.trigger))
	case n == 1 && a.undone && !taken[recorded[0].id]:
		e.wrong(entriesLost, 1, fmt.Sprintf("the undo of %s of %s", c.written(), a.author))
	case n == 1 && a.undo == "" && taken[recorded[0].id]:
		e.wrong(entriesLost, 1, fmt.Sprintf("%s of %s, whose undo nobody asked for", c.written(), a.author))
	}
}

// auditTotals has the program add up its ledger.
func (e *episode) auditTotals(ctx context.Context) error {
	var differing int
	err := again(ctx, func() error {
		return e.books.QueryRowContext(ctx, `
			SELECT COUNT(*) FROM (SELECT day, channel_id, persona_id, stage, SUM(count) AS n FROM entries WHERE NOT monthly
				GROUP BY day, channel_id, persona_id, stage) AS e
			FULL JOIN daily_totals AS t ON t.day = e.day AND t.channel_id = e.channel_id AND t.persona_id = e.persona_id AND t.stage = e.stage
			WHERE COALESCE(e.n, 0) <> COALESCE(t.count, 0)`).Scan(&differing)
	})
	if differing > 0 {
		e.wrong(totalsWrong, differing, "daily totals")
	}
	return err
}

// standing is everything the program has posted, by the id it bears; what bears
// none, by whose direct message it stands in and since when.
type standing map[string][]localclient.Message

// auditPosts compares receipts with what stands in Slack.
func (e *episode) auditPosts(ctx context.Context) error {
	receipts, err := e.books.receipts(ctx)
	if err != nil {
		return err
	}
	posts, notices, err := e.read(ctx)
	if err != nil {
		return err
	}
	recaps := map[string]string{}
	for _, r := range receipts {
		recaps[r.conversation+r.day+r.kind] = r.ts
	}
	for _, r := range receipts {
		standing := posts[r.id]
		if len(standing) == 0 {
			standing = posts[r.conversation+r.ts]
		}
		e.auditReceipt(r, standing)
		of, _, follows := strings.Cut(r.kind, "/")
		for _, m := range standing {
			if recapOf(of) && m.Conversation != r.conversation || follows && m.ThreadTS != recaps[r.conversation+r.day+of] {
				e.wrong(receiptsWrong, 1, fmt.Sprintf("%s of %s in %s stands elsewhere: %s", r.kind, r.day, r.conversation, m.JSON()))
			}
		}
	}
	return e.auditRecaps(ctx, receipts, notices)
}

// read reads all conversations: what bears an id, and what the manager was told.
func (e *episode) read(ctx context.Context) (posts standing, notices []string, err error) {
	posts = standing{}
	for _, user := range typists {
		read := []string{e.staff.direct[user]}
		if user == claire { // who is in all of them
			read = append(read, places...)
		}
		for _, conversation := range read {
			seen, err := e.messages(ctx, user, conversation)
			if err != nil {
				return nil, nil, err
			}
			for _, m := range seen {
				if id := idOf(m); id != "" {
					posts[id] = append(posts[id], m)
				} else { // whose button was pressed bears none any more
					posts[user+m.TS] = append(posts[user+m.TS], m)
				}
				if conversation == e.staff.direct[claire] {
					notices = append(notices, m.Text)
				}
			}
		}
	}
	return posts, notices, nil
}

// messages are what the program has said in a conversation and its threads.
func (e *episode) messages(ctx context.Context, user, conversation string) (all []localclient.Message, err error) {
	c := e.slack.as(user)
	seen, err := c.Messages(ctx, conversation, "")
	if err != nil {
		return nil, err
	}
	for _, m := range seen {
		if m.User != botUser || m.Ephemeral {
			continue
		}
		all = append(all, m)
		if m.ReplyCount == 0 {
			continue
		}
		thread, err := c.Messages(ctx, conversation, m.TS)
		if err != nil {
			return nil, err
		}
		all = append(all, thread[1:]...)
	}
	return all, nil
}

func idOf(m localclient.Message) string {
	payload, _ := m.Metadata["event_payload"].(map[string]any)
	id, _ := payload["id"].(string)
	return id
}

// auditReceipt wants a post once where its receipt says posted, and nowhere twice.
func (e *episode) auditReceipt(r receipt, posted []localclient.Message) {
	name := fmt.Sprintf("%s of %s in %s, %s (%s)", r.kind, r.day, r.conversation, r.state, r.reason)
	switch {
	case len(posted) > 1 && !recapOf(r.kind):
		e.wrong(othersDoubled, len(posted)-1, name)
	case r.state == "posted" && len(posted) == 0, r.state != "posted" && r.state != "unconfirmed" && len(posted) > 0,
		r.state == "posted" && len(posted) == 1 && posted[0].TS != r.ts:
		e.wrong(receiptsWrong, 1, fmt.Sprintf("%s, where %d stand", name, len(posted)))
	case !recapOf(r.kind) && r.state == "posted":
		e.tally.count(othersPosted, 1)
	}
}
