/* SPDX-License-Identifier: Apache-2.0 */
#include "work/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FROM = 3, TO = 4, ABOVE = 5 };

struct str worker_path(struct arena *a)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self);
    struct str path = {self, n > 0 ? (size_t)n : 0};
    while (path.n && path.at[path.n - 1] != '/')
        path.n--;
    return str_format(a, STR_FMT "skillweek-worker", STR_ARG(path));
}

/* ---- starting ---- */

/* What the child gets, out of the way of the numbers it gets them under. */
struct gifts {
    int from, to, say;
};

static void gifts_close(struct gifts *g)
{
    int all[] = {g->from, g->to, g->say};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] >= 0)
            close(all[i]);
}

static int actions_set(posix_spawn_file_actions_t *f, const struct gifts *g)
{
    int failed = posix_spawn_file_actions_addopen(f, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    failed = failed ? failed : posix_spawn_file_actions_adddup2(f, g->say, STDOUT_FILENO);
    /* What a stranger's bytes make it say does not go to our log. */
    failed = failed ? failed : posix_spawn_file_actions_addopen(f, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    failed = failed ? failed : posix_spawn_file_actions_adddup2(f, g->from, FROM);
    failed = failed ? failed : posix_spawn_file_actions_adddup2(f, g->to, TO);
    return failed ? failed : posix_spawn_file_actions_addclosefrom_np(f, ABOVE);
}

/* Our threads have signals blocked and ignored; the child starts with none. */
static void signals_set(posix_spawnattr_t *attr)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(attr, &none);
    posix_spawnattr_setsigdefault(attr, &all);
    posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static int start(const char *program, const char *job, const struct gifts *g, pid_t *pid_r)
{
    char *argv[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)job, NULL}, *env[] = {NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attr);
    signals_set(&attr);
    int failed = actions_set(&files, g);
    failed = failed ? failed : posix_spawn(pid_r, program, &files, &attr, argv, env);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attr);
    return failed;
}

/* ---- waiting ---- */

static bool ends_in_time(pid_t pid, int ms)
{
    int fd = pidfd_open(pid, 0);
    if (fd < 0)
        return false;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    int n;
    do
        n = poll(&p, 1, ms);
    while (n < 0 && errno == EINTR);
    close(fd);
    return n > 0;
}

/* It is dead when this reads: what it said lies in the pipe, and nobody else holds the other end. */
static void read_line(int fd, struct worker_answer *answer)
{
    ssize_t n = read(fd, answer->line, sizeof answer->line - 1);
    answer->line[n > 0 ? n : 0] = 0;
    answer->line[strcspn(answer->line, "\n")] = 0;
}

static void wait_for(pid_t pid, int ms, int hear, struct worker_answer *answer)
{
    int status = 0;
    bool in_time = ends_in_time(pid, ms);
    if (!in_time)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    read_line(hear, answer);
    bool ended = in_time && WIFEXITED(status);
    if (ended && WEXITSTATUS(status) == 0 && !strncmp(answer->line, "ok", 2))
        answer->end = WORKER_DONE;
    else if (ended && !strncmp(answer->line, "no ", 3))
        answer->end = WORKER_REFUSED;
    else
        answer->end = WORKER_DIED;
    if (!in_time)
        snprintf(answer->line, sizeof answer->line, "its time was up");
    else if (WIFSIGNALED(status)) {
        answer->signal = WTERMSIG(status);
        snprintf(answer->line, sizeof answer->line, "signal %d", answer->signal);
    }
}

bool worker_run(struct str program, const char *job, int from, int to, int ms, struct worker_answer *answer_r,
                struct err *e)
{
    char path[4096];
    int hear[2];
    pid_t pid;
    struct worker_answer answer = {0};
    snprintf(path, sizeof path, STR_FMT, STR_ARG(program));
    if (pipe2(hear, O_CLOEXEC | O_NONBLOCK))
        return err_fault(e, "worker: pipe: %s", strerror(errno));
    struct gifts g = {.from = fcntl(from, F_DUPFD_CLOEXEC, ABOVE),
                      .to = fcntl(to, F_DUPFD_CLOEXEC, ABOVE),
                      .say = fcntl(hear[1], F_DUPFD_CLOEXEC, ABOVE)};
    close(hear[1]);
    int failed = g.from < 0 || g.to < 0 || g.say < 0 ? EMFILE : start(path, job, &g, &pid);
    gifts_close(&g);
    if (!failed)
        wait_for(pid, ms, hear[0], &answer);
    close(hear[0]);
    if (failed)
        return err_fault(e, "worker: %.100s: %s", path, strerror(failed));
    if (answer.end == WORKER_REFUSED && !strcmp(answer.line, "no fault"))
        return err_fault(e, "worker: it cannot work here; run it by hand to see why");
    *answer_r = answer;
    return true;
}
