-- SPDX-License-Identifier: Apache-2.0
-- Whom to call at a unit, and whether its clerk keeps it from leaving, are asked of one unit at a time.

create index account_unit on account (unit);

-- No statement looks for a unit's files: it was written with every file and never read.
drop index file_unit;
