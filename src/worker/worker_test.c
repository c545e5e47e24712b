/* SPDX-License-Identifier: Apache-2.0 */
/* The worker as a program, on pictures made here; its confinement, from within a forked child. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "worker/confine.h"
#include "worker/preview.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vips/vips.h>

/* ---- pictures ---- */

struct bytes {
    void *at;
    size_t n;
};

static VipsImage *noise(int width, int height, int bands)
{
    VipsImage *one = NULL, *all = NULL, *whole = NULL, *band[4];
    assert_false(vips_gaussnoise(&one, width, height, "mean", 128.0, "sigma", 20.0, NULL));
    for (int i = 0; i < bands; i++)
        band[i] = one;
    assert_false(vips_bandjoin(band, &all, bands, NULL));
    assert_false(vips_cast_uchar(all, &whole, NULL));
    whole->Type = VIPS_INTERPRETATION_sRGB;
    g_object_unref(one);
    g_object_unref(all);
    return whole;
}

/* kind: ".jpg", ".png[interlace]" … Empty when this libvips cannot write it. */
static struct bytes picture(const char *kind, int width, int height, int bands)
{
    struct bytes b = {0};
    VipsImage *image = noise(width, height, bands);
    if (vips_image_write_to_buffer(image, kind, &b.at, &b.n, NULL))
        b = (struct bytes){0};
    g_object_unref(image);
    return b;
}

/* As a phone held upright takes it: lying on its side, with where it was. */
static struct bytes phone_picture(void)
{
    struct bytes b = {0};
    VipsImage *image = noise(900, 600, 3);
    vips_image_set_int(image, "orientation", 6);
    vips_image_set_string(image, "exif-ifd0-Make", "Yanlian (Yanlian, ASCII, 8 components, 8 bytes)");
    vips_image_set_string(image, "exif-ifd3-GPSLatitude",
                          "31/1 49/1 12/1 (31, 49, 12, Rational, 3 components, 24 bytes)");
    assert_false(vips_jpegsave_buffer(image, &b.at, &b.n, NULL));
    g_object_unref(image);
    return b;
}

static int open_bytes(const void *at, size_t n)
{
    int fd = memfd_create("picture", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, at, n), n);
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static bool holds(struct bytes b, const char *what)
{
    return memmem(b.at, b.n, what, strlen(what));
}

/* ---- the program ---- */

struct run {
    int status;
    char line[80];
    struct bytes preview; /* of vips' memory */
};

static void be_worker(int from, int to, int out)
{
    int spare[3] = {fcntl(from, F_DUPFD, 20), fcntl(to, F_DUPFD, 20), fcntl(out, F_DUPFD, 20)};
    dup2(spare[0], 3);
    dup2(spare[1], 4);
    dup2(spare[2], 1);
    closefrom(5);
    execl(WORKER, WORKER, "preview", NULL);
    _exit(127);
}

static void run(const void *at, size_t n, struct run *r)
{
    int out[2], from = open_bytes(at, n), to = memfd_create("preview", MFD_CLOEXEC);
    *r = (struct run){0};
    assert_false(pipe2(out, O_CLOEXEC));
    pid_t pid = fork();
    if (pid == 0)
        be_worker(from, to, out[1]);
    close(out[1]);
    assert_true(read(out[0], r->line, sizeof r->line - 1) >= 0);
    close(out[0]);
    waitpid(pid, &r->status, 0);
    off_t size = lseek(to, 0, SEEK_END);
    r->preview = (struct bytes){g_malloc((size_t)size + 1), (size_t)size};
    assert_int_equal(pread(to, r->preview.at, (size_t)size, 0), size);
    close(from);
    close(to);
}

static void expect(struct bytes b, const char *line)
{
    struct run r;
    run(b.at, b.n, &r);
    assert_string_equal(r.line, line);
    assert_true(WIFEXITED(r.status));
    assert_int_equal(WEXITSTATUS(r.status), line[0] == 'o' ? 0 : 1);
    g_free(r.preview.at);
}

