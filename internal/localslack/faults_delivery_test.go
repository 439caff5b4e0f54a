package localslack

import (
	"slices"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// answering is a robot that repeats what it is told.
func answering() *robot {
	return &robot{command: func(c slack.SlashCommand) any { return slack.Msg{Text: "compris : " + c.Text} }}
}

// commands lists what the robot was told with each command it saw, in order.
func commandsOf(heard *[]string) func() *robot {
	return func() *robot {
		*heard = nil
		r := answering()
		answer := r.command
		r.command = func(c slack.SlashCommand) any {
			r.mu.Lock()
			defer r.mu.Unlock()
			*heard = append(*heard, c.Text)
			return answer(c)
		}
		return r
	}
}

// What the person sees of a command that a fault strikes, and how often the app
// gets it.
func TestFaultsOfCommands(t *testing.T) {
	for _, c := range []struct {
		fault, toast string
		heard        int
	}{
		{"/leads:drop", timedOut, 0},
		{"slash_commands:lose_ack", timedOut, 1},
		{"deliveries:duplicate", "", 2},
		{"/leads:delay,for=10ms", "", 1},
		{"/sla:drop", "", 1},
	} {
		t.Run(c.fault, func(t *testing.T) {
			var heard []string
			openBoth(t, commandsOf(&heard), func(t *testing.T, o *office, r *robot) {
				if c.toast != "" {
					o.patience.answer = time.Second // what never comes is not waited for long
				}
				o.fault(c.fault)
				watch := o.watch(o.marc)
				_, err := o.marc.Type(t.Context(), marketing, "/leads 12")
				o.must(err)
				if c.toast == "" {
					_, err = watch.Message(soon, localclient.FromApp("compris"))
					o.must(err)
				} else if toast, err := watch.Toast(soon); err != nil || toast.Error != c.toast {
					t.Errorf("toast = %+v, %v; want %s", toast, err, c.toast)
				}
				until(t, "all that is sent", func() bool { return len(r.saw()) == c.heard })
				until(t, "the inspector", func() bool { return len(o.sent("slash_commands")) == max(1, c.heard) })
				marked := slices.ContainsFunc(o.traffic.list("", kept), func(e exchange) bool { return e.Fault == c.fault })
				if marked == (c.fault == "/sla:drop") {
					t.Errorf("the inspector marks a fault: %t", marked)
				}
			})
		})
	}
}

// The one that is held back arrives after the one that followed it.
func TestDeliveriesOutOfOrder(t *testing.T) {
	var heard []string
	openBoth(t, commandsOf(&heard), func(t *testing.T, o *office, r *robot) {
		o.fault("slash_commands:reorder,times=1")
		watch := o.watch(o.marc)
		for _, text := range []string{"/leads 1", "/leads 2"} {
			_, err := o.marc.Type(t.Context(), marketing, text)
			o.must(err)
		}
		for range 2 {
			_, err := watch.Message(soon, localclient.FromApp("compris"))
			o.must(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if !slices.Equal(heard, []string{"2", "1"}) {
			t.Errorf("heard %q; want the second first", heard)
		}
	})
}

// An event whose acknowledgement is lost comes again, with the same id.
func TestALostAcknowledgementOfAnEvent(t *testing.T) {
	openBoth(t, func() *robot { return &robot{} }, func(t *testing.T, o *office, r *robot) {
		o.patience.answer = time.Second
		o.fault("message:lose_ack,times=1")
		_, err := o.marc.Type(t.Context(), o.directOf(o.marc), "aide")
		o.must(err)
		until(t, "twice", func() bool { return len(o.sent("events_api")) == 2 })
		if seen := r.saw(); !slices.Equal(seen, []string{"message", "message"}) {
			t.Errorf("the app saw %v", seen)
		}
	})
}

// A connection that is cut in the middle of a delivery is opened again, and what
// the app answers then still counts. slack-go may drop what it has just read where
// the connection ends, so that it is no client for this.
func TestACutInTheMiddle(t *testing.T) {
	o := mustOpen(t, "")
	first := o.line()
	type frame struct {
		Type       string
		EnvelopeID string `json:"envelope_id"`
	}
	var hello, delivery frame
	o.must(first.ReadJSON(&hello))
	o.fault("/leads:disconnect,times=1")
	watch := o.watch(o.marc)
	_, err := o.marc.Type(t.Context(), marketing, "/leads 12")
	o.must(err)
	o.must(first.ReadJSON(&delivery))
	if delivery.Type != "slash_commands" {
		t.Fatalf("it takes %+v", delivery)
	}
	if err := first.ReadJSON(&frame{}); err == nil {
		t.Error("the connection goes on")
	}
	next := o.line()
	o.must(next.ReadJSON(&hello))
	o.must(next.WriteJSON(object{"envelope_id": delivery.EnvelopeID, "payload": object{"text": "compris : 12"}}))
	_, err = watch.Message(soon, localclient.FromApp("compris : 12"))
	o.must(err)
}

// Over HTTP there is nothing to connect again: the person is told.
func TestACutRequest(t *testing.T) {
	r := answering()
	o := mustOpen(t, r.serve(t, signing).URL)
	o.fault("/leads:disconnect,times=1")
	watch := o.watch(o.marc)
	_, err := o.marc.Type(t.Context(), marketing, "/leads 12")
	o.must(err)
	toast, err := watch.Toast(soon)
	o.must(err)
	if toast.Error != dispatchFailed {
		t.Errorf("toast = %+v", toast)
	}
}
