#!/bin/sh
# schemas/update on small schemas and a checkout made here: fields, types and values that came, and one that went.
#   run.sh SOURCE_ROOT BUILD_ROOT
set -eu
root=$1 build=$2
here=$root/tests/schema/update
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
commit() { # DATE FOLDER
    git -C "$tmp/prow" add -A
    GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1 git -C "$tmp/prow" commit -q -m "at $1"
}

mkdir -p "$tmp/prow/pkg/config"
git init -q -b main "$tmp/prow"
cat >"$tmp/prow/pkg/config/config.go" <<'EOT'
package config

// Widget is a widget.
type Widget struct {
	Name string `json:"name"`
	Mode Mode   `json:"mode,omitempty"`
	Old  []string `json:"old,omitempty"`
	Weight int `json:"weight"`
}

type Gadget struct {
	On *bool `json:"on,omitempty"`
}

type Mode string

const (
	Fast Mode = "fast"
	Slow Mode = "slow"
)
EOT
commit 2024-05-01T12:00:00Z
cp -R "$here/schemas" "$tmp/schemas"
cp "$root/schemas/update" "$tmp/schemas/update"
echo "0,prow,$(git -C "$tmp/prow" rev-parse --short=12 HEAD),2024-05-01T12:00:00Z,1" >"$tmp/schemas/prow/mainline.csv"

cat >"$tmp/prow/pkg/config/config.go" <<'EOT'
package config

// Widget is a widget.
type Widget struct {
	Name string `json:"name"`
	// Mode says how.
	Mode Mode   `json:"mode,omitempty"`
	Weight *int64 `json:"weight"`
	Wait *metav1.Duration `json:"wait,omitempty"` // how long
	Parts map[string][]Part `json:"parts,omitempty"`
	hidden string
	Compiled *regexp.Regexp `json:"-"`
	Tags []string `json:"tags,omitempty"`
}

type Gadget struct {
	On *bool `json:"on,omitempty"`
}

type Part struct {
	Label string `json:"label"`
	Size  *int   `json:"size,omitempty"`
}

type Mode string

const (
	Fast Mode = "fast"
	Slow Mode = "slow"
	Idle Mode = "idle"
)

func (w *Widget) validate() error {
	if w.Wait == nil {
		return fmt.Errorf("widget %s has no wait", w.Name)
	}
	return nil
}
EOT
commit 2024-06-02T23:30:00-05:00

"$tmp/schemas/update" "$tmp/prow" "$build" >"$tmp/patch"
sed 's/[0-9a-f]\{12\}/COMMIT/' "$tmp/patch" | diff -u "$here/expected.patch" -

# With the patch applied, only what a person has to look at is left to say.
sed '/^#/d' "$tmp/patch" | patch -s -p1 -d "$tmp"
"$tmp/schemas/update" "$tmp/prow" "$build" | sed '/^# check /d' >"$tmp/again"
grep '^# config.Widget.weight: is ' "$here/expected.patch" | diff -u - "$tmp/again"
echo "update: 2 passed, 0 failed"
