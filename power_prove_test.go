//go:build prove

package main

import (
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// R2 (trust §3): power cuts. The data folder lies on an ext4 image on a loop device; the
// program is stopped in the middle of its writing, the image is copied as the disk then
// stood, and the copy is mounted as after a reboot. This shows a missing fsync; it does
// not show a missing flush of the disk's own cache.
func TestProvePowerCut(t *testing.T) {
	rounds := 5
	if n, err := strconv.Atoi(os.Getenv("YINFENG_PROVE_ROUNDS")); err == nil {
		rounds = n
	}
	if os.Getuid() != 0 {
		t.Fatal("the power-cut proof mounts a loop device: run make prove as root")
	}
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 2))
	total, lost := 0, 0
	for round := range rounds {
		n, l := powerCut(t, r, round)
		total, lost = total+n, lost+l
	}
	t.Logf("seed %d: %d power cuts (image on a loop device; the disk's own cache is not shown), %d writes acknowledged, %d lost",
		seed, rounds, total, lost)
	if lost > 0 || total < rounds {
		t.Errorf("%d acknowledged writes lost of %d", lost, total)
	}
}

// powerCut runs one round on a disk image of its own.
func powerCut(t *testing.T, r *rand.Rand, round int) (written, lost int) {
	dir := t.TempDir()
	image, disk := filepath.Join(dir, "disk.img"), filepath.Join(dir, "disk")
	if err := os.WriteFile(image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(image, 256<<20); err != nil {
		t.Fatal(err)
	}
	command(t, "mkfs.ext4", "-q", "-F", image)
	unmount := mount(t, image, disk)
	flags := []string{"--data", filepath.Join(disk, "data")}
	withOfficer(t, flags)
	s := serve(t, flags)
	token := s.signIn(t, "worker", testPassword)
	all, stop := &acknowledged{ids: map[string]int64{}}, make(chan struct{})
	var writers sync.WaitGroup
	for w := range 8 {
		writers.Go(func() { all.writer(s, token, round, w, stop) })
	}
	time.Sleep(time.Duration(200+r.IntN(800)) * time.Millisecond)
	if err := s.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	all.mu.Lock()
	known := maps.Clone(all.ids)
	all.mu.Unlock()
	after := filepath.Join(dir, "after.img")
	copyFile(t, image, after)
	s.kill()
	close(stop)
	writers.Wait()
	unmount()

	rebooted := filepath.Join(dir, "rebooted")
	unmount = mount(t, after, rebooted)
	defer unmount()
	data := filepath.Join(rebooted, "data")
	yinfeng("", "--data", data, "audit", "verify").want(t, exitDone)
	yinfeng("", "--data", data, "rollup", "verify").want(t, exitDone)
	lost = missingVisits(t, filepath.Join(data, "yinfeng.db"), known)
	return len(known), lost
}

// mount mounts an image; the result unmounts it, also when the test ends early.
func mount(t *testing.T, image, dir string) func() {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	command(t, "mount", "-o", "loop", image, dir)
	var once sync.Once
	unmount := func() {
		once.Do(func() {
			if err := exec.Command("umount", dir).Run(); err != nil {
				exec.Command("umount", "-l", dir).Run()
			}
		})
	}
	t.Cleanup(unmount)
	return unmount
}

func command(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// R1, long form.
func TestProveKill9(t *testing.T) {
	rounds := 50
	if n, err := strconv.Atoi(os.Getenv("YINFENG_PROVE_ROUNDS")); err == nil {
		rounds = n
	}
	killRounds(t, rounds)
}
