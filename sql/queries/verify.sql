-- SPDX-License-Identifier: Apache-2.0

-- name: report_count
-- rows
select count(*) from report;

-- name: verify_last_judgement
-- rows
-- The last verdict on one version: its standing must follow from it.
select e.kind from event_about k join event e on e.campaign = k.campaign and e.seq = k.seq
    where k.subject = $1 and e.version = $2
        and e.kind in ('report.accepted', 'report.returned', 'report.reopened') order by e.seq desc limit 1;

-- name: verify_about
-- rows
select count(*) from event_about where subject = $1 and campaign = $2 and seq = $3;

-- name: verify_about_count
-- rows
select count(*) from event_about;

-- name: verify_events
-- rows: many
select e.campaign, e.seq, e.at, e.actor, e.kind, e.subject, e.version, e.moment, e.forget, e.private_hash, e.hash, e.body,
    p.words, p.salt
    from event e left join event_private p on p.campaign = e.campaign and p.seq = e.seq
    order by e.campaign, e.seq;
