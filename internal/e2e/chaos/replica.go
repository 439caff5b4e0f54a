package chaos

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// replica is one running program, started again whenever it ends, as a supervisor
// would.
type replica struct {
	binary  string
	environ []string
	listens bool // it has an HTTP door
	log     *os.File
	gone    func(pid int) // told of every process that has ended

	mu      sync.Mutex
	command *exec.Cmd // nil while none runs
	address string    // of its HTTP door, another each time it is started
	down    bool      // it is not started again for now
	said    *ears
}

// ears hear what a process says, and keep it in a file.
type ears struct {
	file *os.File
	mu   sync.Mutex
	text strings.Builder
}

func (e *ears) Write(data []byte) (int, error) {
	e.mu.Lock()
	e.text.Write(data)
	e.mu.Unlock()
	return e.file.Write(data)
}

func (e *ears) heard(words string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return strings.Contains(e.text.String(), words)
}

// keep keeps the program running until ctx ends, when it is asked to stop.
func (r *replica) keep(ctx context.Context) {
	for ctx.Err() == nil {
		r.mu.Lock()
		down := r.down
		r.mu.Unlock()
		if !down {
			r.runOnce(ctx)
		}
		rest(ctx, 100*time.Millisecond)
	}
}

// stopFor is how long a program asked to stop may take.
const stopFor = 30 * time.Second

func (r *replica) runOnce(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	address, err := freeAddress()
	if err != nil {
		return
	}
	command := exec.CommandContext(ctx, r.binary, "serve")
	command.Env = r.environ
	if r.listens {
		command.Env = append(slices.Clone(r.environ), "TREVE_LISTEN="+address)
	}
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = stopFor
	said := &ears{file: r.log}
	command.Stdout, command.Stderr = said, said
	r.mu.Lock()
	if err = command.Start(); err == nil {
		r.command, r.said, r.address = command, said, address
	}
	r.mu.Unlock()
	if err != nil {
		return
	}
	_ = command.Wait() // killed, most often
	r.mu.Lock()
	r.command = nil
	r.mu.Unlock()
	r.gone(command.Process.Pid)
}

// signal sends the process a signal, and reports whether there was one to get it.
func (r *replica) signal(s os.Signal) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.command != nil && r.command.Process.Signal(s) == nil
}

// hold kills the process and keeps it from being started again, or lets it be
// started again.
func (r *replica) hold(down bool) {
	r.mu.Lock()
	r.down = down
	r.mu.Unlock()
	if down {
		r.signal(syscall.SIGKILL)
	}
}

// ready reports whether Slack reaches the program.
func (r *replica) ready(ctx context.Context) bool {
	r.mu.Lock()
	said, runs, address := r.said, r.command != nil, r.address
	r.mu.Unlock()
	if !runs {
		return false
	}
	if !r.listens {
		return said.heard("connected to Slack")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// place is where the program listens, and whether it runs.
func (r *replica) place() (address string, running bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.address, r.command != nil
}

// balance hands each request to one of several replicas that run, as a load
// balancer does.
func balance(replicas []*replica, random *rand.Rand) http.Handler {
	var mu sync.Mutex
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			var up []string
			for _, one := range replicas {
				if address, running := one.place(); running {
					up = append(up, address)
				}
			}
			if len(up) == 0 {
				return // to nowhere, which is a bad gateway
			}
			mu.Lock()
			chosen := up[random.IntN(len(up))]
			mu.Unlock()
			r.SetURL(&url.URL{Scheme: "http", Host: chosen})
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
