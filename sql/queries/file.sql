-- SPDX-License-Identifier: Apache-2.0

-- name: file_put
-- changes: 1
insert into file (blob, unit, account, name, type, size, width, height, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (blob, unit) do update set account = excluded.account, name = excluded.name, type = excluded.type,
        width = excluded.width, height = excluded.height, at = excluded.at;

-- name: file_owners
-- rows
select blob, unit, account, name, type, size, width, height, at from file where blob = $1 order by at;

-- name: file_read
-- rows
select blob, unit, account, name, type, size, width, height, at from file where blob = $1 and unit = $2;

-- name: blob_named_next
-- rows
-- Of the blobs that a report, an upload or a letter names, each once, the next $2 behind $1.
select blob from report_file where blob > $1 union select blob from file where blob > $1
    union select blob from letter where blob > $1 union select blob from letter_file where blob > $1 order by 1 limit $2;
