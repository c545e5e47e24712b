#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speed and memory, each held against the raw limit program in the same run: bench/limit.c.

usage: bench/run.py [NAME …]     compile reports reads board start upload phones slow crowd large; all without a name

Prints a table and, when all were asked for, writes it into docs/performance.md.
"""
import json
import os
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

BUILD = Path("build")
ROUNDS, SECONDS, CONNECTIONS, UPLOADS = 3, 5, 64, 7
UNITS, DAYS, READS_OF = 5000, 14, 20000
LARGE_UNITS = 35714  # of 14 days twice over: a million obligations
LIMIT_PORT, PORT = 9311, 9312
# Measured on 2 shared cores with the same reports, 64 connections: ODK Central 2026.2, Directus 12.4, Fossil 2.21.
PEERS = {
    "reports": "383 · 166 · 51",
    "reads": "349 · 338 · 429",
    "board": "2,970 · 500 · 19",
    "upload": "88 · 290 · 25",
    "start": "430–2,200 · 2,600 · 15",
    "memory": "113–502 · 282 · 4.8",
}

work = Path(tempfile.mkdtemp(prefix="skillweek-bench-"))
table = []


def say(what, figure, limit="", ratio="", wanted="", peers=""):
    table.append((what, figure, limit, ratio, wanted, peers))
    print("  ".join(x for x in (what, figure, limit and f"(limit {limit})", ratio and f"ratio {ratio}",
                              wanted and f"[{wanted}]") if x), flush=True)


class Running:
    """A program that listens on a port, until the end of the with. env: more of its environment."""

    def __init__(self, port, *command, env=None):
        self.port, self.command, self.env = port, [str(c) for c in command], {**os.environ, **(env or {})}

    def __enter__(self):
        began = time.monotonic()
        self.log = work / f"log.{self.port}"
        self.process = subprocess.Popen(self.command, env=self.env, stdout=subprocess.DEVNULL,
                                        stderr=open(self.log, "w"))
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                if self.process.poll() is not None or time.monotonic() - began > 30:
                    sys.exit(f"{self.command[0]} does not start: {self.log.read_text()[-500:]}")
                time.sleep(0.001)
        self.took = time.monotonic() - began
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def memory(self, which="VmRSS"):
        """In MiB. RssAnon leaves out pages of mapped files, which the system takes back when it wants."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{which}:\s+(\d+)", status)[1]) / 1024

    def wait_for(self, metric, n):
        for _ in range(600):
            text = urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics").read().decode()
            if int(re.search(rf"^skillweek_{metric} (\d+)", text, re.M)[1]) >= n:
                return
            time.sleep(0.1)
        sys.exit(f"{metric} does not come to {n}")

    def cpu(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


SLOW = {"LD_PRELOAD": str((BUILD / "bench/slow.so").resolve())}


def limit(env=None):
    shutil.rmtree(work / "limit", ignore_errors=True)
    (work / "limit").mkdir()
    return Running(LIMIT_PORT, BUILD / "bench/bench_limit", work / "limit/limit.db", "sql/migrations/0001_start.sql",
                   LIMIT_PORT, env=env)


def server(seeded, env=None):
    shutil.rmtree(work / "run", ignore_errors=True)
    if seeded:
        shutil.copytree(work / seeded, work / "run")
    return Running(PORT, BUILD / "skillweek", "serve", "--data", work / "run", "--port", PORT, "--hour-versions", -1, env=env)


def load(running, script, targets, seconds=SECONDS, connections=CONNECTIONS, **env):
    """wrk's figures, and the server's CPU time for each request in microseconds."""
    before = running.cpu()
    out = subprocess.run(
        ["wrk", "-t", str(min(2, connections)), "-c", str(connections), "-d", f"{seconds}s", "--latency", "-s",
         f"bench/{script}.lua", f"http://127.0.0.1:{running.port}"], capture_output=True, text=True,
        env={**os.environ, "SCRIPTS": "bench", "TARGETS": str(work / targets), "THREADS": str(min(2, connections)), **env})
    found = re.search(r"^\{.*\}$", out.stdout, re.M)
    if not found:
        sys.exit(f"wrk: {out.stdout}{out.stderr}; server: {running.process.poll()} {running.log.read_text()[-500:]}")
    figures = json.loads(found[0])
    figures["cpu"] = (running.cpu() - before) / max(figures["requests"], 1) * 1e6
    return figures


def seed(name, targets, reports="0", units=UNITS, campaigns=1):
    subprocess.run([BUILD / "bench/bench_seed", work / name, work / targets, str(units), str(DAYS), reports, str(campaigns)],
                   check=True, stderr=subprocess.DEVNULL)


def middle(list_of, key):
    return statistics.median(f[key] for f in list_of)


def number(x):
    return f"{x:,.0f}" if x >= 100 else f"{x:.1f}" if x >= 10 else f"{x:.2f}"


# ---- what is measured ----


def reports():
    ours, raw = [], []
    for _ in range(ROUNDS):
        with limit() as r:
            raw.append(load(r, "report", "targets"))
        with server("seed") as r:
            ours.append(load(r, "report", "targets"))
        kept = sqlite3.connect(f"file:{work}/run/skillweek.db?mode=ro", uri=True).execute("select count(*) from report").fetchone()[0]
        if kept < ours[-1]["requests"] - ours[-1]["bad"]:
            sys.exit(f"{ours[-1]['requests']} reports were acknowledged, {kept} are there")
    ratio = statistics.median(o["rate"] / r["rate"] for o, r in zip(ours, raw))
    say("durable reports of 2 KiB/s, 64 connections", number(middle(ours, "rate")), number(middle(raw, "rate")),
        f"{ratio:.2f}", "≥ 0.6", PEERS["reports"])
    say("their p99, ms", number(middle(ours, "p99_ms")), number(middle(raw, "p99_ms")), "", "≤ 15", "222 · 490 · –")
    say("refused or failed", str(sum(o["bad"] for o in ours)), "", "", "0")
    say("server's CPU for one, µs", number(middle(ours, "cpu")), number(middle(raw, "cpu")),
        f"{middle(ours, 'cpu') / middle(raw, 'cpu'):.2f}")


def reads():
    ours, raw = [], []
    with limit() as r, server("full") as s:
        while True:  # the limit program needs reports to read
            load(r, "report", "targets_full", 2)
            if sqlite3.connect(f"file:{work}/limit/limit.db?mode=ro", uri=True).execute("select count(*) from report").fetchone()[0] > READS_OF * 1.1:
                break
        for _ in range(ROUNDS):
            raw.append(load(r, "read", "targets_full", 3, FIRST=str(READS_OF)))
            ours.append(load(s, "read", "targets_full", 3, FIRST=str(READS_OF)))
    ratio = statistics.median(o["rate"] / r["rate"] for o, r in zip(ours, raw))
    say("reads of one report/s, 64 connections", number(middle(ours, "rate")), number(middle(raw, "rate")),
        f"{ratio:.2f}", "≥ 60,000", PEERS["reads"])
    say("server's CPU for one, µs", number(middle(ours, "cpu")), number(middle(raw, "cpu")),
        f"{middle(ours, 'cpu') / middle(raw, 'cpu'):.2f}")


def board():
    campaign = (work / "targets_full").read_text().split(" ", 1)[0]
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
    with server("full") as r:
        for what, path, wanted in (("board 5,000 × 14, whole", f"board", ""),
                                   ("board 5,000 × 14, cells", "board?only=cells", "≤ 1 ms, ≤ 120 KB"),
                                   ("who is missing, one duty", f"missing?duty=d1&day={today}", "≤ 0.2 ms")):
            f = load(r, "get", "targets_full", 3, 1, URLPATH=f"/api/campaigns/{campaign}/{path}")
            size = f["bytes"] / max(f["requests"], 1) / 1024
            say(f"{what}: server's CPU, ms", number(f["cpu"] / 1000), "", "", wanted,
                PEERS["board"] if "cells" in what else "")
            say(f"{what}: seen by one client, ms", f"{f['p50_ms']:.2f} ({size:.0f} KB)")


def start():
    took, cpu = [], []
    for _ in range(ROUNDS):
        with server("full") as r:
            took.append(r.took * 1000)
            cpu.append(r.cpu() * 1000)
            memory = r.memory("RssAnon")
    say("start on 100,000 reports, ms", number(statistics.median(took)), "", "", "≤ 100", PEERS["start"])
    say("its CPU, ms", number(statistics.median(cpu)))
    say("own memory with 70,000 obligations and 100,000 reports, MiB", number(memory))
    with server(None) as r:
        time.sleep(0.5)
        say("memory of a new house, idle, MiB", number(r.memory()), "", "", "≤ 16", PEERS["memory"])


def upload():
    size = 200 << 20
    token = (work / "targets").read_text().split("\n")[1].split(" ")[1]
    ours, raw = [], []
    with open(work / "film", "wb") as f:
        f.write(b"%PDF-1.4\n")
        for _ in range(size >> 20):
            f.write(os.urandom(1 << 20))
    with server("seed") as r:
        quiet = r.memory("RssAnon")
        for i in range(UPLOADS):
            with open(work / "film", "r+b") as f:
                f.seek(1000)
                f.write(os.urandom(64))  # other bytes each time: the same ones would be kept once
            began = time.monotonic()
            # Each into a new file: over an old one dd would get the pages it just gave back, the server never.
            subprocess.run(["dd", f"if={work}/film", f"of={work}/copy{i}", "bs=1M", "conv=fsync"], check=True, stderr=subprocess.DEVNULL)
            raw.append(size / (time.monotonic() - began) / 1e6)
            began = time.monotonic()
            out = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "POST", "-T", str(work / "film"),
                                  "-H", "X-Skillweek: 1", "-H", "Expect:", "-H", "Content-Type: application/octet-stream",
                                  "-b", f"skillweek={token}", f"http://127.0.0.1:{PORT}/api/files?name=a.pdf"], capture_output=True, text=True)
            if out.stdout != "200":
                sys.exit(f"upload: {out.stdout}")
            ours.append(size / (time.monotonic() - began) / 1e6)
        more = r.memory("RssAnon") - quiet
    say("upload of 200 MB, hashed and synced, MB/s", number(statistics.median(ours)), f"dd {number(statistics.median(raw))}",
        f"{statistics.median(o / d for o, d in zip(ours, raw)):.2f}", "≥ 0.5", PEERS["upload"])
    say("its extra memory, MiB", number(max(more, 0)), "", "", "≤ 8")


