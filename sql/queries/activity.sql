-- SPDX-License-Identifier: Apache-2.0

-- name: activity_put
-- changes: 1
-- A row of the report that is known already keeps its id; an older version does not undo a newer one.
insert into activity (id, campaign, unit, obligation, version, row_key, name, organiser, partners, place, day,
        start_minute, end_minute, fields, removed)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0)
    on conflict (obligation, row_key) do update set version = excluded.version, name = excluded.name,
        organiser = excluded.organiser, partners = excluded.partners, place = excluded.place, day = excluded.day,
        start_minute = excluded.start_minute, end_minute = excluded.end_minute, fields = excluded.fields, removed = 0
    where activity.version <= excluded.version;

-- name: activity_id_of_row
-- rows
select id from activity where obligation = $1 and row_key = $2;

-- name: activity_prune
-- changes: any
update activity set removed = 1 where obligation = $1 and version < $2 and removed = 0;

-- name: activity_from
-- rows
-- Behind the place of day $2, minute $3 and id $4, up to day $5.
select id, campaign, unit, obligation, version, row_key, name, organiser, partners, place, day, start_minute, end_minute,
    fields from activity where campaign = $1 and removed = 0 and day >= $2 and day <= $5
        and (day > $2 or start_minute > $3 or (start_minute = $3 and id > $4))
    order by day, start_minute, id;

-- name: activity_read
-- rows
select id, campaign, unit, obligation, version, row_key, name, organiser, partners, place, day, start_minute, end_minute,
    fields from activity where id = $1 and campaign = $2 and removed = 0;
