-- SPDX-License-Identifier: Apache-2.0

-- name: mailbox_read
-- rows
select validity, uid, since_day from mailbox where address = $1;

-- name: mailbox_put
-- changes: 1
insert into mailbox (address, validity, uid, since_day) values ($1, $2, $3, $4)
    on conflict (address) do update set validity = excluded.validity, uid = excluded.uid, since_day = excluded.since_day;

-- name: letter_add
-- changes: any
-- None when these bytes came before.
insert into letter (id, blob, size, arrived_at, fetched_at, trouble, sender, subject, written, words, state, obligation,
        stamped, reason, account)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, '', 0)
    on conflict (blob) do nothing;

-- name: letter_file_add
-- changes: 1
insert into letter_file (letter, position, blob, name, type, size, width, height, obligation, taken)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0);

-- name: letter_known
-- rows
select 1 from letter where blob = $1;

-- name: letter_read
-- rows
select id, blob, size, arrived_at, fetched_at, trouble, sender, subject, written, state, obligation, stamped, reason,
        account, settled_at, words
    from letter where id = $1;

-- name: letter_state
-- rows
select state from letter where id = $1;

-- name: letter_list
-- rows
-- Of one state, the next $3 before $2, newest first.
select id, blob, size, arrived_at, fetched_at, trouble, sender, subject, written, state, obligation, stamped, reason,
        account, settled_at
    from letter where state = $1 and id < $2 order by id desc limit $3;

-- name: letter_count
-- rows
select count(*) from letter where state = $1;

-- name: letter_files
-- rows
select blob, name, type, size, width, height, obligation, taken from letter_file where letter = $1 order by position;

-- name: letter_file_take
-- changes: any
update letter_file set taken = 1 where letter = $1 and (position = $2 or obligation = $3);

-- name: letter_file_next
-- rows
-- For what the first of its workbooks of ours is that nobody has taken in yet.
select obligation from letter_file where letter = $1 and obligation > 0 and taken = 0 order by position limit 1;

-- name: letter_settle
-- changes: 1
update letter set state = $2, obligation = $3, reason = '', account = $4, settled_at = $5 where id = $1;

-- name: letter_aside
-- changes: 1
update letter set state = 2, reason = $2, account = $3, settled_at = $4 where id = $1 and state = 0;
