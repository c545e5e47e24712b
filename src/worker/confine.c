/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/confine.h"

#include <errno.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NICE = 10 };

static bool trouble(const char *what, int number, struct err *e)
{
    return err_fault(e, "confine: %s: %s", what, strerror(number));
}

/* ---- limits ---- */

static bool limit(__rlimit_resource_t what, rlim_t most, const char *name, struct err *e)
{
    struct rlimit l = {.rlim_cur = most, .rlim_max = most};
    return !setrlimit(what, &l) || trouble(name, errno, e);
}

bool confine_limits(int output_mb, struct err *e)
{
    const rlim_t mb = 1 << 20;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return trouble("prctl", errno, e);
    setpriority(PRIO_PROCESS, 0, NICE);
    return (CONFINE_WITH_ASAN || limit(RLIMIT_AS, CONFINE_MEMORY_MB * mb, "memory", e)) &&
           limit(RLIMIT_CPU, CONFINE_SECONDS, "processor", e) &&
           limit(RLIMIT_NOFILE, CONFINE_FILES, "descriptors", e) &&
           limit(RLIMIT_FSIZE, (rlim_t)output_mb * mb, "output", e) && limit(RLIMIT_CORE, 0, "core", e);
}

/* ---- files ---- */

/* As the kernel's header has it today; the one installed may be older than the kernel that runs. */
struct ruleset {
    uint64_t files, net, scoped;
};

/* What each version of Landlock brought: bits of `files`, bits of `net`, bits of `scoped`. A kernel refuses bits it does
 * not know. */
static const struct {
    int files, net, scoped;
    size_t size;
} landlock_versions[] = {
    {13, 0, 0, 8},  /* 1: open, run, make, remove */
    {14, 0, 0, 8},  /* 2: move between folders */
    {15, 0, 0, 8},  /* 3: truncate */
    {15, 2, 0, 16}, /* 4: TCP bind and connect */
    {16, 2, 0, 16}, /* 5: ioctl of devices */
    {16, 2, 2, 24}, /* 6: abstract sockets, signals */
};

static uint64_t bits(int n)
{
    return ((uint64_t)1 << n) - 1;
}

/* A ruleset that handles everything and allows nothing. */
bool confine_files(struct err *e)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return true; /* ENOSYS, EOPNOTSUPP: seccomp alone then */
    const long known = sizeof landlock_versions / sizeof *landlock_versions;
    long i = (version < known ? version : known) - 1;
    struct ruleset r = {bits(landlock_versions[i].files), bits(landlock_versions[i].net),
                        bits(landlock_versions[i].scoped)};
    int fd = (int)syscall(SYS_landlock_create_ruleset, &r, landlock_versions[i].size, 0);
    if (fd < 0)
        return trouble("landlock", errno, e);
    bool ok = !syscall(SYS_landlock_restrict_self, fd, 0) || trouble("landlock", errno, e);
    close(fd);
    return ok;
}

/* ---- calls ---- */

static const int allowed[] = {
    /* what is open */
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(pwrite64),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(close),
    /* memory; mmap and mprotect below */
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    /* threads; clone below */
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    /* signals to itself; tgkill below */
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    /* the time, chance, the machine's size */
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(sysinfo),
};

static int add_plain(scmp_filter_ctx f)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        int failed = seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
        if (failed)
            return failed;
    }
    return 0;
}

/* Calls that are harmless with some arguments and not with others. */
static int add_judged(scmp_filter_ctx f)
{
    const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    const struct scmp_arg_cmp thread = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD);
    const struct scmp_arg_cmp itself = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0);
    const struct scmp_arg_cmp name = SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME, 0);
    int failed = seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code);
    failed = failed ? failed : seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &no_code);
    failed = failed ? failed : seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, &thread);
    failed = failed ? failed : seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &itself);
    failed = failed ? failed : seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, &name);
    /* Its arguments lie in memory, where no filter sees them; told that there is none, the C library takes clone. */
    return failed ? failed : seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

bool confine_calls(struct err *e)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    int failed = f ? add_plain(f) : -ENOMEM;
    failed = failed ? failed : add_judged(f);
    failed = failed ? failed : seccomp_load(f);
    if (f)
        seccomp_release(f);
    return !failed || trouble("seccomp", -failed, e);
}

/* Both bind the calling thread and those it starts: another one would stay free. /proc/self/task has a folder for each. */
static bool is_alone(void)
{
    struct stat st;
    return !stat("/proc/self/task", &st) && st.st_nlink == 3;
}

bool confine_shut(struct err *e)
{
    if (!is_alone())
        return err_fault(e, "confine: a library has started threads");
    return confine_files(e) && confine_calls(e);
}
