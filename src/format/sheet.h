/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A clerk's table from a file: .xlsx, or .csv in UTF-8 or GB18030. What the file is tells its name's ending.
 */
#ifndef FORMAT_SHEET_H
#define FORMAT_SHEET_H

#include "base/err.h"
#include "base/table.h"

bool sheet_read(struct arena *a, struct str path, struct str name, struct table *table_r, struct err *e) MUST_LOOK;

#endif
