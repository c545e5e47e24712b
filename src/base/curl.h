/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of libcurl that we call, taken in when a mailbox or a bucket is connected: libcurl and the thirty libraries below it
 * are a third of an idle house's memory (docs/decisions/0033).
 */
#ifndef BASE_CURL_H
#define BASE_CURL_H

#include "base/err.h"

#include <curl/curl.h>

struct curl {
    __typeof__(curl_global_init) *global_init;
    __typeof__(curl_easy_init) *easy_init;
    __typeof__(curl_easy_cleanup) *easy_cleanup;
    __typeof__(curl_easy_reset) *easy_reset;
    __typeof__(curl_easy_setopt) *easy_setopt;
    __typeof__(curl_easy_getinfo) *easy_getinfo;
    __typeof__(curl_easy_perform) *easy_perform;
    __typeof__(curl_easy_send) *easy_send;
    __typeof__(curl_easy_recv) *easy_recv;
    __typeof__(curl_easy_strerror) *easy_strerror;
    __typeof__(curl_slist_append) *slist_append;
    __typeof__(curl_slist_free_all) *slist_free_all;
};
extern struct curl curl;

/* Once, before any thread begins and before any other of them is called. MSG_LIBRARY_MISSING. */
bool curl_prepare(struct err *e) MUST_LOOK;

#endif
