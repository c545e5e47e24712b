/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests of the door: a server on the loopback with routes of every sort, and a client that says bytes. Blobs are a
 * stand-in that counts.
 */
#ifndef HTTP_DOOR_FIXTURE_H
#define HTTP_DOOR_FIXTURE_H

#include "http/server.h"

#include <stdatomic.h>

enum { HEARD = 1 << 20, MUCH = 8 << 20, DOOR_ROUTES = 14 };

extern struct server *door;
extern const struct route door_routes[DOOR_ROUTES];
extern atomic_int uploads_begun, uploads_abandoned;
extern char heard[HEARD]; /* by the last listen_for or ask, NUL at its end */

int door_up(void **state);
int door_down(void **state);

int dial(void);
bool say(int fd, const char *text, size_t n);
/* Reads until `times` places of `mark` are in, the peer closes, or ms pass. Returns the bytes. */
size_t listen_for(int fd, const char *mark, int times, int ms);
/* Sends the text on a connection of its own, hears until the server closes; the status, 0: none. */
int ask(const char *text);
int ask_n(const char *text, size_t n);
int count_of(const char *what); /* in what was heard */

#define H "Host: h\r\n"
#define END "Host: h\r\nConnection: close\r\n\r\n"
#define FORM "POST /form/1 HTTP/1.1\r\n" H "Content-Type: application/x-www-form-urlencoded\r\n"
#define POST "POST /api/echo HTTP/1.1\r\n" H "X-Skillweek: 1\r\nContent-Type: application/json\r\n"

#endif
