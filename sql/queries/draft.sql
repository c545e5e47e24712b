-- SPDX-License-Identifier: Apache-2.0

-- name: draft_put
-- changes: 1
-- The first draft, or the revision behind $8, which is the one that is there.
insert into draft (obligation, base, revision, account, device, saved_at, body) values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (obligation) do update set base = excluded.base, revision = excluded.revision,
        account = excluded.account, device = excluded.device, saved_at = excluded.saved_at, body = excluded.body
    where draft.revision = $8;

-- name: draft_stamp
-- rows
-- The newest version of the report; the draft's revision, 0: there never was one; whether it was sent (as draft_read).
select coalesce(max(r.version), 0), coalesce(max(d.revision), 0),
    coalesce(max(case when r.kind = 0 and r.version > d.base then 1 else 0 end), 0)
    from obligation o left join draft d on d.obligation = o.id left join report r on r.obligation = o.id where o.id = $1;

-- name: draft_read
-- rows
-- Sent when a newer version was filled in; a nil report and one told by phone were not made from it.
select d.base, d.revision, d.account, d.device, d.saved_at, d.body from draft d
    where d.obligation = $1 and not exists (select 1 from report r where r.obligation = $1 and r.version > d.base
            and r.kind = 0);
