package chaos

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// cluster is a PostgreSQL of the harness's own, which it may restart.
type cluster struct {
	folder string
	url    string
	turn   sync.Mutex // one restart at a time
}

// script runs the one that starts PostgreSQL for the tests, on a folder of ours.
func (c *cluster) script(ctx context.Context, arguments ...string) (string, error) {
	path := filepath.Join(root, "internal/storetest/postgres.sh")
	command := exec.CommandContext(ctx, "sh", append([]string{path}, arguments...)...)
	command.Env = append(os.Environ(), "TEST_POSTGRES_DIR="+c.folder)
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("postgres.sh %s: %w", arguments[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}

// startCluster starts one that survives its own crash, though not the machine's.
func startCluster(ctx context.Context, folder string) (*cluster, error) {
	c := &cluster{folder: folder}
	var err error
	c.url, err = c.script(ctx, "start", "--no-fsync")
	return c, err
}

// restart ends every session at once, as a crash would, and starts again.
func (c *cluster) restart(ctx context.Context) error {
	c.turn.Lock()
	defer c.turn.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	_, err := c.script(context.WithoutCancel(ctx), "restart")
	return err
}

func (c *cluster) stop(ctx context.Context) error {
	_, err := c.script(ctx, "stop")
	return err
}
