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
    photos text not null,               -- their blobs in hex, with blanks between
    seq bigint not null                 -- of the last event that decided on it; 0: nobody has
);
create unique index public_item_of on public_item (campaign, kind, source, part, piece);
create index public_item_shown on public_item (campaign, kind, state, day);

-- 预约参观: when visitors may come to an item of the programme, and who has booked. `taken` is the sum of the persons of
-- bookings that stand, kept in the same commit, so that a statement's condition is all that keeps a slot from being overbooked.
create table visit_slot (
    id bigint primary key,
    campaign bigint not null,
    item bigint not null,
    starts_at bigint not null,
    ends_at bigint not null,
    places bigint not null,             -- persons in all
    most bigint not null,               -- persons of one booking
    taken bigint not null,
    closed bigint not null
);
create index visit_slot_item on visit_slot (item, starts_at);

create table visit_booking (
    id bigint primary key,
    campaign bigint not null,
    slot bigint not null,
    code text not null unique,
    name text not null,                 -- empty, as the phone: cancelled, or erased when the time was over
    phone text not null,
    persons bigint not null,
    booked_at bigint not null,
    cancelled_at bigint
);
create index visit_booking_slot on visit_booking (slot, phone);
