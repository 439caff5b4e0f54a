package localslack

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// soakFor is how long the workspace is kept busy: a minute with TREVE_SOAK=1m, as
// make bench does.
func soakFor(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("TREVE_SOAK")
	if text == "" {
		return 2 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// heap is how much memory is in use once all that can be is given back.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // what finalizers had kept
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// page reads somebody's stream until it ends, and counts what comes.
func (o *office) page(ctx context.Context, user string, heard *atomic.Int64) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+"/local/stream?user="+user, nil)
	if err != nil {
		o.Error(err)
		return
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		o.Error(err)
		return
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if len(lines.Bytes()) > 0 {
			heard.Add(1)
		}
	}
}

// Two pages and twenty messages a second, half of them an app's, leave nothing
// behind: no goroutine, and no more memory than the messages a conversation
// remembers.
func TestSoak(t *testing.T) {
	o := mustOpen(t, "")
	o.keeps = 100
	r := &robot{command: func(c slack.SlashCommand) any { return slack.Msg{Text: "compris : " + c.Text} }}
	r.connect(o)
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(t.Context())
	var pages sync.WaitGroup
	var heard atomic.Int64
	for _, user := range []string{claire, marc} {
		pages.Go(func() { o.page(ctx, user, &heard) })
	}
	until(t, "two pages", func() bool { return heard.Load() == 2 })

	length := soakFor(t)
	tick := time.NewTicker(time.Second / 20)
	defer tick.Stop()
	var early uint64
	sent := 0
	for began := time.Now(); time.Since(began) < length; <-tick.C {
		o.must(o.busy(sent))
		sent++
		if early == 0 && time.Since(began) > length/3 && sent > 2*o.keeps/10 {
			early = heap()
		}
	}
	late := heap()
	cancel()
	pages.Wait()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	until(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= before })
	t.Logf("%d messages and commands in %s; the pages heard %d events; heap %d KiB after a third, %d KiB at the end; %d goroutines before, %d after",
		sent, length, heard.Load(), early/1024, late/1024, before, runtime.NumGoroutine())
	if per := (float64(late) - float64(early)) / float64(sent); length >= 30*time.Second && per > 512 {
		t.Errorf("each leaves %.0f bytes behind", per)
	}
	if got := int(heard.Load()); got < 2*sent {
		t.Errorf("the pages heard %d events of %d messages", got, sent)
	}
}

// busy has somebody do the n-th thing: write, run a command, or hear from the app.
func (o *office) busy(n int) error {
	text := fmt.Sprintf("message %d : %0500d", n, n)
	switch n % 4 {
	case 0:
		_, err := o.marc.Type(o.Context(), marketing, text)
		return err
	case 1:
		_, err := o.claire.Type(o.Context(), marketing, "/leads "+text)
		return err
	}
	_, _, err := o.api.PostMessageContext(o.Context(), marketing, saying(text),
		slack.MsgOptionBlocks(slack.NewSectionBlock(plainText(text), nil, nil)))
	return err
}
