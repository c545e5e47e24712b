-- SPDX-License-Identifier: Apache-2.0

-- name: account_add
-- changes: 1
insert into account (id, login, role, unit, name, phone, password, created_at, last_seen, disabled)
    values ($1, $2, $3, $4, $5, $6, $7, $8, null, 0) on conflict (login) do nothing;

-- name: account_renew
-- changes: 1
update account set password = $2, disabled = 0 where id = $1 and password <> '';

-- name: account_enter
-- changes: any
update account set last_seen = $3 where id = $1 and password = $2 and disabled = 0;

-- name: account_disable
-- changes: 1
update account set disabled = 1 where id = $1 and disabled = 0
    and exists (select 1 from account who where who.id = $2 and who.disabled = 0);

-- name: account_erase
-- changes: 1
update account set disabled = 1, name = '', phone = '', password = '', login = $2 where id = $1;

-- name: account_read
-- rows
select id, login, role, unit, name, phone, created_at, last_seen, disabled, password from account where id = $1;

-- name: account_by_login
-- rows
select id, login, role, unit, name, phone, created_at, last_seen, disabled, password from account where login = $1;

-- name: account_list
-- rows
select id, login, role, unit, name, phone, created_at, last_seen, disabled from account order by id;

-- name: account_to_call
-- rows
select unit, name, phone from account where disabled = 0 and phone <> '' order by id;

-- name: account_to_call_at
-- rows
select unit, name, phone from account where unit = $1 and disabled = 0 and phone <> '' order by id;

-- name: invitation_add
-- changes: 1
insert into invitation (id, token_hash, role, unit, purpose, account, made_by, made_at, expires_at, used_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null);

-- name: invitation_by_token
-- rows
select id, token_hash, role, unit, purpose, account, made_by, made_at, expires_at, used_at from invitation
    where token_hash = $1;

-- name: invitation_use
-- changes: 1
update invitation set used_at = $2 where id = $1 and used_at is null and expires_at > $2;

-- name: invitation_end_of_account
-- changes: any
update invitation set expires_at = $2 where account = $1 and used_at is null and expires_at > $2;

-- name: invitation_end_made_by
-- changes: any
update invitation set expires_at = $2 where made_by = $1 and used_at is null and expires_at > $2;

-- name: invitation_end_first
-- changes: any
update invitation set expires_at = $1 where account = 0 and made_by = 0 and used_at is null and expires_at > $1;

-- name: invitation_list
-- rows
select id, token_hash, role, unit, purpose, account, made_by, made_at, expires_at, used_at from invitation
    where used_at is null and expires_at > $1 order by id;

-- name: session_add
-- changes: 1
insert into session (token_hash, account, created_at, last_seen, expires_at) values ($1, $2, $3, $4, $5);

-- name: session_touch
-- changes: any
update session set last_seen = $2, expires_at = $3 where token_hash = $1;

-- name: session_end
-- changes: any
delete from session where token_hash = $1;

-- name: session_end_of_account
-- changes: any
delete from session where account = $1;

-- name: session_trim
-- changes: any
delete from session where account = $1 and created_at < (select min(kept.created_at) from
    (select created_at from session where account = $1 order by created_at desc limit $2) kept);

-- name: session_end_expired
-- changes: any
delete from session where expires_at <= $1 or last_seen < $2;

-- name: session_load
-- rows
select token_hash, account, created_at, last_seen, expires_at from session
    where expires_at > $1 and last_seen >= $2 order by last_seen desc limit $3;
