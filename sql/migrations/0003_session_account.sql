-- SPDX-License-Identifier: Apache-2.0
-- Each login ends the oldest sessions of its account beyond the twenty it may have.

create index session_account on session (account);
