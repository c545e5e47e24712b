-- SPDX-License-Identifier: Apache-2.0

-- name: register_add
-- changes: 1
insert into register (id, name, created_at) values ($1, $2, $3);

-- name: register_first
-- rows
select min(id) from register;

-- name: unit_put
-- changes: 1
-- A code that is there already keeps its id.
insert into unit (id, register, code, parent, kind, name, short_name, contact_name, contact_phone, removed)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
    on conflict (register, code) do update set parent = excluded.parent, kind = excluded.kind, name = excluded.name,
        short_name = excluded.short_name, contact_name = excluded.contact_name,
        contact_phone = excluded.contact_phone, removed = 0;

-- name: unit_id_of_code
-- rows
select id from unit where register = $1 and code = $2;

-- name: unit_remove
-- changes: 1
update unit set removed = $2 where id = $1 and removed = 0
    and not exists (select 1 from account where unit = $1 and role = $3 and disabled = 0);

-- name: unit_free_code
-- changes: any
update unit set code = code || '~' || id where register = $1 and code = $2 and removed <> 0;

-- name: unit_edit
-- changes: 1
update unit set name = $2, short_name = $3, contact_name = $4, contact_phone = $5 where id = $1 and removed = 0
    and not exists (select 1 from unit other where other.register = $6 and other.id <> $1 and other.removed = 0
            and (other.name = $2 or other.short_name = $3));

-- name: unit_recode
-- changes: 1
update unit set code = $2 where id = $1;

-- name: unit_load
-- rows
select id, parent, code, name, short_name, kind, contact_name, contact_phone, removed from unit
    where register = $1 and (removed = 0 or cast($2 as bigint) = 1) order by code;

-- name: trait_clear
-- changes: any
delete from trait where unit = $1;

-- name: trait_add
-- changes: 1
insert into trait (unit, position, key, value, from_day, to_day) values ($1, $2, $3, $4, $5, $6);

-- name: trait_load
-- rows
select t.unit, t.key, t.value, t.from_day, t.to_day from trait t join unit u on u.id = t.unit
    where u.register = $1 order by t.unit, t.position;
