-- SPDX-License-Identifier: Apache-2.0

-- name: obligation_add
-- changes: 1
insert into obligation (id, campaign, duty, unit, day, opens_at, due_at, extended_to, quota_min, quota_max, own_accord,
        withdrawn, waived)
    values ($1, $2, $3, $4, $5, $6, $7, null, $8, $9, $10, 0, 0)
    on conflict (campaign, duty, day, unit) do nothing;

-- name: obligation_amend
-- changes: 1
update obligation set opens_at = $2, due_at = $3, quota_min = $4, quota_max = $5, own_accord = $6 where id = $1;

-- name: obligation_withdrawn
-- rows
select id from obligation where campaign = $1 and duty = $2 and day = $3 and unit = $4 and withdrawn = 1;

-- name: obligation_withdraw
-- changes: 1
update obligation set withdrawn = 1 where id = $1 and withdrawn = 0;

-- name: obligation_restore
-- changes: 1
update obligation set withdrawn = 0 where id = $1 and withdrawn = 1;

-- name: obligation_waive
-- changes: 1
update obligation set waived = 1 where id = $1 and campaign = $2 and waived = 0 and withdrawn = 0;

-- name: obligation_unwaive
-- changes: 1
update obligation set waived = 0 where id = $1 and campaign = $2 and waived = 1 and withdrawn = 0;

-- name: obligation_extend
-- changes: 1
update obligation set extended_to = $3 where id = $1 and campaign = $2 and withdrawn = 0
    and (extended_to is null or extended_to <> $3);

-- name: obligation_load
-- rows: many
select id, campaign, duty, unit, day, opens_at, due_at, extended_to, quota_min, quota_max, own_accord, withdrawn, waived
    from obligation where campaign = $1 order by id;

-- name: obligation_count
-- rows
select count(*) from obligation where campaign = $1 and withdrawn = 0;
