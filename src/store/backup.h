/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Backup: one file with everything, taken while the server runs. A POSIX tar (ustar; sizes from 8 GiB on in base 256)
 * of skillweek.db (a consistent copy made in one step), heads.txt and every blob that copy names; any tar can open it.
 * Written as PATH.part and renamed when it is whole and on disk.
 *
 * Where a bucket keeps the blobs the file has bucket.id instead of them, which says that it is a copy: the bucket is copied by
 * its own means, and nobody wants to fetch all of it each night.
 *
 * A blob that is ill keeps nothing else from being saved. Where its bytes differ from its name, put aside or not yet found,
 * they go along as blobs/broken/NAME, and both the backup and the restore name it; one that is gone the backup names.
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "base/err.h"
#include "base/str.h"

struct store;

struct backup_counts {
    uint64_t blobs, bytes;
    struct strs broken; /* blobs by name; not among `blobs` */
    struct strs gone;   /* blobs by name, of which nothing is there; a restore finds none of them */
    bool elsewhere;     /* a bucket has the blobs; they are not among these */
};

bool store_backup(struct arena *a, struct store *s, struct str path, struct backup_counts *counts_r,
                  struct err *e) MUST_LOOK;
/*
 * Makes a data folder of a backup, whose rows go into `database` where one is given (PostgreSQL, as store_open takes it);
 * the folder must not be there or be empty, the database be empty. Every blob's hash is checked on the way. The
 * store is skillweek.db.part until all is on disk, and store_open refuses a folder that has one: what a failed restore
 * leaves is served by nobody.
 */
bool store_restore(struct arena *a, struct str path, struct str folder, struct str database,
                   struct backup_counts *counts_r, struct err *e) MUST_LOOK;

#endif
