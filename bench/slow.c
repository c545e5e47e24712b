/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into a program to see it on a slower disk: each sync of a file takes SLOW_US microseconds more (2,000). Not
 * part of any program.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_for_disk(void)
{
    const char *us = getenv("SLOW_US");
    usleep(us ? (useconds_t)atoi(us) : 2000);
}

typedef int sync_call(int fd);

static int synced(const char *name, int fd)
{
    void *symbol = dlsym(RTLD_NEXT, name);
    sync_call *real;
    *(void **)&real = symbol;
    wait_for_disk();
    return real(fd);
}

int fsync(int fd);
int fdatasync(int fd);

int fsync(int fd)
{
    return synced("fsync", fd);
}

int fdatasync(int fd)
{
    return synced("fdatasync", fd);
}
