/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/password.h"

#include "base/file.h"

enum { PASSWORD_BYTES = 1024 };

bool password_read(struct arena *a, struct str path, struct str *password_r, struct err *e)
{
    struct str bytes, line;
    if (!file_load(a, path, PASSWORD_BYTES, &bytes, e) || !str_cut(&bytes, S("\n"), &line) || !str_trim(line).n)
        return err_with(e, ERR_MISSING, MSG_MAILBOX_PASSWORD, path, S(""), S(""));
    *password_r = str_trim(line);
    return true;
}
