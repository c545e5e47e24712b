/* SPDX-License-Identifier: Apache-2.0 */
/* How the office's mailbox is: whether it could be read the last time. In memory; told on the page of health and the tray. */
#ifndef WORK_MAILBOX_H
#define WORK_MAILBOX_H

#include "base/shape.h"
#include "work/office.h"

struct mailbox;
struct mailbox *mailbox_open(struct arena *a);

/* The door tells: a mailbox is read, how often; then each time how it went (why NULL: well). Any thread. */
void mailbox_watch(struct office *office, struct str address, int64_t seconds);
void mailbox_told(struct office *office, const struct err *why);

struct mailbox_view {
    bool connected, well;
    struct str address, text;
};
extern const struct shape mailbox_view_shape;
struct mailbox_view mailbox_look(struct office *office, struct arena *a, enum language language);

#endif
