package chaos

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// change is one text of the program's source, replaced before it is built. Nothing
// of it reaches the source itself.
type change struct{ file, old, new string }

// hurried shortens the program's real waits to about a twentieth, in the
// proportions they have, so that thousands of faults fit into an hour. The civil
// clock runs twenty times as fast beside it.
var hurried = []change{
	{"cmd/treve/serve.go", "s.deliverer.Timing = ", "_ = "}, // the usual timing, below, for a local Slack too
	{
		"internal/recap/deliver.go",
		"Timing{Lease: time.Minute, Timeout: 10 * time.Second, Gap: time.Minute}",
		"Timing{Lease: 3 * time.Second, Timeout: 700 * time.Millisecond, Gap: 1500 * time.Millisecond}",
	},
	{
		"internal/recap/failure.go",
		"const first, longest = 30 * time.Second, 15 * time.Minute",
		"const first, longest = 500 * time.Millisecond, 4 * time.Second",
	},
	{"internal/recap/resolve.go", "const tellAgain = time.Minute", "const tellAgain = 3 * time.Second"},
	{"bot/door_socket.go", "longestWait = 30 * time.Second", "longestWait = 1500 * time.Millisecond"},
	{"internal/schedule/schedule.go", "const Tick = 30 * time.Second", "const Tick = time.Second"},
	{"cmd/treve/serve.go", "const httpTimeout = 15 * time.Second", "const httpTimeout = 2 * time.Second"},
}

// mutants are the program with one of its promises broken, which the harness must
// notice.
var mutants = map[string][]change{
	"what may have arrived is sent again without a look": {
		{"internal/recap/resolve.go", "case found:", "case found && false:"},
	},
	"a request that comes again is written again": {
		{"internal/store/once.go", "return rows == 1, err", "return rows >= 0, err"},
	},
	"leases do not last": {
		{"internal/store/recaps.go", "AND free_at <= `+r.now(0)+` AND `+condition+`", "AND `+condition+`"},
		{"internal/store/recaps.go", "AND owner = $5 AND epoch = $6`", "AND (owner = $5 AND epoch = $6 OR TRUE)`"},
	},
}

// root is the folder of the program's module.
const root = "../../.."

// build builds the program with some of its texts replaced, each of which must be
// there exactly once: whoever moves one moves it here too.
func build(folder, name string, changes ...change) (path string, err error) {
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for _, c := range changes {
		original, err := filepath.Abs(filepath.Join(root, c.file))
		if err != nil {
			return "", err
		}
		copied, known := overlay.Replace[original]
		if !known {
			copied = filepath.Join(folder, name+"-"+strings.ReplaceAll(c.file, "/", "-"))
			overlay.Replace[original] = copied
		}
		if err := rewrite(original, copied, known, c); err != nil {
			return "", err
		}
	}
	data, err := json.Marshal(overlay)
	if err != nil {
		return "", err
	}
	list := filepath.Join(folder, name+".json")
	if err := os.WriteFile(list, data, 0o600); err != nil {
		return "", err
	}
	path = filepath.Join(folder, name)
	command := exec.Command("go", "build", "-overlay", list, "-o", path, "./cmd/treve")
	command.Dir = root
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return path, nil
}

// rewrite makes the copy of a file in which one text is replaced; one that was
// rewritten before is rewritten again.
func rewrite(original, copied string, again bool, c change) error {
	from := original
	if again {
		from = copied
	}
	source, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if n := strings.Count(string(source), c.old); n != 1 {
		return fmt.Errorf("%s has %q %d times; the harness wants to replace it once", c.file, c.old, n)
	}
	return os.WriteFile(copied, []byte(strings.Replace(string(source), c.old, c.new, 1)), 0o600)
}
