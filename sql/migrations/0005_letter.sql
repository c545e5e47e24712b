-- SPDX-License-Identifier: Apache-2.0
-- 待核实: letters that came to the office's mailbox, each once, by the hash of its bytes. What a letter says is no report
-- until the desk takes it in.

-- How far a mailbox has been read.
create table mailbox (
    address text primary key,
    validity bigint not null,           -- UIDVALIDITY (RFC 9051)
    uid bigint not null,                -- the last one taken, 0: none
    since_day bigint not null           -- what arrived before it is left alone
) without rowid;

create table letter (
    id bigint primary key,
    blob bytea not null,                -- as it came
    size bigint not null,
    arrived_at bigint not null,         -- in the mailbox, as its server says: what "in time" is judged by
    fetched_at bigint not null,
    trouble bigint not null,            -- store's enum letter_trouble
    sender text not null,
    subject text not null,
    written text not null,
    words text not null,
    state bigint not null,              -- 0 waiting, 1 taken in, 2 set aside
    obligation bigint not null,         -- suggested, then taken in for; 0: none
    stamped bigint not null,            -- 1: a workbook's own number says so
    reason text not null,
    account bigint not null,
    settled_at bigint
);
create unique index letter_blob on letter (blob);
create index letter_of on letter (state, id);

create table letter_file (
    letter bigint not null,
    position bigint not null,
    blob bytea not null,
    name text not null,
    type text not null,
    size bigint not null,
    width bigint not null,
    height bigint not null,
    obligation bigint not null,         -- whose workbook it is, by its number; 0: none, or not known
    taken bigint not null,
    primary key (letter, position)
) without rowid;
create index letter_file_blob on letter_file (blob);
