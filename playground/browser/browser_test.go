package browser

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const root = "../.."

// serve builds the page and the proxy, runs it, and returns the page's address.
func serve(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "repairproxy")
	for _, args := range [][]string{{"run", "./playground/build", "-to", "playground/assets"}, {"build", "-o", program, "./cmd/repairproxy"}} {
		cmd := exec.Command("go", args...)
		cmd.Dir = root
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %v: %v\n%s", args, err, out)
		}
	}
	cmd := exec.CommandContext(t.Context(), program, "--replay", "--listen", "127.0.0.1:0")
	lines, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() })
	for scan := bufio.NewScanner(lines); scan.Scan(); {
		var line struct {
			URL string `json:"repair_url"`
		}
		if json.Unmarshal(scan.Bytes(), &line) == nil && line.URL != "" {
			return line.URL + "/playground/"
		}
	}
	t.Fatal("the proxy does not listen")
	return ""
}

// A page is a tab, and what it complained of.
type page struct {
	*testing.T
	ctx        context.Context
	mu         sync.Mutex
	complaints []string
}

func open(t *testing.T, url string) *page {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(stop)
	p := &page{T: t}
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithListener(func(e any) {
		switch e := e.(type) {
		case *runtime.EventConsoleAPICalled:
			p.complain(fmt.Sprint(e.Type))
		case *runtime.EventExceptionThrown:
			p.complain(e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			p.complain(e.Entry.Text + " " + e.Entry.URL)
		}
	}))
	t.Cleanup(stop)
	p.ctx = ctx
	p.run() // starts the browser, for as long as ctx lives
	p.ctx, stop = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stop)
	p.run(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, log.Enable, cdp.Empty{})
		return chromedp.Void{}, err
	}, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url), chromedp.WaitReady(chromedp.CSS("html[data-ready]")))
	return p
}

func (p *page) complain(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complaints = append(p.complaints, text)
}

// heard returns the complaints so far.
func (p *page) heard() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.complaints)
}

func (p *page) quiet() {
	p.Helper()
	if all := p.heard(); len(all) > 0 {
		p.Errorf("the console says: %q", all)
	}
}

func (p *page) run(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

// eval returns the value of an expression.
func eval[T any](p *page, expression string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

// script runs statements.
func (p *page) script(text string) {
	p.Helper()
	p.run(chromedp.Evaluate[chromedp.Void]("{" + text + "}"))
}

// until waits for an expression to be true.
func (p *page) until(expression string) {
	p.Helper()
	if err := chromedp.Do(p.ctx, chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(20*time.Second))); err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
}

// set puts a text into a field, as if it were pasted.
func (p *page) set(id, text string) {
	p.Helper()
	quoted, _ := json.Marshal(text)
	p.script(fmt.Sprintf(`const e = document.getElementById(%q); e.value = %s; e.dispatchEvent(new Event("input"));`, id, quoted))
}

func (p *page) json(want string) {
	p.Helper()
	quoted, _ := json.Marshal(want)
	p.until(`document.getElementById("json").textContent === ` + string(quoted))
}

// shoot writes a screenshot if the variable SCREENSHOTS names a folder.
func (p *page) shoot(name string) {
	p.Helper()
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		p.Fatal(err)
	}
}

