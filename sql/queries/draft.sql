-- SPDX-License-Identifier: Apache-2.0

-- name: draft_put
-- changes: 1
-- A new draft, the next revision of the one it was edited from, or a new one after the old was sent ($8 = 0).
insert into draft (obligation, base, revision, account, device, saved_at, body) values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (obligation) do update set base = excluded.base, revision = excluded.revision,
        account = excluded.account, device = excluded.device, saved_at = excluded.saved_at, body = excluded.body
    where (draft.revision = $8 and draft.base = excluded.base) or ($8 = 0 and draft.base < excluded.base);

-- name: draft_stamp
-- rows
select revision, base from draft where obligation = $1;

-- name: draft_read
-- rows
-- Spent when a newer version of the report is there.
select d.base, d.revision, d.account, d.device, d.saved_at, d.body from draft d
    where d.obligation = $1 and not exists (select 1 from report r where r.obligation = $1 and r.version > d.base);
