-- SPDX-License-Identifier: Apache-2.0

-- name: public_week_set
-- changes: any
insert into public_week (campaign, shown) values ($1, $2)
    on conflict (campaign) do update set shown = excluded.shown where public_week.shown <> excluded.shown;

-- name: public_week_shown
-- rows
select shown from public_week where campaign = $1;

-- name: public_item_add
-- changes: 1
insert into public_item (id, campaign, kind, unit, source, part, piece, version, state, revision, day, start_minute,
        end_minute, title, place, words, photos, seq)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12, $13, $14, $15, $16, $17) on conflict do nothing;

-- name: public_item_edit
-- changes: 1
-- One that has slots keeps its day.
update public_item set version = $4, state = $5, revision = revision + 1, day = $6, start_minute = $7, end_minute = $8,
        title = $9, place = $10, words = $11, photos = $12, seq = $13
    where id = $1 and campaign = $2 and revision = $3
        and (day = $6 or not exists (select 1 from visit_slot s where s.item = public_item.id));

-- name: public_item_read
-- rows
select id, campaign, kind, unit, source, part, piece, version, state, revision, day, start_minute, end_minute, title, place,
    words, photos, seq from public_item where id = $1 and campaign = $2;

-- name: public_item_list
-- rows
-- The newest first; of unit $2, or of all when that is 0.
select id, campaign, kind, unit, source, part, piece, version, state, revision, day, start_minute, end_minute, title, place,
    words, photos, seq from public_item where campaign = $1 and (unit = $2 or $2 = 0) order by id desc limit 2000;

-- name: public_item_is_kept
-- rows
-- Whether its activity is still told by its unit's newest report; an item without one is.
select case when exists (select 1 from activity a where a.id = $1 and a.removed = 1) then 0 else 1 end;

-- name: public_days
-- rows
-- The first hundred: what a page of 50 kB holds.
select i.day, count(*) from public_item i where i.campaign = $1 and i.kind = 0 and i.state = 1
        and not exists (select 1 from activity a where a.id = i.source and a.removed = 1)
    group by i.day order by i.day limit 100;

-- name: public_programme
-- rows
-- A day by place and time, from the $3-th on.
select id, campaign, kind, unit, source, part, piece, version, state, revision, day, start_minute, end_minute, title, place,
    words, photos, seq from public_item i where i.campaign = $1 and i.kind = 0 and i.state = 1 and i.day = $2
        and not exists (select 1 from activity a where a.id = i.source and a.removed = 1)
    order by i.place, i.start_minute, i.id limit $4 offset $3;

-- name: public_stories
-- rows
-- The newest first, from the $2-th on.
select id, campaign, kind, unit, source, part, piece, version, state, revision, day, start_minute, end_minute, title, place,
    words, photos, seq from public_item where campaign = $1 and kind = 1 and state = 1 order by id desc limit $3 offset $2;

-- name: public_decided
-- rows
-- Items that an event must know.
select count(*) from public_item where seq > 0 or state = 1;
