-- SPDX-License-Identifier: Apache-2.0

-- name: bulletin_add
-- changes: 1
insert into bulletin (id, campaign, number, revision, account, saved_at, seq, chosen, document)
    values ($1, $2, 0, 1, $3, $4, 0, 0, $5);

-- name: bulletin_edit
-- changes: 1
update bulletin set revision = revision + 1, account = $4, saved_at = $5, document = $6
    where id = $1 and campaign = $2 and number = 0 and revision = $3;

-- name: bulletin_drop
-- changes: 1
delete from bulletin where id = $1 and campaign = $2 and number = 0 and revision = $3;

-- name: bulletin_issue
-- changes: 1
-- The next number of its campaign: only issues have one, and none is ever taken away.
update bulletin set number = (select coalesce(max(b.number), 0) + 1 from bulletin b where b.campaign = $2),
        account = $4, issued_at = $5, seq = $6, chosen = $7
    where id = $1 and campaign = $2 and number = 0 and revision = $3;

-- name: bulletin_read
-- rows
select id, campaign, number, revision, account, saved_at, issued_at, seq, chosen, document
    from bulletin where id = $1 and campaign = $2;

-- name: bulletin_number
-- rows
select number from bulletin where id = $1 and campaign = $2;

-- name: bulletin_newest
-- rows
-- The issue with the highest number; drafts are none.
select id, campaign, number, revision, account, saved_at, issued_at, seq, chosen, document
    from bulletin where campaign = $1 and number > 0 order by number desc limit 1;

-- name: bulletin_list
-- rows
-- Drafts first, then the issues from the newest on.
select id, campaign, number, revision, account, saved_at, issued_at, seq, chosen from bulletin where campaign = $1
    order by case when number = 0 then 0 else 1 end, number desc, id desc limit 1000;

-- name: bulletin_chosen
-- rows
-- The pieces that issues chose: of which report, and which of it the event's body says.
select b.number, e.subject, e.version, e.body from bulletin b
    join event e on e.campaign = b.campaign and e.seq > b.seq and e.seq <= b.seq + b.chosen
    where b.campaign = $1 and b.number > 0 and b.chosen > 0 order by b.number, e.seq;

-- name: bulletin_issues
-- rows
select count(*) from bulletin where number > 0;
