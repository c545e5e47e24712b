-- SPDX-License-Identifier: Apache-2.0

-- name: visit_slot_add
-- changes: 1
insert into visit_slot (id, campaign, item, starts_at, ends_at, places, most, taken, closed)
    values ($1, $2, $3, $4, $5, $6, $7, 0, 0);

-- name: visit_slot_fits
-- rows
-- How many slots its item has, while that is of day $3; none: it is not.
select count(s.id) from public_item i left join visit_slot s on s.item = i.id
    where i.id = $1 and i.campaign = $2 and i.kind = 0 and i.day = $3 group by i.id;

-- name: visit_slot_edit
-- changes: 1
-- Never fewer places than are taken.
update visit_slot set places = $4, most = $5, closed = $6 where id = $1 and campaign = $2 and item = $3 and taken <= $4;

-- name: visit_slots
-- rows
select id, campaign, item, starts_at, ends_at, places, most, taken, closed from visit_slot
    where item = $1 and campaign = $2 order by starts_at, id limit 60;

-- name: visit_slot_read
-- rows
select id, campaign, item, starts_at, ends_at, places, most, taken, closed from visit_slot where id = $1 and campaign = $2;

-- name: visit_items
-- rows
-- Items of a day that visitors may book, full or not.
select distinct s.item from visit_slot s join public_item i on i.id = s.item
    where i.campaign = $1 and i.kind = 0 and i.state = 1 and i.day = $2 and s.closed = 0;

-- name: visit_slot_take
-- changes: 1
-- The whole of what keeps a slot from being overbooked: $2 persons by moment $3, while all of it is still shown.
update visit_slot set taken = taken + $2
    where id = $1 and closed = 0 and starts_at > $3 and $2 <= most and taken + $2 <= places
        and exists (select 1 from public_item i join public_week w on w.campaign = i.campaign
            where i.id = visit_slot.item and i.state = 1 and w.shown = 1
                and not exists (select 1 from activity a where a.id = i.source and a.removed = 1));

-- name: visit_slot_give
-- changes: 1
update visit_slot set taken = taken - $2 where id = $1 and taken >= $2;

-- name: visit_booking_standing
-- rows
-- What that phone has booked there.
select id, campaign, slot, code, name, phone, persons, booked_at, cancelled_at from visit_booking
    where slot = $1 and phone = $2 limit 1;

-- name: visit_booking_add
-- changes: 1
insert into visit_booking (id, campaign, slot, code, name, phone, persons, booked_at) values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: visit_booking_find
-- rows
select id, campaign, slot, code, name, phone, persons, booked_at, cancelled_at from visit_booking
    where code = $1 and campaign = $2;

-- name: visit_booking_cancel
-- changes: 1
update visit_booking set cancelled_at = $2, name = '', phone = '' where id = $1 and cancelled_at is null;

-- name: visit_bookings
-- rows
select b.id, b.campaign, b.slot, b.code, b.name, b.phone, b.persons, b.booked_at, b.cancelled_at
    from visit_booking b join visit_slot s on s.id = b.slot where s.item = $1 and s.campaign = $2
    order by case when b.cancelled_at is null then 0 else 1 end, s.starts_at, s.id, b.id limit 5000;

-- name: visit_forget
-- changes: any
update visit_booking set name = '', phone = ''
    where phone <> '' and slot in (select s.id from visit_slot s where s.ends_at < $1);
