/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A letter written (RFC 5322, 2045, 2047): plain text in UTF-8, to one address. Names and the subject are always encoded and
 * the text is base64, so that whatever stands in them stays inside them; what cannot be encoded (addresses, identifiers) is
 * refused unless it is sound. No line is longer than 76 characters but one that holds an identifier, which is bound.
 */
#ifndef FORMAT_LETTER_OUT_H
#define FORMAT_LETTER_OUT_H

#include "base/clock.h"
#include "base/err.h"

struct letter_out {
    struct str from_name, from, to; /* from_name may be empty */
    struct str id;                  /* <…@…>: Message-ID */
    struct str answers;             /* Message-ID of the letter that it answers; empty: unknown */
    struct str refs;                /* what that one refers to, as letter_ids gives them */
    struct str subject, words;
    struct instant at;
};

enum { LETTER_ADDRESS_LONG = 254, LETTER_ID_LONG = 250, LETTER_REFS = 10 };

/* user@host.tld of letters, digits and marks that mean nothing to a server: no quotes, no routes, ASCII alone. */
bool letter_address_is_sound(struct str address);
/* <…>, printable, without blanks. */
bool letter_id_is_sound(struct str id);
/* The sound ones of a line of identifiers, the last LETTER_REFS, with blanks between. */
struct str letter_ids(struct arena *a, struct str line);
/* ERR_INVALID MSG_ANSWER_UNFIT: an address or identifier is not sound. Lines end in CRLF. */
bool letter_write(struct arena *a, const struct letter_out *l, struct str *bytes_r, struct err *e) MUST_LOOK;

#endif
