/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A campaign's folder, as campaigns/hefei-2023: notice.txt, register.csv, forms.json, and campaign_defaults.json with
 * what no notice says: its key, short names, which things are photos or forms.
 */
#ifndef APP_FOLDER_H
#define APP_FOLDER_H

#include "work/office.h"

/* Imports the register, compiles the notice, sets the defaults, keeps the draft and publishes it. */
bool folder_publish(struct office *office, struct arena *a, struct str folder, struct published_view *view_r,
                    struct err *e) MUST_LOOK;

#endif
