#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many clients who only stand there: started beside a measurement, ended with it.

usage: bench/crowd.py PORT TARGETS heads=N bodies=N readers=N watchers=N

heads send their request's head a byte a second, bodies their report's 200 KB as slowly, readers ask for the whole board
and take 1 KB of it a second, watchers hold the board's stream and read what comes. Whoever is shown the door comes back.
Prints "ready" once all are there, then a line with what it saw when standard input ends.
"""
import errno
import heapq
import resource
import selectors
import socket
import sys
import time

port, targets = int(sys.argv[1]), sys.argv[2]
wanted = {kind: int(n) for kind, n in (a.split("=") for a in sys.argv[3:])}
with open(targets, encoding="utf-8") as lines:
    campaign, clerk = next(lines).split()
    obligation, school = next(lines).split()
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

board = f"/api/campaigns/{campaign}"
HEAD = {
    "heads": f"GET /api/me HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: skillweek={school}\r\nX-Slow: ",
    "bodies": f"POST /api/obligations/{obligation}/reports HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Skillweek: 1\r\nCookie: skillweek={school}\r\n"
              "Content-Type: application/json\r\nContent-Length: 200000\r\n\r\n{\"base\":",
    "readers": f"GET {board}/board HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: skillweek={clerk}\r\n\r\n",
    "watchers": f"GET {board}/live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: skillweek={clerk}\r\n\r\n",
}
EVERY = {"heads": 1.0, "bodies": 1.0, "readers": 1.0}
ready = selectors.EpollSelector()
turns = []  # (when, number, socket, kind)
seen = {"came": 0, "sent_away": 0, "frames": 0}


def come(kind):
    s = socket.socket()
    if kind == "readers":
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.connect(("127.0.0.1", port))
    s.sendall(HEAD[kind].encode())
    s.setblocking(False)
    seen["came"] += 1
    if kind == "watchers":
        ready.register(s, selectors.EVENT_READ, kind)
    else:
        heapq.heappush(turns, (time.monotonic() + EVERY[kind] * (seen["came"] % 100) / 100, seen["came"], s, kind))


def gone(s, kind):
    seen["sent_away"] += 1
    if kind == "watchers":
        ready.unregister(s)
    s.close()
    come(kind)


def turn(number, s, kind):
    """A byte out, or a kilobyte in."""
    try:
        if kind == "readers":
            alive = s.recv(1024) != b""
        else:
            s.send(b"1")
            alive = True
    except OSError as why:
        alive = why.errno in (errno.EAGAIN, errno.EINTR)
    if alive:
        heapq.heappush(turns, (time.monotonic() + EVERY[kind], number, s, kind))
    else:
        gone(s, kind)


for kind, n in wanted.items():
    for _ in range(n):
        come(kind)
print("ready", flush=True)
ready.register(sys.stdin, selectors.EVENT_READ, None)
over = False
while not over:
    for key, _ in ready.select(0.01):
        if key.data is None:
            over = True
            continue
        try:
            piece = key.fileobj.recv(65536)
        except OSError:
            piece = b""
        seen["frames"] += piece.count(b"\n\n")
        if not piece:
            gone(key.fileobj, key.data)
    while turns and turns[0][0] <= time.monotonic():
        _, number, s, kind = heapq.heappop(turns)
        turn(number, s, kind)
print(seen, flush=True)
