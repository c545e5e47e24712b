/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
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
