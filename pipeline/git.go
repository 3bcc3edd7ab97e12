package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// The repository of a project is made by the program git. Three commands are
// all that is needed, whoever wants a repository has it, and a library of git
// would come with two dozen modules for everybody who imports this one.
//
// What the user configured for git (signatures, hooks, templates, line ends)
// does not apply: a run has nobody to type a passphrase, and gives the same
// commit from the same answers.

// errNoGit says that there is no git.
var errNoGit = errors.New("git is not installed: the project has no repository")

type repository struct {
	root string
	date time.Time // of the commits
}

func (r *repository) git(ctx context.Context, args ...string) error {
	program, err := exec.LookPath("git")
	if err != nil {
		return errNoGit
	}
	cmd := exec.CommandContext(ctx, program, append([]string{"-C", r.root, "-c", "core.autocrlf=false", "-c", "core.hooksPath=/dev/null"}, args...)...)
	date := r.date.Format(time.RFC3339)
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "GIT_") {
			cmd.Env = append(cmd.Env, pair)
		}
	}
	cmd.Env = append(cmd.Env, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
		"GIT_AUTHOR_NAME=metago", "GIT_AUTHOR_EMAIL=metago@localhost", "GIT_AUTHOR_DATE="+date,
		"GIT_COMMITTER_NAME=metago", "GIT_COMMITTER_EMAIL=metago@localhost", "GIT_COMMITTER_DATE="+date)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git %s in %s: %w: %s", args[0], r.root, err, strings.TrimSpace(string(out)))
	}
	return nil
}

// begin makes the repository, or completes it. A lock that a git left which was
// killed with an earlier run is taken away: nobody else works here.
func (r *repository) begin(ctx context.Context) error {
	if err := os.Remove(filepath.Join(r.root, ".git", "index.lock")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return r.git(ctx, "init", "--quiet", "--initial-branch=main", "--template=")
}

// commit commits all files, if something changed.
func (r *repository) commit(ctx context.Context, message string) error {
	if err := r.git(ctx, "add", "--all"); err != nil {
		return err
	}
	if exists(filepath.Join(r.root, ".git", "refs", "heads", "main")) && r.git(ctx, "diff", "--cached", "--quiet") == nil {
		return nil
	}
	return r.git(ctx, "commit", "--quiet", "--no-verify", "--message", message)
}
