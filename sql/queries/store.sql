-- SPDX-License-Identifier: Apache-2.0

-- name: setting_read
-- rows
select value from setting where key = $1;

-- name: setting_put
-- changes: 1
insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value;

-- name: id_greatest
-- rows
-- The greatest id ever kept, over all nouns.
select max(id) from (
    select max(id) as id from register union all
    select max(id) from unit union all
    select max(id) from campaign union all
    select max(id) from obligation union all
    select max(id) from report union all
    select max(id) from bulletin union all
    select max(id) from activity union all
    select max(id) from account union all
    select max(id) from invitation) as ids;
