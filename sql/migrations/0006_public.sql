-- SPDX-License-Identifier: Apache-2.0
-- 公众页. Nothing of a campaign is shown to everybody unless a row here says so: the week as a whole, then item by item.
-- An item keeps the words that were shown, not a way to the report: what a unit sends again does not change them.

create table public_week (
    campaign bigint primary key,
    shown bigint not null
);

create table public_item (
    id bigint primary key,
    campaign bigint not null,
    kind bigint not null,               -- domain's enum public_kind
    unit bigint not null,
    source bigint not null,             -- its activity, the obligation of its story; its own id when neither
    part text not null,                 -- of a story: where in the report it stands
    piece bigint not null,
    version bigint not null,            -- of the report it was read in
    state bigint not null,              -- domain's enum public_state
    revision bigint not null,
    day bigint not null,                -- 0: none
    start_minute bigint not null,
    end_minute bigint not null,
    title text not null,
    place text not null,
    words text not null,
    photos text not null                -- their blobs in hex, with blanks between
);
create unique index public_item_of on public_item (campaign, kind, source, part, piece);
create index public_item_shown on public_item (campaign, kind, state, day);
