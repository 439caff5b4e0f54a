package store_test

import (
	"errors"
	"fmt"
	"net"
	"testing"

	"github.com/lib/pq"

	"github.com/treve-bot/treve/internal/store"
)

// TestTroubleOf looks at what the databases of the other tests do not say.
func TestTroubleOf(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want store.Trouble
	}{
		{"nothing", errors.New(""), store.NoTrouble},
		{"something else", errors.New("no such thing"), store.NoTrouble},
		{"another's network", &net.OpError{Op: "dial", Err: errors.New("refused")}, store.NoTrouble},
		{"a standby", &pq.Error{Code: "0A000", Message: "cannot set transaction read-write mode during recovery"}, store.Standby},
		{"a read-only server", &pq.Error{Code: "25006"}, store.Standby},
		{"a wrong password", &pq.Error{Code: "28P01"}, store.BadLogin},
		{"the server's disk", &pq.Error{Code: "53100"}, store.DiskFull},
		{"a damaged page", &pq.Error{Code: "XX001"}, store.Damaged},
		{"a server that stops", &pq.Error{Code: "57P01"}, store.Unreachable},
		{"a broken rule", &pq.Error{Code: "23505"}, store.NoTrouble},
	} {
		if got := store.TroubleOf(fmt.Errorf("record: %w", c.err)); got != c.want {
			t.Errorf("%s is %q; want %q", c.name, got, c.want)
		}
	}
}