static void every_kind_of_picture_has_a_preview(void **state)
{
    (void)state;
    static const struct {
        const char *kind;
        int width, height, bands;
        const char *line;
    } cases[] = {
        {".jpg", 4000, 3000, 3, "ok 480 360\n"}, {".jpg", 600, 1200, 1, "ok 240 480\n"},
        {".jpg", 100, 50, 3, "ok 100 50\n"},     {".jpg[interlace]", 2000, 1000, 3, "ok 480 240\n"},
        {".png", 1000, 1000, 4, "ok 480 480\n"}, {".png[interlace]", 1200, 800, 3, "ok 480 320\n"},
        {".webp", 600, 400, 3, "ok 480 320\n"},  {".gif", 600, 400, 3, "ok 480 320\n"},
        {".heic", 640, 480, 3, "ok 480 360\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bytes b = picture(cases[i].kind, cases[i].width, cases[i].height, cases[i].bands);
        if (!b.n) {
            print_message("this libvips writes no %s: not tried\n", cases[i].kind);
            continue;
        }
        expect(b, cases[i].line);
        g_free(b.at);
    }
}

static void a_preview_stands_upright_and_tells_no_place(void **state)
{
    (void)state;
    struct run r;
    struct bytes b = phone_picture();
    assert_true(holds(b, "Exif"));
    assert_true(holds(b, "Yanlian"));
    run(b.at, b.n, &r);
    assert_string_equal(r.line, "ok 320 480\n");
    assert_true(r.preview.n > 100 && r.preview.n < 100 * 1024);
    assert_memory_equal(r.preview.at, "\xff\xd8\xff", 3);
    assert_false(holds(r.preview, "Exif"));
    assert_false(holds(r.preview, "Yanlian"));
    assert_false(holds(r.preview, "ICC_PROFILE"));
    g_free(r.preview.at);
    g_free(b.at);
}

#define PNG(w, h) "\x89PNG\r\n\x1a\n\0\0\0\rIHDR" w h "\x08\x02\0\0\0"
#define BYTES(literal)                           \
    (struct bytes)                               \
    {                                            \
        (char[]){"" literal}, sizeof literal - 1 \
    }

static void a_bomb_is_refused_before_it_is_decoded(void **state)
{
    (void)state;
    expect(BYTES(PNG("\0\0\xff\xff", "\0\0\xff\xff")), "no large\n");
    struct bytes b = picture(".jpg", 200, 200, 3);
    unsigned char *sof = memmem(b.at, b.n, "\xff\xc0\0\x11\x08", 5);
    assert_non_null(sof);
    memset(sof + 5, 0xff, 4);
    expect(b, "no large\n");
    g_free(b.at);
}

static void what_is_cut_off_or_no_picture_is_refused(void **state)
{
    (void)state;
    struct bytes jpeg = picture(".jpg", 900, 900, 3), png = picture(".png", 900, 900, 3);
    expect((struct bytes){jpeg.at, jpeg.n / 2}, "no input\n");
    expect((struct bytes){png.at, png.n / 2}, "no input\n");
    expect((struct bytes){jpeg.at, 40}, "no input\n");
    expect(BYTES(""), "no input\n");
    expect(BYTES("PK\3\4aaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "no kind\n");
    expect(BYTES("%PDF-1.7\n1 0 obj"), "no kind\n");
    expect(BYTES("<svg xmlns='http://www.w3.org/2000/svg'/>"), "no kind\n");
    expect(BYTES("push graphic-context"), "no kind\n");
    g_free(jpeg.at);
    g_free(png.at);
}

/* Bytes flipped at random: whatever happens happens to the worker. */
static void a_mangled_picture_ends_with_an_answer(void **state)
{
    (void)state;
    static const char *const kinds[] = {".jpg", ".png", ".webp", ".gif", ".heic"};
    uint32_t seed = 20230518;
    for (size_t i = 0; i < 5 * sizeof kinds / sizeof *kinds; i++) {
        struct bytes b = picture(kinds[i % 5], 160, 100, 3);
        struct run r;
        for (int k = 0; b.n && k < 12; k++) {
            seed = seed * 1664525 + 1013904223;
            ((unsigned char *)b.at)[64 + (seed >> 8) % (b.n - 64)] ^= (unsigned char)(seed >> 24 | 1);
        }
        run(b.at, b.n, &r);
        assert_true(WIFEXITED(r.status));
        assert_true(!strncmp(r.line, "ok ", 3) || !strncmp(r.line, "no ", 3));
        g_free(r.preview.at);
        g_free(b.at);
    }
}

/* ---- confinement ---- */

/* fn in a child that is confined first; it returns NULL or what it could do that it must not. */
static void confined(bool (*confine)(struct err *e), const char *(*fn)(void))
{
    int out[2], status;
    char said[200] = "";
    assert_false(pipe2(out, O_CLOEXEC));
    pid_t pid = fork();
    if (pid == 0) {
        struct err e = {0};
        const char *could = confine_limits(CONFINE_OUTPUT_MB, &e) && confine(&e) ? fn() : e.detail;
        ssize_t n = could ? write(out[1], could, strlen(could)) : 0;
        _exit(n != 0);
    }
    close(out[1]);
    assert_true(read(out[0], said, sizeof said - 1) >= 0);
    close(out[0]);
    waitpid(pid, &status, 0);
    assert_string_equal(said, "");
    assert_int_equal(status, 0);
}

static const char *try_files(void)
{
    if (open("/etc/passwd", O_RDONLY) >= 0)
        return "read a file";
    if (open("/tmp/skillweek-escaped", O_WRONLY | O_CREAT, 0600) >= 0)
        return "made a file";
    if (open("/proc/self/maps", O_RDONLY) >= 0)
        return "read itself";
    if (open("/", O_RDONLY | O_DIRECTORY) >= 0)
        return "listed a folder";
    if (!mkdir("/tmp/skillweek-escaped-too", 0700))
        return "made a folder";
    return NULL;
}

static const char *try_programs(void)
{
    char name[] = "true", *const argv[] = {name, NULL}, *const env[] = {NULL};
    execve("/bin/true", argv, env);
    if (errno != EPERM && errno != EACCES)
        return "ran a program";
    if (syscall(SYS_fork) >= 0)
        return "forked";
    if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) >= 0)
        return "cloned itself";
    if (!kill(getppid(), 0))
        return "reached its parent";
    if (ptrace(PTRACE_ATTACH, getppid(), 0, 0) >= 0)
        return "traced its parent";
    return NULL;
}

static const char *try_network(void)
{
    static const int families[] = {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK};
    int pair[2];
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (socket(families[i], SOCK_STREAM, 0) >= 0 || socket(families[i], SOCK_DGRAM, 0) >= 0)
            return "opened a socket";
    return socketpair(AF_UNIX, SOCK_STREAM, 0, pair) ? NULL : "opened a pair of sockets";
}

static const char *try_code(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return "no memory at all";
    if (!mprotect(page, 4096, PROT_READ | PROT_EXEC))
        return "made memory executable";
    if (mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
        return "got executable memory";
    if (syscall(SYS_memfd_create, "x", 0) >= 0)
        return "made a file in memory";
    return syscall(SYS_prctl, 22 /* PR_SET_SECCOMP */, 0, 0, 0, 0) >= 0 ? "changed its filter" : NULL;
}

static void *nothing(void *arg)
{
    return arg;
}

static const char *try_work(void)
{
    pthread_t t;
    void *p = malloc(64 << 20);
    if (!p)
        return "cannot have memory";
    free(p);
    if (pthread_create(&t, NULL, nothing, NULL) || pthread_join(t, NULL))
        return "cannot start a thread";
    return NULL;
}

static void a_confined_process_reaches_no_file_program_or_network(void **state)
{
    (void)state;
    const char *(*const tries[])(void) = {try_files, try_programs, try_network, try_code};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        confined(confine_shut, tries[i]);
    confined(confine_shut, try_work); /* and can still work */
}

/* Either of the two walls holds alone. */
static void each_wall_holds_files_by_itself(void **state)
{
    (void)state;
    confined(confine_calls, try_files);
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, 1) < 1)
        print_message("this kernel has no Landlock: not tried\n");
    else
        confined(confine_files, try_files);
}

