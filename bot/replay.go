package bot

import (
	"context"
	"strings"
	"sync"
)

// replays are the answers given lately through the HTTP door, by the signature
// of what they answer. Whoever sends a signed request again within the minutes
// for which it passes, byte for byte, is given the same answer and sets nothing
// going: nothing is read or posted for them a second time. This is for one
// process and for as long as there is room; that nothing is written twice, here
// or elsewhere, is the books' part.
type replays struct {
	mu    sync.Mutex
	of    map[string]*given
	order []string // of signatures, oldest first
	bytes int
}

// given is an answer; ack is there once done is closed.
type given struct {
	done chan struct{}
	ack  []byte
}

// replayBytes is how much is kept of answers: some minutes of a large company.
const (
	replayBytes = 2 << 20
	replayEntry = 512 // what one takes beside the answer
)

// once answers what is signed so for the first time, and gives the same
// acknowledgement to whoever comes with a copy, even while the first is waiting.
func (p *replays) once(ctx context.Context, signature string,
	answer func() ([]byte, func(context.Context)),
) (ack []byte, then func(context.Context)) {
	g, first := p.begin(strings.ToLower(signature))
	if !first {
		select {
		case <-g.done:
			return g.ack, func(context.Context) {}
		case <-ctx.Done():
			return nil, func(context.Context) {}
		}
	}
	defer close(g.done)
	g.ack, then = answer()
	p.keep(len(g.ack))
	return g.ack, then
}

func (p *replays) begin(signature string) (g *given, first bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if g = p.of[signature]; g != nil {
		return g, false
	}
	if p.of == nil {
		p.of = map[string]*given{}
	}
	g = &given{done: make(chan struct{})}
	p.of[signature] = g
	p.order = append(p.order, signature)
	return g, true
}

// keep makes room for one more answer.
func (p *replays) keep(size int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bytes += size + replayEntry
	for p.bytes > replayBytes && p.forget() {
	}
}

// forget drops the oldest answer, unless that is still being worked out.
func (p *replays) forget() bool {
	oldest := p.of[p.order[0]]
	select {
	case <-oldest.done:
	default:
		return false
	}
	p.bytes -= len(oldest.ack) + replayEntry
	delete(p.of, p.order[0])
	p.order = p.order[1:]
	return true
}
