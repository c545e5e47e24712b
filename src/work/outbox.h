/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way that answers to letters go (回信): whether there is one, whom it speaks for, and how it was the last time. Without
 * one no answer is put. In memory; told on the tray and the page of health.
 */
#ifndef WORK_OUTBOX_H
#define WORK_OUTBOX_H

#include "base/shape.h"
#include "store/outbox.h"
#include "work/office.h"

struct outbox;
struct outbox *outbox_open(struct arena *a);

struct outbox_way {
    struct str host;         /* of the server, for messages */
    struct str name;         /* who writes; empty: the office's own name */
    struct str from;         /* its address */
    struct strs ours;        /* addresses that are never answered: ours */
    struct str base_url;     /* for links */
    void (*wake)(void *arg); /* something was put: any thread, must not block */
    void *arg;
};

/* The door tells: before it serves. */
void outbox_connect(struct office *office, const struct outbox_way *way);
bool outbox_is_connected(struct office *office);
/* Who writes, as the reader sees it. */
struct str outbox_name(struct office *office, struct arena *a);
struct str outbox_url(struct office *office);
bool outbox_is_ours(struct office *office, struct str address);
/* After the commit that put something. */
void outbox_wake(struct office *office);
/* How sending went (why NULL: well). Any thread. */
void outbox_told(struct office *office, const struct err *why);
/* What became of one. Waits for the commit; tells who looks at the tray. */
bool outbox_tried(struct office *office, const struct outbox_record *rec, struct err *e) MUST_LOOK;

struct outbox_view {
    bool connected, well;
    int64_t waiting, failed;
    struct str text;
};
extern const struct shape outbox_view_shape;
/* Waits for the disk. */
struct outbox_view outbox_look(struct office *office, struct arena *a, enum language language);

/* Erases to whom answers went and what they said, so many days after they were put. Waits for the commit. */
enum { OUTBOX_KEPT_DAYS = 30 };
bool outbox_erase(struct office *office, int64_t *count_r, struct err *e) MUST_LOOK;

#endif
