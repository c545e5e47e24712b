-- SPDX-License-Identifier: Apache-2.0

-- name: campaign_add
-- changes: 1
insert into campaign (id, register, key, title, state, revision, version, created_at, document)
    values ($1, $2, $3, $4, 0, 1, 0, $5, $6) on conflict (key) do nothing;

-- name: campaign_edit
-- changes: 1
update campaign set title = $3, document = $4, revision = revision + 1
    where id = $1 and revision = $2 and state <> 2;

-- name: campaign_publish
-- changes: 1
update campaign set state = 1, version = version + 1 where id = $1 and revision = $2 and state <> 2;

-- name: campaign_version_add
-- changes: 1
insert into campaign_version (campaign, version, published_at, actor, document)
    select id, version, $2, $3, document from campaign where id = $1;

-- name: campaign_list
-- rows
select id, register, key, title, state, revision, version, created_at from campaign order by id;

-- name: campaign_read
-- rows
select id, register, key, title, state, revision, version, created_at, document from campaign where id = $1;

-- name: campaign_version_read
-- rows
select document, published_at from campaign_version where campaign = $1 and version = $2;

-- name: campaign_version_newest
-- rows
select document, published_at from campaign_version where campaign = $1 order by version desc limit 1;
