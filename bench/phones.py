#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""64 phones, each of a unit of its own, that upload photos of 5 MB one after the other, 100 MB a second in all.

usage: bench/phones.py PORT TARGETS     until standard input ends; then prints how many, how fast, how many failed
"""
import http.client
import os
import sys
import threading
import time

PHONES, PHOTO, RATE = 64, 5_000_000, 100_000_000
port, targets = int(sys.argv[1]), sys.argv[2]
with open(targets, encoding="utf-8") as lines:
    tokens = [next(lines).split()[1] for _ in range(PHONES + 1)][1:]
# A JPEG of 4,000 × 3,000 as far as its frame header tells; behind it, bytes that nothing has to read.
head = bytes.fromhex("ffd8ffe000104a46494600010101004800480000ffc00011080bb80fa003012200021101031101")
body = head + os.urandom(PHOTO - len(head))
every = PHONES * PHOTO / RATE
began, over = time.monotonic(), threading.Event()
sent, failed, lock = 0, 0, threading.Lock()


def phone(number):
    global sent, failed
    turn = 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while not over.wait(max(0, began + every * (turn + number / PHONES) - time.monotonic())):
        photo = body[:-16] + f"{number:08}{turn:08}".encode()
        turn += 1
        try:
            connection.request("POST", "/api/files?name=a.jpg", photo, {
                "X-Skillweek": "1", "Cookie": f"skillweek={tokens[number]}", "Content-Type": "application/octet-stream"})
            answer = connection.getresponse()
            answer.read()
            good = answer.status == 200
        except OSError:
            good = False
            connection.close()
        with lock:
            sent, failed = sent + good, failed + (not good)


threads = [threading.Thread(target=phone, args=(i,)) for i in range(PHONES)]
for t in threads:
    t.start()
print("ready", flush=True)
sys.stdin.read()
took = time.monotonic() - began
over.set()
print(f"{sent} {sent * PHOTO / took / 1e6:.1f} {failed}", flush=True)
for t in threads:
    t.join()
