-- SPDX-License-Identifier: Apache-2.0

-- name: report_add
-- changes: any
-- Version $3 goes on top of $3 - 1 and nothing else; an accepted one is not replaced. None changed: see report_put.
insert into report (id, obligation, version, campaign, seq, unit, sending, kind, account, received_at, call_at, in_time,
        standing, hash, title, body)
    select $1, o.id, $3, o.campaign, $5, o.unit, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15
    from obligation o
    where o.id = $2 and o.campaign = $4 and o.unit = $6 and o.withdrawn = 0
        and $3 = (select coalesce(max(version), 0) + 1 from report where obligation = $2)
        and not exists (select 1 from report where obligation = $2 and version = $3 - 1 and standing = 2)
    on conflict do nothing;

-- name: report_file_add
-- changes: 1
insert into report_file (obligation, version, position, blob, part, name, type, size, width, height)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: report_judge
-- changes: 1
-- From standing $3 to $4, of the newest version only.
update report set standing = $4 where obligation = $1 and version = $2 and standing = $3 and campaign = $5
    and not exists (select 1 from report newer where newer.obligation = $1 and newer.version > $2);

-- name: report_newest_stamp
-- rows
select version, standing from report where obligation = $1 order by version desc limit 1;

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
select obligation, version, campaign, seq, unit, sending, kind, account, received_at, call_at, in_time, standing, hash,
    title from report where obligation = $1 order by version;

-- name: report_of_day
-- rows
select r.obligation, r.version, r.campaign, r.seq, r.unit, r.sending, r.kind, r.account, r.received_at, r.call_at,
    r.in_time, r.standing, r.hash, r.title, r.body
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
