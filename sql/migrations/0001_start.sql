-- SPDX-License-Identifier: Apache-2.0
-- The first schema. Ids are time-ordered (store/store.h, id_next), so rows are appended. Times are milliseconds since
-- 1970 in UTC, days are civil days since 1970-01-01, yes and no are 1 and 0.

create table setting (
    key text primary key,
    value text not null
) without rowid;

-- 单位名录
create table register (
    id bigint primary key,
    name text not null,
    created_at bigint not null
);

create table unit (
    id bigint primary key,
    register bigint not null,
    code text not null,
    parent bigint,
    kind bigint not null,               -- domain's enum unit_kind
    name text not null,
    short_name text not null,
    contact_name text not null,
    contact_phone text not null,
    removed bigint not null,            -- 0, or when it left; 1: long ago
    unique (register, code)
);

create table trait (
    unit bigint not null,
    position bigint not null,
    key text not null,
    value text not null,
    from_day bigint,                    -- null: open
    to_day bigint,
    primary key (unit, position)
) without rowid;

create table campaign (
    id bigint primary key,
    register bigint not null,
    key text not null unique,
    title text not null,
    state bigint not null,              -- 0 draft, 1 published, 2 closed
    revision bigint not null,           -- of the draft
    version bigint not null,            -- the newest published, 0: none
    created_at bigint not null,
    document text not null              -- the draft
);

create table campaign_version (
    campaign bigint not null,
    version bigint not null,
    published_at bigint not null,
    actor bigint not null,
    document text not null,
    primary key (campaign, version)
);

-- 应报事项. day 0: once.
create table obligation (
    id bigint primary key,
    campaign bigint not null,
    duty text not null,
    unit bigint not null,
    day bigint not null,
    opens_at bigint,
    due_at bigint,
    extended_to bigint,
    quota_min bigint not null,
    quota_max bigint not null,
    own_accord bigint not null,
    withdrawn bigint not null,
    waived bigint not null
);
create unique index obligation_of on obligation (campaign, duty, day, unit);

create table draft (
    obligation bigint primary key,
    base bigint not null,
    revision bigint not null,
    account bigint not null,
    device text not null,
    saved_at bigint not null,
    body text not null
);

-- Appended by id; found by obligation and by sending. The sending stands first in its index because the names are
-- time-ordered (UUID version 7): new entries are neighbours.
create table report (
    id bigint primary key,
    obligation bigint not null,
    version bigint not null,
    campaign bigint not null,
    seq bigint not null,
    unit bigint not null,
    sending text not null,
    kind bigint not null,               -- 0 full, 1 nil, 2 by phone
    account bigint not null,
    received_at bigint not null,
    call_at bigint,
    in_time bigint not null,
    standing bigint not null,           -- 0 sent, 1 returned, 2 accepted
    hash bytea not null,
    title text not null,
    body text not null
);
create unique index report_of on report (obligation, version);
create unique index report_sending on report (sending, unit);

create table report_file (
    obligation bigint not null,
    version bigint not null,
    position bigint not null,
    blob bytea not null,
    part text not null,
    name text not null,
    type text not null,
    size bigint not null,
    width bigint not null,
    height bigint not null,
    primary key (obligation, version, position)
) without rowid;
create index report_file_blob on report_file (blob);

create table file (
    blob bytea not null,
    unit bigint not null,
    account bigint not null,
    name text not null,
    type text not null,
    size bigint not null,
    width bigint not null,
    height bigint not null,
    at bigint not null,
    primary key (blob, unit)
) without rowid;
create index file_unit on file (unit, at, size);

create table activity (
    id bigint primary key,
    campaign bigint not null,
    unit bigint not null,
    obligation bigint not null,
    version bigint not null,
    row_key text not null,
    name text not null,
    organiser text not null,
    partners text not null,
    place text not null,
    day bigint not null,
    start_minute bigint not null,
    end_minute bigint not null,
    fields text not null,
    removed bigint not null,
    unique (obligation, row_key)
);
create index activity_day on activity (campaign, day);

-- The record. One chain per campaign; campaign 0 is the office's own.
create table event (
    campaign bigint not null,
    seq bigint not null,
    at bigint not null,
    actor bigint not null,
    kind text not null,
    subject bigint not null,
    version bigint not null,
    moment bigint not null,
    forget bigint not null,
    private_hash bytea,
    hash bytea not null,
    body text not null,
    primary key (campaign, seq)
) without rowid;

-- Which events speak of a subject. Those of a sending are not listed: the report's own row names its event, and one more
-- scattered index entry for each report would cost a fifth of the rate.
create table event_about (
    subject bigint not null,
    campaign bigint not null,
    seq bigint not null,
    primary key (subject, campaign, seq)
) without rowid;

create table event_private (
    campaign bigint not null,
    seq bigint not null,
    salt bytea not null,
    words text not null,
    primary key (campaign, seq)
) without rowid;

create table account (
    id bigint primary key,
    login text not null unique,
    role bigint not null,
    unit bigint not null,
    name text not null,
    phone text not null,
    password text not null,
    created_at bigint not null,
    last_seen bigint,
    disabled bigint not null
);

create table invitation (
    id bigint primary key,
    token_hash bytea not null unique,
    role bigint not null,
    unit bigint not null,
    purpose text not null,
    account bigint not null,
    made_by bigint not null,
    made_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);

create table session (
    token_hash bytea primary key,
    account bigint not null,
    created_at bigint not null,
    last_seen bigint not null,
    expires_at bigint not null
) without rowid;
