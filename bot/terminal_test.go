package bot

import "testing"

func TestWords(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a heading", "*À faire*\n• E-mail", "À faire\n• E-mail"},
		{"bold words in a line", "Récap : *09:00*, dans *#marketing*", "Récap : 09:00, dans #marketing"},
		{"signs somebody typed", "*" + escape("*gras* & <b>") + "* ajouté", "*gras* & <b> ajouté"},
		{"a product", "3 * 4\n5 * 6", "3 * 4\n5 * 6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Words(c.text); got != c.want {
				t.Errorf("Words(%q) = %q; want %q", c.text, got, c.want)
			}
		})
	}
}