class Beside:
    """A program of bench/ beside a server, until the end of the with; told: the last line it said."""

    def __init__(self, program, targets, **kinds):
        self.command = ["python3", f"bench/{program}.py", str(PORT), str(work / targets), *(f"{k}={n}" for k, n in kinds.items())]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != "ready\n":
            sys.exit(f"{self.command[1]} does not begin")
        return self

    def __exit__(self, *_):
        self.told = self.process.communicate()[0].strip()


def crowd():
    """Slow clients, and watchers, beside a few quick ones."""
    quiet, beside, memory = [], [], []
    few = {"seconds": 4, "connections": 4}
    for _ in range(ROUNDS):
        with server("seed") as r:
            quiet.append(load(r, "report", "targets", **few))
        with server("seed") as r, Beside("crowd", "targets", heads=2000, bodies=2000, readers=1000):
            time.sleep(5)  # the readers' boards are made; from here on all that they do is be slow
            beside.append(load(r, "report", "targets", **few))
            memory.append(r.memory("VmHWM"))
    ratio = statistics.median(b["p99_ms"] / q["p99_ms"] for b, q in zip(beside, quiet))
    say("p99 of reports beside 5,000 slow clients, ms", number(middle(beside, "p99_ms")), f"quiet {number(middle(quiet, 'p99_ms'))}",
        f"{ratio:.2f}", "< 2")
    say("refused or failed beside them", str(sum(f["bad"] for f in beside)), "", "", "0")
    say("most memory beside them, MiB", number(max(memory)))
    with server("seed") as r:
        before = r.memory()
        with Beside("crowd", "targets", watchers=5000):
            r.wait_for("http_streams", 5000)
            load(r, "report", "targets", **few)  # all are told of each change
            more = r.memory() - before
    say("memory of 5,000 who watch the board, MiB", number(more), "", "", "≤ 64")


