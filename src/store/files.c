/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool errno_trouble(const char *what, struct err *e)
{
    int why = errno;
    if (why == ENOSPC || why == EDQUOT)
        return err_set(e, ERR_FULL, MSG_DISK_FULL);
    return err_fault(e, "%s: %s", what, strerror(why));
}

bool fd_write(int fd, struct str bytes, struct err *e)
{
    while (bytes.n) {
        ssize_t done = write(fd, bytes.at, bytes.n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return errno_trouble("write", e);
        bytes = str_from(bytes, (size_t)done);
    }
    return true;
}

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
