package ledger

import "testing"

func TestMaturityRoundTrip(t *testing.T) {
	for _, text := range []string{"", "0.5@30", "0.125@15 0.5@30 0.8@90", "1@1", "0.999999@180"} {
		m, ok := ParseMaturity(text)
		if !ok || m.String() != text {
			t.Errorf("%q reads as %v, %t, and is written %q", text, m, ok, m.String())
		}
	}
}

func TestMaturityRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"no days": "0.5", "no share": "@30", "words": "half@30", "a fraction of a day": "0.5@1.5",
		"no time at all": "0.5@0", "nothing": "0@30", "more than all": "1.01@30", "below nothing": "-0.5@30",
		"longer than six months": "0.5@181", "falling": "0.5@30 0.4@60", "level": "0.5@30 0.5@60",
		"going back": "0.5@30 0.8@20", "one day twice": "0.5@30 0.6@30",
		"a long list": "0.01@1 0.02@2 0.03@3 0.04@4 0.05@5 0.06@6 0.07@7 0.08@8 0.09@9 0.1@10 0.11@11",
	} {
		if m, ok := ParseMaturity(text); ok {
			t.Errorf("%s: %q reads as %v", name, text, m)
		}
	}
}