func TestPlayground(t *testing.T) {
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("chromium is not installed")
	}
	url := serve(t)
	p := open(t, url)
	step := func(name string, f func()) {
		t.Run(name, func(t *testing.T) {
			p.T = t
			f()
		})
	}

	step("repair", func() {
		p.shoot("light")
		p.set("text", `{'a': True, "s": "<script>document.title='x'</script><img src=x onerror=alert(1)>",}`)
		p.json(`{"a": true, "s": "<script>document.title='x'</script><img src=x onerror=alert(1)>"}`)
		if n := eval[int](p, `document.querySelectorAll("script").length`); n != 2 {
			p.Errorf("%d scripts, want the page's own two", n)
		}
		if n := eval[int](p, `document.querySelectorAll("img").length`); n != 0 {
			p.Errorf("%d images", n)
		}
		if n := eval[int](p, `document.querySelectorAll("#marked .edit.lossless").length`); n != 4 {
			p.Errorf("%d edits are marked, want 4", n)
		}
		if got := eval[string](p, `document.querySelector("#marked .edit ins").textContent`); got != `"` {
			p.Errorf("the first edit puts in %q", got)
		}
		if got := eval[string](p, `document.getElementById("detail").innerText`); !strings.Contains(got, "quote-style lossless quotes other than") || !strings.Contains(got, "at /a") {
			p.Errorf("the detail is %q", got)
		}
	})
	step("schema", func() {
		p.set("schema", `{"properties":{"a":{"type":"integer"}}}`)
		p.until(`document.getElementById("problems").innerText.includes("/a: want integer")`)
		p.set("schema", `{"type": 3}`)
		p.until(`document.getElementById("schema-note").className === "note bad"`)
		p.set("schema", "")
		p.set("text", "no answer here")
		p.until(`document.getElementById("problems").innerText.includes("no JSON value")`)
	})
	step("keys", func() {
		p.set("text", "{'a': 1}")
		p.json(`{"a": 1}`)
		p.run(chromedp.Focus(chromedp.CSS("#text")), chromedp.KeyEvent(kb.ArrowDown, chromedp.KeyModifiers(chromedp.ModifierAlt)))
		p.until(`document.querySelectorAll("#marked .edit")[1].classList.contains("now")`)
		p.run(chromedp.KeyEvent(kb.ArrowUp, chromedp.KeyModifiers(chromedp.ModifierAlt)))
		p.until(`document.querySelectorAll("#marked .edit")[0].classList.contains("now")`)
		p.run(chromedp.Click(chromedp.CSS("#keys")))
		p.until(`document.getElementById("help").open`)
		p.run(chromedp.KeyEvent(kb.Escape))
		p.until(`!document.getElementById("help").open`)
	})
	step("replay", func() {
		p.set("text", "Here: ```json\n{'name': 'Bob Ross', 'tags': ['a', 'b',],}\n```")
		p.json(`{"name": "Bob Ross", "tags": ["a", "b"]}`)
		p.script(`const s = document.getElementById("speed"); s.value = 30; s.dispatchEvent(new Event("input"));`)
		p.run(chromedp.Focus(chromedp.CSS("#text")), chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
		p.until(`document.getElementById("snapshot").textContent.startsWith('{"name": "Bob')`)
		if got := eval[string](p, `document.getElementById("snapshot").textContent`); !json.Valid([]byte(got)) {
			p.Errorf("the snapshot is %q", got)
		}
		p.until(`document.getElementById("progress").value === document.getElementById("progress").max`)
		p.until(`document.getElementById("snapshot").textContent === document.getElementById("json").textContent`)
	})
	step("link", func() {
		p.run(chromedp.Click(chromedp.CSS("#link")))
		p.until(`location.hash.length > 10`)
		link := eval[string](p, `location.href`)
		p.run(chromedp.Navigate("about:blank"), chromedp.Navigate(link), chromedp.WaitReady(chromedp.CSS("html[data-ready]")))
		p.json(`{"name": "Bob Ross", "tags": ["a", "b"]}`)
		p.run(chromedp.Navigate("about:blank"), chromedp.Navigate(url+"#rubbish"), chromedp.WaitReady(chromedp.CSS("html[data-ready]")))
		if got := eval[string](p, `document.getElementById("json").textContent`); !strings.Contains(got, "Snake") {
			p.Errorf("with a damaged link the page shows %q", got)
		}
	})
	step("dark", func() {
		ground := func() string { return eval[string](p, `getComputedStyle(document.body).backgroundColor`) }
		light := ground()
		p.run(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
			dark := emulation.MediaFeature{Name: "prefers-color-scheme", Value: "dark"}
			_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{&dark}})
			return chromedp.Void{}, err
		})
		p.until(`document.documentElement.dataset.theme === "dark"`)
		if ground() == light {
			p.Error("dark is as light")
		}
		p.script(`select(2, true)`)
		p.shoot("dark")
		p.run(chromedp.Click(chromedp.CSS("#theme")), chromedp.Click(chromedp.CSS("#theme")))
		if ground() != light {
			p.Error("the button does not set the theme")
		}
	})
	step("phone", func() {
		p.run(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile))
		if w := eval[int](p, `document.documentElement.scrollWidth`); w > 360 {
			p.Errorf("the page is %d wide", w)
		}
		p.shoot("phone")
	})
	step("long", func() {
		p.set("text", "["+strings.Repeat("'word', ", 20000)+"]")
		p.until(`document.getElementById("count").textContent.includes("the first 3000 are marked")`)
		if n := eval[int](p, `document.querySelectorAll(".edit").length`); n != 3000 {
			p.Errorf("%d edits are marked", n)
		}
	})
	p.T = t
	p.quiet()

	// A complaint would have been heard.
	p.script(`console.error("heard")`)
	for deadline := time.Now().Add(5 * time.Second); len(p.heard()) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the console is not heard")
		}
	}
}
