-- SPDX-License-Identifier: Apache-2.0
-- 回信: what senders of letters are told. A row is put in the commit of the deed that it tells of, and sent behind it.

-- Where an answer to a letter goes, or why none does. None of a letter that was read before this table was there.
create table letter_answer (
    letter bigint primary key,
    address text not null,
    message text not null,              -- its Message-ID, with <>
    refs text not null,                 -- those it refers to
    silence bigint not null             -- domain's enum silence
) without rowid;

create table outbox (
    id bigint primary key,
    letter bigint not null,             -- that it answers
    kind bigint not null,               -- domain's enum answer_kind
    address text not null,              -- empty, as subject and words: erased, or never to be sent
    subject text not null,
    words text not null,
    put_at bigint not null,
    state bigint not null,              -- store's enum outbox_state
    silence bigint not null,
    tries bigint not null,
    next_at bigint not null,            -- not before, by the machine's clock
    settled_at bigint,
    told text not null                  -- what the server said last
);
create index outbox_letter on outbox (letter, id);
create index outbox_state on outbox (state, next_at);
create index outbox_address on outbox (address, put_at);
