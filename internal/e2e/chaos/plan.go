package chaos

import (
	"fmt"
	"time"
)

// plan is what an episode is like, as its seed decides.
type plan struct {
	seed     uint64
	door     string // socket, http
	database string // sqlite, postgres
	truth    string
	replicas int
	start    time.Time       // civil
	storms   []time.Duration // how long each lasts, in real time
	pause    time.Duration   // of a person between two things they type
	gentle   []string        // the only faults there are; nil for all that can be
}

// What a conversation's history tells the program.
const (
	truthful = "history is truthful"
	hidden   = "history hides the metadata"
	noScope  = "no history scope"
)

// The first seeds make short episodes, for those who wait for the tests.
const shortSeeds = 12

// planOf goes through all doors, databases and truths within twelve seeds.
func planOf(seed uint64) plan {
	p := plan{
		seed: seed, door: []string{"socket", "http"}[seed%2], database: []string{"sqlite", "postgres"}[seed/2%2],
		truth: []string{truthful, noScope, hidden}[seed%3], replicas: 1,
		start:  time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC), // Monday, ten in the morning in Paris
		storms: []time.Duration{8 * time.Second}, pause: 600 * time.Millisecond,
	}
	if seed >= shortSeeds {
		p.storms = []time.Duration{12 * time.Second, 8 * time.Second, 12 * time.Second}
	}
	if p.database == "postgres" {
		p.replicas = 1 + int(seed/2%3)
	}
	if seed%5 == 4 {
		p.start = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC) // its second morning closes the month
	}
	return p
}

func (p plan) String() string {
	return fmt.Sprintf("seed %d: %s, %s, %d replicas, %s, from %s", p.seed, p.door, p.database, p.replicas, p.truth, p.start.Format("2 January"))
}
