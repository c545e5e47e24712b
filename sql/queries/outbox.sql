-- SPDX-License-Identifier: Apache-2.0

-- name: letter_answer_add
-- changes: 1
insert into letter_answer (letter, address, message, refs, silence) values ($1, $2, $3, $4, $5);

-- name: letter_answer
-- rows
select address, message, refs, silence from letter_answer where letter = $1;

-- name: outbox_add
-- changes: 1
insert into outbox (id, letter, kind, address, subject, words, put_at, state, silence, tries, next_at, told)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, '');

-- name: outbox_often
-- rows
-- How many answers that address was given since.
select count(*) from outbox where address = $1 and put_at > $2;

-- name: outbox_due
-- rows
-- Those that may be sent at $1, the next $2.
select o.id, o.letter, o.kind, o.address, o.subject, o.words, o.put_at, o.state, o.silence, o.tries, o.next_at,
        o.settled_at, o.told, a.message, a.refs
    from outbox o left join letter_answer a on a.letter = o.letter
    where o.state = 0 and o.next_at <= $1 order by o.next_at, o.id limit $2;

-- name: outbox_of
-- rows
select o.id, o.letter, o.kind, o.address, o.subject, o.words, o.put_at, o.state, o.silence, o.tries, o.next_at,
        o.settled_at, o.told, a.message, a.refs
    from outbox o left join letter_answer a on a.letter = o.letter
    where o.letter = $1 order by o.id;

-- name: outbox_count
-- rows
select count(*) from outbox where state = $1 and address <> '';

-- name: outbox_settle
-- changes: 1
update outbox set state = $2, tries = tries + 1, next_at = $3, settled_at = $4, told = $5 where id = $1 and state = 0;

-- name: outbox_last
-- rows
-- What was said when one failed last.
select settled_at, told from outbox where state = $1 and address <> '' order by settled_at desc limit 1;

-- name: outbox_forget
-- changes: any
update outbox set address = '', subject = '', words = '' where state > 0 and address <> '' and put_at < $1;
