-- SPDX-License-Identifier: Apache-2.0

-- name: event_head
-- rows
select seq, hash from event where campaign = $1 order by seq desc limit 1;

-- name: event_newest_at
-- rows
select at from event where campaign = $1 order by seq desc limit 1;

-- name: event_heads
-- rows
select e.campaign, e.seq, e.hash from event e
    join (select campaign, max(seq) as seq from event group by campaign) h on h.campaign = e.campaign and h.seq = e.seq
    order by e.campaign;

-- name: event_add
-- changes: 1
insert into event (campaign, seq, at, actor, kind, subject, version, moment, forget, private_hash, hash, body)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: event_about_add
-- changes: 1
insert into event_about (subject, campaign, seq) values ($1, $2, $3);

-- name: event_private_add
-- changes: 1
insert into event_private (campaign, seq, salt, words) values ($1, $2, $3, $4);

-- name: event_erase
-- changes: any
delete from event_private where exists (select 1 from event e
    where e.campaign = event_private.campaign and e.seq = event_private.seq and e.actor = $1);

-- name: event_read
-- rows
select e.campaign, e.seq, e.at, e.actor, e.kind, e.subject, e.version, e.moment, e.forget, e.private_hash, e.hash, e.body,
    p.words, p.salt
    from event e left join event_private p on p.campaign = e.campaign and p.seq = e.seq
    where e.campaign = $1 and e.seq = $2;

-- name: event_of_subject
-- rows
-- The newest $3 of those before seq $2, the oldest first.
select e.campaign, e.seq, e.at, e.actor, e.kind, e.subject, e.version, e.moment, e.forget, e.private_hash, e.hash, e.body,
    p.words, p.salt
    from (select campaign, seq
            from (select campaign, seq from report where obligation = $1 and seq < $2 order by version desc limit $3) r
        union all select campaign, seq
            from (select campaign, seq from event_about where subject = $1 and seq < $2
                order by campaign desc, seq desc limit $3) b
        order by campaign desc, seq desc limit $3) k
    join event e on e.campaign = k.campaign and e.seq = k.seq
    left join event_private p on p.campaign = e.campaign and p.seq = e.seq
    order by e.campaign, e.seq;

-- name: event_newest_about
-- rows
-- The newest of kind $2; those of a sending are not looked at.
select e.campaign, e.seq, e.at, e.actor, e.kind, e.subject, e.version, e.moment, e.forget, e.private_hash, e.hash, e.body,
    p.words, p.salt
    from event_about k join event e on e.campaign = k.campaign and e.seq = k.seq
    left join event_private p on p.campaign = e.campaign and p.seq = e.seq
    where k.subject = $1 and e.kind = $2 order by k.campaign desc, k.seq desc limit 1;

-- name: event_transitions
-- rows: many
select seq, subject, kind, at, moment, version, forget from event where campaign = $1 and seq > $2 order by seq;

-- name: event_count_after
-- rows
select count(*) from event where campaign = $1 and seq > $2 and kind = $3;

-- name: event_hash_at
-- rows
select hash from event where campaign = $1 and seq = $2;
