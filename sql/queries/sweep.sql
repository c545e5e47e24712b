-- SPDX-License-Identifier: Apache-2.0

-- name: sweep_file
-- rows
select 1 from file where blob = $1 limit 1;

-- name: sweep_report_file
-- rows
select 1 from report_file where blob = $1 limit 1;

-- name: sweep_letter
-- rows
select 1 from letter where blob = $1 union all select 1 from letter_file where blob = $1 limit 1;

-- name: sweep_drafts
-- rows: many
select body from draft;

-- name: sweep_unsent
-- rows
-- Uploaded before $1 and named by no report, the next $4 behind ($2, $3).
select blob, unit from file where at < $1 and (blob > $2 or (blob = $2 and unit > $3))
    and not exists (select 1 from report_file where report_file.blob = file.blob) order by blob, unit limit $4;

-- name: sweep_unsent_row
-- changes: any
delete from file where blob = $1 and unit = $2 and at < $3
    and not exists (select 1 from report_file where report_file.blob = file.blob);
