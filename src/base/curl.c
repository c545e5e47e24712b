/* SPDX-License-Identifier: Apache-2.0 */
#include "base/curl.h"
#include "base/library.h"

struct curl curl;

static const struct library_function functions[] = {
    {"curl_global_init", &curl.global_init},   {"curl_easy_init", &curl.easy_init},
    {"curl_easy_cleanup", &curl.easy_cleanup}, {"curl_easy_setopt", &curl.easy_setopt},
    {"curl_easy_getinfo", &curl.easy_getinfo}, {"curl_easy_perform", &curl.easy_perform},
    {"curl_easy_send", &curl.easy_send},       {"curl_easy_recv", &curl.easy_recv},
    {"curl_easy_reset", &curl.easy_reset},     {"curl_easy_strerror", &curl.easy_strerror},
    {"curl_slist_append", &curl.slist_append}, {"curl_slist_free_all", &curl.slist_free_all},
};

bool curl_prepare(struct err *e)
{
    return library_open("libcurl.so.4", "libcurl4", functions, sizeof functions / sizeof *functions, e) &&
           (curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK || err_fault(e, "curl: it cannot begin"));
}