def phones():
    """Photos at 100 MB a second beside reports."""
    quiet, beside, told = [], [], []
    for _ in range(ROUNDS):
        with server("seed") as r:
            quiet.append(load(r, "report", "targets"))
        with server("seed") as r:
            with Beside("phones", "targets") as photos:
                beside.append(load(r, "report", "targets"))
            told.append([float(x) for x in photos.told.split()])
    ratio = statistics.median(b["p99_ms"] / q["p99_ms"] for b, q in zip(beside, quiet))
    say("p99 of reports beside 64 phones' photos, ms", number(middle(beside, "p99_ms")), f"quiet {number(middle(quiet, 'p99_ms'))}",
        f"{ratio:.2f}", "≤ 3")
    say("their photos, MB/s", number(statistics.median(t[1] for t in told)), "", "", "100")
    say("failed, of both", str(sum(f["bad"] for f in beside) + int(sum(t[2] for t in told))), "", "", "0")


def slow():
    """A disk whose every sync takes 2 ms more, under both."""
    ours, raw = [], []
    for _ in range(ROUNDS):
        with limit(SLOW) as r:
            raw.append(load(r, "report", "targets"))
        with server("seed", SLOW) as r:
            ours.append(load(r, "report", "targets"))
    ratio = statistics.median(o["rate"] / r["rate"] for o, r in zip(ours, raw))
    say("reports/s with syncs 2 ms slower", number(middle(ours, "rate")), number(middle(raw, "rate")), f"{ratio:.2f}", "≥ 0.8")


