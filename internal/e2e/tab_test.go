package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// patience bounds each wait. It is never slept through: a wait ends with what it
// waits for.
const patience = time.Minute

// tab is a window of a browser, at one page.
type tab struct {
	*testing.T
	screen
	ctx    context.Context
	host   string // of the address it was opened at
	mu     sync.Mutex
	faults []string // what the page complained about, or asked of other machines
	pardon string   // a word of faults that a test provokes itself
}

// chromium finds the browser, or ends the test.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("Chromium is not installed: run make deps")
	}
	t.Skip("Chromium is not installed (make deps): nothing was tested in a browser")
	return ""
}

// open starts a browser with a window on an address.
func open(t *testing.T, address string, s screen) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	// Not the test's own context: that ends before the clean-up, which still
	// wants a picture.
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	return window(t, ctx, address, s)
}

// another opens one more window of the same browser.
func (b *tab) another(address string, s screen) *tab {
	b.Helper()
	return window(b.T, b.ctx, address, s)
}

func window(t *testing.T, browser context.Context, address string, s screen, how ...chromedp.ContextOption) *tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(browser, how...)
	t.Cleanup(stop)
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	b := &tab{T: t, screen: s, ctx: ctx, host: at.Host}
	// The browser lives as long as the context it is started with, so not one
	// that is only patient for a while.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	b.emulate(s)
	b.watch()
	t.Cleanup(b.verdict)
	b.do(chromedp.Navigate(address))
	return b
}

// watch notes the page's errors, and requests to anybody but this machine.
func (b *tab) watch() {
	b.Helper()
	if _, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{}); err != nil {
		b.Fatal(err)
	}
	requests := chromedp.Events(b.ctx, network.RequestWillBeSent)
	go func() {
		for request, err := range requests {
			if err != nil {
				return
			}
			if u, err := url.Parse(request.Request.URL); err == nil && u.Host != "" && !b.home(u) {
				b.fault("asked " + request.Request.URL)
			}
		}
	}()
	console := chromedp.Console(b.ctx)
	go func() {
		for message, err := range console {
			if err != nil {
				return
			}
			if message.Type == chromedp.ConsoleException || message.Type == chromedp.ConsoleError {
				b.fault(fmt.Sprintf("%s: %s (%s)", message.Type, message.Text, message.URL))
			}
		}
	}()
}

// home reports whether an address is the workspace's: where the window was opened
// at it, that server and no other of this machine.
func (b *tab) home(u *url.URL) bool {
	if b.host != "" {
		return u.Host == b.host
	}
	return u.Hostname() == "127.0.0.1"
}

func (b *tab) fault(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, what)
}

// verdict fails the test for what the page did wrong, and keeps a picture of
// where a failed test stopped.
func (b *tab) verdict() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, fault := range b.faults {
		if b.pardon == "" || !strings.Contains(fault, b.pardon) {
			b.Errorf("the page: %s", fault)
		}
	}
	if b.Failed() {
		b.picture(filepath.Join(os.TempDir(), strings.ReplaceAll(b.Name(), "/", "-")+".png"))
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// eval returns what a script in the page gives; promises are waited for.
func eval[T any](b *tab, script string) T {
	b.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v", script, err)
	}
	return value
}

// dark switches the machine's preference for dark pages.
func (b *tab) dark(on bool) {
	b.Helper()
	value := map[bool]string{true: "dark", false: "light"}[on]
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}},
	})
	if err != nil {
		b.Fatal(err)
	}
}

// quoted writes a string as a script does.
func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has a form
	}
	return string(text)
}
