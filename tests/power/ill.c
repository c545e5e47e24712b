/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into the server: a machine whose clock is set while we run, and whose memory ends.
 *
 *     ILL_CLOCK=FILE   8 bytes, the machine's own: by how many ms CLOCK_REALTIME is off; read at each look
 *     ILL_ALLOC=N      the N-th allocation after SIGUSR1 gives NULL
 *     ILL_ARMED=1      as if SIGUSR1 had come already
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);

static const volatile int64_t *off;
static _Atomic long left;
static volatile sig_atomic_t armed;

static void tell(const char *text)
{
    syscall(SYS_write, 2, text, strlen(text));
}

static void on_signal(int number)
{
    (void)number;
    armed = 1;
    tell("ill: armed\n");
}

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("ILL_CLOCK"), *n = getenv("ILL_ALLOC");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *map = fd >= 0 ? mmap(NULL, sizeof *off, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (map != MAP_FAILED)
        off = map;
    if (n) {
        left = atol(n);
        armed = getenv("ILL_ARMED") != NULL;
        signal(SIGUSR1, on_signal);
    }
}

int clock_gettime(clockid_t id, struct timespec *t)
{
    int code = (int)syscall(SYS_clock_gettime, id, t);
    if (!code && off && id == CLOCK_REALTIME) {
        int64_t ms = *off;
        t->tv_sec += ms / 1000;
        t->tv_nsec += ms % 1000 * 1000000;
        if (t->tv_nsec < 0) {
            t->tv_nsec += 1000000000;
            t->tv_sec--;
        }
        t->tv_sec += t->tv_nsec / 1000000000;
        t->tv_nsec %= 1000000000;
    }
    return code;
}

static bool ends(void)
{
    if (!armed || atomic_fetch_sub(&left, 1) != 1)
        return false;
    tell("ill: failed\n");
    errno = ENOMEM;
    return true;
}

void *malloc(size_t n)
{
    return ends() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return ends() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    return ends() ? NULL : __libc_realloc(p, n);
}