static bool no_walls(struct err *e)
{
    (void)e;
    return true;
}

static const char *see_limits(void)
{
    struct rlimit l;
    static const struct {
        __rlimit_resource_t what;
        rlim_t most;
    } limits[] = {{RLIMIT_CPU, 5}, {RLIMIT_NOFILE, 16}, {RLIMIT_FSIZE, 1 << 20}, {RLIMIT_CORE, 0}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (getrlimit(limits[i].what, &l) || l.rlim_max != limits[i].most)
            return "a limit is not set";
    return NULL;
}

static void limits_are_set_for_good(void **state)
{
    (void)state;
    confined(no_walls, see_limits);
}

static const char *grab_memory(void)
{
    return mmap(NULL, (size_t)513 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
               ? NULL
               : "got more memory than there is";
}

static void memory_ends_at_its_limit(void **state)
{
    (void)state;
    if (CONFINE_WITH_ASAN)
        skip();
    confined(confine_shut, grab_memory);
}

static const char *spin(void)
{
    for (volatile uint64_t i = 0;; i++)
        ;
    return NULL;
}

static void an_endless_loop_is_ended(void **state)
{
    (void)state;
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        struct err e;
        struct rlimit second = {1, 1};
        if (confine_limits(CONFINE_OUTPUT_MB, &e) && !setrlimit(RLIMIT_CPU, &second) && confine_shut(&e))
            spin();
        _exit(0);
    }
    waitpid(pid, &status, 0);
    assert_true(WIFSIGNALED(status));
}

/* The encoder that makes the HEIC for these tests loses memory; nothing of ours does. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libx265";
}

int main(void)
{
    if (vips_init("worker_test"))
        return 1;
    const struct CMUnitTest tests[] = {
        /* before pictures are made: the child inherits what memory its parent has taken */
        cmocka_unit_test(a_confined_process_reaches_no_file_program_or_network),
        cmocka_unit_test(each_wall_holds_files_by_itself),
        cmocka_unit_test(limits_are_set_for_good),
        cmocka_unit_test(memory_ends_at_its_limit),
        cmocka_unit_test(an_endless_loop_is_ended),
        cmocka_unit_test(every_kind_of_picture_has_a_preview),
        cmocka_unit_test(a_preview_stands_upright_and_tells_no_place),
        cmocka_unit_test(a_bomb_is_refused_before_it_is_decoded),
        cmocka_unit_test(what_is_cut_off_or_no_picture_is_refused),
        cmocka_unit_test(a_mangled_picture_ends_with_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