def large():
    """1,000,000 obligations and 500,000 reports: CPU for each, against the house of 70,000 in the same run."""
    seed("large", "targets_large", "500000", units=LARGE_UNITS, campaigns=2)
    lines = (work / "targets_large").read_text().split("\n")
    (work / "targets_tail").write_text("\n".join(lines[:1] + lines[500001:600001]))  # nobody has reported these
    if not (work / "seed").exists():
        seed("seed", "targets")
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
    figures = {}
    for house, targets, units in (("full", "targets_full", UNITS), ("large", "targets_large", LARGE_UNITS)):
        campaign = (work / targets).read_text().split(" ", 1)[0]
        with server(house) as r:
            took = r.took
            missing = load(r, "get", targets, 3, 1, URLPATH=f"/api/campaigns/{campaign}/missing?duty=d1&day={today}")
            figures[house] = {"a read": load(r, "read", targets, 4, FIRST=str(READS_OF))["cpu"],
                              "who is missing, for a unit": missing["cpu"] / units}
            memory = r.memory("RssAnon")
    for house, kept, targets in (("full", "seed", "targets"), ("large", "large", "targets_tail")):
        with server(kept) as r:
            figures[house]["a report"] = load(r, "report", targets)["cpu"]
    for what, small in figures["full"].items():
        big = figures["large"][what]
        say(f"CPU of {what} among 1,000,000 obligations, µs", number(big), f"among 70,000 {number(small)}", f"{small / big:.2f}", "≥ 0.8")
    say("start among them, ms", number(took * 1000))
    say("own memory among them, MiB", number(memory))


# ---- the table ----


def compiling():
    notices = sorted(str(path) for path in Path("tests/golden/notices").glob("*.txt"))
    subprocess.run(["build/bench/bench_compile", *notices], check=True)


def machine():
    info = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", info)
    return (f"{model[1] if model else 'unknown'}, {os.cpu_count()} cores shared with the client, load before the run "
            f"{began_load:.1f}, after it {os.getloadavg()[0]:.1f}; {time.strftime('%Y-%m-%d')}")


def write_table():
    path = Path("docs/performance.md")
    head = "<!-- figures: written by ./dev bench -->"
    rows = ["| | skillweek | raw limit | ratio | wanted | ODK Central · Directus · Fossil |", "|---|---|---|---|---|---|"]
    rows += ["| " + " | ".join(r) + " |" for r in table]
    text = path.read_text(encoding="utf-8") if path.exists() else f"# Performance\n\n{head}\n"
    before, after = text.split(head, 1)
    after = after.split("<!-- end -->", 1)[-1] if "<!-- end -->" in after else after
    path.write_text(f"{before}{head}\n\n{machine()}.\n\n" + "\n".join(rows) + f"\n\n<!-- end -->{after}", encoding="utf-8")


began_load = os.getloadavg()[0]
ALL = {"compile": compiling, "reports": reports, "reads": reads, "board": board, "start": start, "upload": upload,
       "phones": phones, "slow": slow, "crowd": crowd, "large": large}
names = sys.argv[1:] or list(ALL)
try:
    if {"reports", "upload", "phones", "slow", "crowd"} & set(names):
        seed("seed", "targets")
    if {"reads", "board", "start", "large"} & set(names):
        seed("full", "targets_full", "100000")
    for name in names:
        ALL[name]()
    if names == list(ALL):
        write_table()
finally:
    shutil.rmtree(work, ignore_errors=True)
