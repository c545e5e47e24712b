/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include "store/inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void fd_sync(int fd, const char *what)
{
    int failed;
    do
        failed = fsync(fd);
    while (failed && errno == EINTR);
    if (!failed)
        return;
    log_line(LOG_ERROR, "store.fsync", "\"what\":\"%s\",\"error\":\"%s\"", what, log_text(strerror(errno)).at);
    abort();
}

bool folder_sync(const char *path, struct err *e)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno_trouble(path, e);
    fd_sync(fd, "folder");
    close(fd);
    return true;
}

bool folder_is_ours(const char *path, struct err *e)
{
    struct stat st;
    if (geteuid() || stat(path, &st) || !st.st_uid)
        return true;
    char number[16];
    const struct passwd *owner = getpwuid(st.st_uid);
    snprintf(number, sizeof number, "%u", (unsigned)st.st_uid);
    return err_with(e, ERR_FORBIDDEN, MSG_STORE_OWNER, str_of(path), str_of(owner ? owner->pw_name : number), S(""));
}

/* Only what root has just made, or made before: a name that leads elsewhere gives nothing away. */
void fd_give(int fd, const char *folder)
{
    struct stat file, st;
    if (fd < 0 || geteuid() || stat(folder, &st) || fstat(fd, &file) || file.st_uid || file.st_nlink != 1)
        return;
    if (fchown(fd, st.st_uid, st.st_gid))
        log_line(LOG_WARN, "store.owner", "\"error\":\"%s\"", log_text(strerror(errno)).at);
}

/* lost+found of a disk of its own, the dot files of an account's home, the lock of a start that was refused. */
static bool is_nobodys(const char *name)
{
    return name[0] == '.' || !strcmp(name, "lost+found") || !strcmp(name, "lock");
}

bool folder_look(struct arena *a, const char *path, const char *ours, struct str *other_r, struct err *e)
{
    DIR *dir = opendir(path);
    struct dirent *entry = NULL;
    if (!dir)
        return errno_trouble(path, e);
    *other_r = (struct str){0};
    while (!other_r->n && (entry = readdir(dir)))
        if (!is_nobodys(entry->d_name) && !(ours && !strncmp(entry->d_name, ours, strlen(ours))))
            *other_r = str_dup(a, str_of(entry->d_name));
    closedir(dir);
    return true;
}
