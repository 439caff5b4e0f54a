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
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// patience bounds each wait. It is never slept through: a wait ends with what it
// waits for.
const patience = 30 * time.Second

// tab is a browser's only tab, at one page.
type tab struct {
	*testing.T
	ctx    context.Context
	mu     sync.Mutex
	faults []string // what the page complained about, or asked of other machines
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

// open starts a browser whose window has that size, at an address.
func open(t *testing.T, address string, width, height int64) *tab {
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
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	b := &tab{T: t, ctx: ctx}
	// The browser lives as long as the context it is started with, so not one
	// that is only patient for a while.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(width, height))
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
			if u, err := url.Parse(request.Request.URL); err == nil && u.Host != "" && u.Hostname() != "127.0.0.1" {
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
		b.Errorf("the page: %s", fault)
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

// until waits for a script to give true.
func (b *tab) until(what, script string) {
	b.Helper()
	deadline := time.Now().Add(patience)
	for !eval[bool](b, "Boolean("+script+")") {
		if time.Now().After(deadline) {
			b.Fatalf("never happened: %s", what)
		}
		time.Sleep(20 * time.Millisecond) // between two looks
	}
}

// sees waits until the text of what a selector finds contains the words, with
// every space a plain one.
func (b *tab) sees(selector, words string) {
	b.Helper()
	b.until(fmt.Sprintf("%q in %s", words, selector), fmt.Sprintf(
		`[...document.querySelectorAll(%s)].some((e) => e.textContent.replace(/\s/g, " ").includes(%s))`, quoted(selector), quoted(words)))
}

// click presses the last visible element of a selector whose text is the words,
// or any element for no words.
func (b *tab) click(selector, words string) {
	b.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll(%s)].filter((e) => e.checkVisibility() && !e.disabled && %s).at(-1)`,
		quoted(selector), matches(words))
	b.until("a "+selector+" "+words+" to press", find)
	eval[any](b, find+".click()")
}

func matches(words string) string {
	if words == "" {
		return "true"
	}
	return fmt.Sprintf("e.textContent.trim() === %s", quoted(words))
}

// types enters text where the focus is, as a keyboard does.
func (b *tab) types(text string) {
	b.Helper()
	b.do(chromedp.KeyEvent(text))
}

var keyCodes = map[string]int64{"Enter": 13, "Escape": 27, "Tab": 9, "ArrowUp": 38, "ArrowDown": 40}

// press strikes one key. The driver's own KeyEvent enters the character of a key
// even where the page has refused it, which no keyboard does.
func (b *tab) press(key string) {
	b.Helper()
	for _, kind := range []input.DispatchKeyEventType{"rawKeyDown", "keyUp"} {
		_, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{
			Type: kind, Key: key, Code: key, WindowsVirtualKeyCode: keyCodes[key], NativeVirtualKeyCode: keyCodes[key],
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// writes sends a line from the composer of the conversation.
func (b *tab) writes(text string) {
	b.Helper()
	b.until("the composer", `document.querySelector("#composer")`)
	eval[any](b, `document.querySelector("#composer").focus()`)
	b.types(text)
	b.press("Escape") // whatever is proposed: the line is sent as it stands
	b.press("Enter")
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

// scene keeps a picture of the page, if pictures are wanted.
func (b *tab) scene(name string) {
	b.Helper()
	if folder := os.Getenv("TREVE_SCREENSHOTS"); folder != "" {
		b.picture(filepath.Join(folder, name+".png"))
	}
}

func (b *tab) picture(file string) {
	b.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	data, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(filepath.Dir(file), 0o755)
	}
	if err == nil {
		err = os.WriteFile(file, data, 0o644)
	}
	if err != nil {
		b.Logf("picture: %v", err)
		return
	}
	b.Logf("picture: %s", file)
}

// quoted writes a string as a script does.
func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has a form
	}
	return string(text)
}
