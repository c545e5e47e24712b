-- SPDX-License-Identifier: Apache-2.0
-- 工作简报. A row an issue: number 0 while it is a draft; once it has a number nothing of it changes. seq is that of its
-- event; those of the pieces it chose (采用), as many as `chosen` says, follow it in the chain.

create table bulletin (
    id bigint primary key,
    campaign bigint not null,
    number bigint not null,
    revision bigint not null,
    account bigint not null,
    saved_at bigint not null,
    issued_at bigint,
    seq bigint not null,
    chosen bigint not null,
    document text not null
);
create index bulletin_of on bulletin (campaign, number);
