/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML inside a zip (workbooks, documents), read as a stream, or in memory (a bucket's answers). Refused: a DOCTYPE (and with it every entity of its own),
 * nesting deeper than 64, names and attributes that would take the parser more than 8 MB, anything that is not
 * well-formed. Prefixes of names are dropped: x:row is row.
 */
#ifndef FORMAT_XML_H
#define FORMAT_XML_H

#include "format/unzip.h"

/* Each may be NULL; false, with *e set, stops the reading. Views are good during the call only. */
struct xml_handler {
    bool (*start)(void *to, struct str name, const char *const *attributes, struct err *e);
    bool (*end)(void *to, struct str name, struct err *e);
    bool (*text)(void *to, struct str piece, struct err *e);
};

bool xml_read_entry(struct unzip *z, const char *entry, const struct xml_handler *handler, void *to,
                    struct err *e) MUST_LOOK;

/* The same of a text that is there; `name` is what a refusal calls it. */
bool xml_read_text(struct str name, struct str text, const struct xml_handler *handler, void *to,
                   struct err *e) MUST_LOOK;

/* The attribute of that name without prefix, or the empty str. */
struct str xml_attribute(const char *const *attributes, const char *name);

#endif
