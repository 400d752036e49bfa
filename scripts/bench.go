//go:build ignore

// Command bench measures a running program over HTTP: p50, p95 and the server's CPU a
// request. It prints and never judges: machines are noisy.
//
//	go run scripts/bench.go -url http://127.0.0.1:8080 -pid PID -label "SQLite 1/100"
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	base     = flag.String("url", "", "address of the program")
	pid      = flag.Int("pid", 0, "its process")
	label    = flag.String("label", "", "what is measured")
	password = flag.String("password", "", "of the accounts officer1 and manager1")
	requests = flag.Int("n", 200, "requests a line")
	month    = flag.String("month", "2022-08", "month of the figures")
)

func main() {
	flag.Parse()
	officer, manager := signIn("officer1"), signIn("manager1")
	fmt.Printf("\n%s\n%-44s %9s %9s %9s %9s\n", *label, "", "p50 ms", "p95 ms", "CPU ms", "bytes")
	for _, c := range []struct{ name, token, path string }{
		{"lead list, filter, scope of one county", officer, "/api/v1/leads?stage=talking&limit=20"},
		{"lead list, filter, whole city", manager, "/api/v1/leads?stage=talking&limit=20"},
		{"lead list, active, by amount, one county", officer, "/api/v1/leads?status=active&sort=-amount&limit=20"},
		{"lead list, active, by amount, whole city", manager, "/api/v1/leads?status=active&sort=-amount&limit=20"},
		{"lead search, two characters, county", officer, "/api/v1/leads?q=茶业&limit=20"},
		{"lead search, two characters, city", manager, "/api/v1/leads?q=茶业&limit=20"},
		{"search everything, two characters", manager, "/api/v1/search?q=新能"},
		{"dashboard, whole city", manager, "/api/v1/dashboard?month=" + *month},
		{"dashboard, one county", officer, "/api/v1/dashboard?month=" + *month},
		{"month figures", manager, "/api/v1/reports/month/" + *month + "/figures"},
	} {
		measure(c.name, func(int) request { return request{"GET", c.path, c.token, nil} })
	}
	check(manager)
	create(officer, 16, 4*time.Second)
}

// request is what one round of a line sends.
type request struct {
	method, path, token string
	body                any
}

// check asks, as the page does while somebody types, about companies and projects that leads have.
// Checks are limited by person and hour, so several officers of the county take turns.
func check(manager string) {
	var officers []string
	for _, name := range []string{"officer1", "officer2", "officer3"} {
		officers = append(officers, signIn(name))
	}
	var list struct {
		Items []struct{ CompanyName, Project string }
	}
	status, body := send("GET", "/api/v1/leads?limit=200", manager, nil)
	if json.Unmarshal(body, &list) != nil || len(list.Items) == 0 {
		fmt.Printf("leads to check: %d %.120s\n", status, body)
		return
	}
	measure("duplicate check while typing", func(i int) request {
		l := list.Items[i%len(list.Items)]
		return request{"POST", "/api/v1/leads/check", officers[i%len(officers)], map[string]any{"companyName": l.CompanyName, "project": l.Project}}
	})
}

func signIn(name string) string {
	status, body := send("POST", "/api/v1/session", "", map[string]any{"username": name, "password": *password})
	var out struct{ Token string }
	if json.Unmarshal(body, &out) != nil || out.Token == "" {
		fmt.Fprintf(os.Stderr, "sign-in of %s: %d %s\n", name, status, body)
		os.Exit(1)
	}
	return out.Token
}

var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}

func send(method, path, token string, in any) (int, []byte) {
	var body io.Reader
	if in != nil {
		b, _ := json.Marshal(in)
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, *base+path, body)
	if err != nil {
		return 0, []byte(err.Error())
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, []byte(err.Error())
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, b
}

// measure asks one after the other, ten times to warm up.
func measure(name string, next func(i int) request) {
	for i := range 10 {
		r := next(i)
		if status, body := send(r.method, r.path, r.token, r.body); status != 200 {
			fmt.Printf("%-44s failed: %d %.120s\n", name, status, body)
			return
		}
	}
	times, size, cpu := make([]time.Duration, *requests), 0, cpuTime()
	for i := range times {
		r, start := next(i), time.Now()
		status, body := send(r.method, r.path, r.token, r.body)
		if status != 200 {
			fmt.Printf("%-44s failed: %d %.120s\n", name, status, body)
			return
		}
		times[i], size = time.Since(start), len(body)
	}
	cpu = (cpuTime() - cpu) / time.Duration(*requests)
	slices.Sort(times)
	fmt.Printf("%-44s %9.2f %9.2f %9.2f %9d\n", name, ms(times[len(times)/2]), ms(times[len(times)*95/100]), ms(cpu), size)
}

// create reports leads with several clients at once.
func create(token string, clients int, length time.Duration) {
	var mu sync.Mutex
	var times []time.Duration
	var wait sync.WaitGroup
	cpu, end := cpuTime(), time.Now().Add(length)
	for range clients {
		wait.Go(func() {
			for time.Now().Before(end) {
				start := time.Now()
				status, body := send("POST", "/api/v1/leads", token, map[string]any{"project": word(6) + "生产线项目", "companyName": word(4) + "有限公司", "source": "测速"})
				if status >= 300 || status == 0 {
					fmt.Printf("creating failed: %d %.120s\n", status, body)
					return
				}
				mu.Lock()
				times = append(times, time.Since(start))
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if len(times) == 0 {
		return
	}
	slices.Sort(times)
	fmt.Printf("%-44s %9.2f %9.2f %9.2f %8.0f/s\n", fmt.Sprintf("creating leads, check at saving, %d clients", clients), ms(times[len(times)/2]),
		ms(times[len(times)*95/100]), ms((cpuTime()-cpu)/time.Duration(len(times))), float64(len(times))/length.Seconds())
}

// word is made of n Chinese characters at random.
func word(n int) string {
	r := make([]rune, n)
	for i := range r {
		r[i] = '一' + rand.Int32N(20_000)
	}
	return string(r)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// cpuTime is the user and system time that the process has used, from /proc.
func cpuTime() time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", *pid))
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+2:]))
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}
