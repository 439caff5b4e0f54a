// Command treve is the whole product: the bot, its demonstration, and the
// commands that look after its books.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // an image without an operating system knows the zones too

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/store"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// run is the whole program with everything it touches passed in; 0 is done, 1
// failed, 2 misused.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	defer stop()                 // here and not in main, where os.Exit would skip it
	p := newProgram(environ, stdout, stderr)
	root := newRootCommand(p)
	root.SetArgs(args)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	return p.exit(root.ExecuteContext(ctx))
}

// usageError is a command line that means nothing; the way out is its help.
type usageError string

func (e usageError) Error() string { return string(e) }

// exit says what went wrong, in the person's language where it is theirs to put
// right, and returns the exit code.
func (p *program) exit(err error) int {
	if store.TroubleOf(err) != store.NoTrouble {
		c, _ := p.config() // the error tells of the database it names
		err = storageProblem(err, c.Database)
	}
	var misuse usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errSaid):
		return 1
	case errors.As(err, &misuse):
		fmt.Fprintf(p.stderr, "treve: %s\nRun \"treve help\" for the commands.\n", misuse)
		return 2
	}
	for _, e := range parts(err) {
		if problem, ok := errors.AsType[*lang.Problem](e); ok {
			fmt.Fprintln(p.stderr, "treve:", p.speaker().Say(problem.ID, problem.Args))
			continue
		}
		fmt.Fprintln(p.stderr, "treve:", e)
	}
	return 1
}

// parts are the errors that are joined in one.
func parts(err error) (all []error) {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	for _, e := range joined.Unwrap() {
		all = append(all, parts(e)...)
	}
	return all
}
