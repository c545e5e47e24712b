-- SPDX-License-Identifier: Apache-2.0

-- name: sweep_file
-- rows
select 1 from file where blob = $1 limit 1;

-- name: sweep_report_file
-- rows
select 1 from report_file where blob = $1 limit 1;

-- name: sweep_draft
-- rows
-- $1: the hash in hex between two percent signs.
select 1 from draft where body like $1 limit 1;
