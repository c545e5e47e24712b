-- SPDX-License-Identifier: Apache-2.0

-- name: report_base
-- rows
-- What a new version is judged by: whose obligation it is and which version is the newest.
select o.campaign, o.unit, o.withdrawn, coalesce((select max(version) from report where obligation = $1), 0)
    from obligation o where o.id = $1;

-- name: report_standing
-- rows
select standing from report where obligation = $1 and version = $2;

-- name: report_draft
-- rows
-- The revision of the draft that stands: one that draft_read finds.
select d.revision from draft d where d.obligation = $1
    and not exists (select 1 from report r where r.obligation = $1 and r.version > d.base and r.kind = 0);

-- name: report_add
-- changes: any
-- None changed: the sending's name, or that version, is there already. One row of values and no select, because for
-- those SQLite keeps a copy of each page it touches.
insert into report (id, obligation, version, campaign, seq, unit, sending, kind, account, received_at, call_at, in_time,
        standing, hash, title, body)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15) on conflict do nothing;

-- name: report_file_add
-- changes: 1
insert into report_file (obligation, version, position, blob, part, name, type, size, width, height)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: report_judge
-- changes: 1
-- From standing $3 to $4, of the newest version only.
update report set standing = $4 where obligation = $1 and version = $2 and standing = $3 and campaign = $5
    and not exists (select 1 from report newer where newer.obligation = $1 and newer.version > $2);

-- name: report_read
-- rows
select obligation, version, campaign, seq, unit, sending, kind, account, received_at, call_at, in_time, standing, hash,
    title, body from report where obligation = $1 and version = $2;

-- name: report_newest
-- rows
select obligation, version, campaign, seq, unit, sending, kind, account, received_at, call_at, in_time, standing, hash,
    title, body from report where obligation = $1 order by version desc limit 1;

-- name: report_by_sending
-- rows
select obligation, version, campaign, seq, unit, sending, kind, account, received_at, call_at, in_time, standing, hash,
    title, body from report where sending = $1 and unit = $2;

-- name: report_versions
-- rows
-- The newest $3 of those before seq $2, the oldest first.
select obligation, version, campaign, seq, unit, sending, kind, account, received_at, call_at, in_time, standing, hash,
    title from (select * from report where obligation = $1 and seq < $2 order by version desc limit $3) newest
    order by version;

-- name: report_received_at
-- rows
select received_at from report where obligation = $1 and version = $2;

-- name: report_of_day
-- rows
select r.obligation, r.version, r.unit, r.kind, r.standing
    from obligation o join report r on r.obligation = o.id
    where o.campaign = $1 and o.duty = $2 and o.day = $3 and o.withdrawn = 0
        and r.version = (select max(version) from report where obligation = o.id)
    order by o.unit;

-- name: report_by_receipt
-- rows
-- The event says which report; its seq must be the row's own.
select r.obligation, r.version, r.campaign, r.seq, r.unit, r.sending, r.kind, r.account, r.received_at, r.call_at,
    r.in_time, r.standing, r.hash, r.title, r.body
    from campaign c join event e on e.campaign = c.id join report r on r.obligation = e.subject and r.version = e.version
    where c.key = $1 and e.seq = $2 and r.seq = $2;

-- name: report_files
-- rows
select blob, part, name, type, size, width, height from report_file where obligation = $1 and version = $2
    order by position;
