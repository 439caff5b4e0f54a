package bot

import "testing"

// TestSalesIsNoDeadEnd checks that sales' half, while it is not kept, stores
// nothing, says so and shows what works.
func TestSalesIsNoDeadEnd(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ user, typed, want string }{
		{"UCLAIRE", "/sales contacted 8 email pme", "La moitié des ventes n'est pas encore ouverte"},
		{"UCLAIRE", "/ventes", "La moitié des ventes n'est pas encore ouverte"},
		{"UJANE", "/sales won 2 email pme 1 800 €", "Sales' half is not open yet"},
	} {
		r := d.types(c.user, "sales "+c.typed, c.typed)
		wantSaid(t, r.Text, c.want, "`/sla`", "`/leads`")
		r.button(t, actionForm)
		id, value := r.button(t, actionAsk)
		wantSaid(t, d.presses(c.user, "press "+c.typed, id, value).Text, "0/100 leads")
	}
	d.wantTotal(tuesday17, 1, 1, 0)
}
