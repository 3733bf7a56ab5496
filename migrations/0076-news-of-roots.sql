-- News tell the root beside the thing: who shows a client hears of a role on it, a stay on the waitlist, a link to a contact.
drop function app.news(uuid, uuid, int);
create function app.news(practice uuid, since uuid, most int) returns table (id uuid, thing text, root text, verb text)
language plpgsql as $$
begin
  perform set_config('tickmark.practice', practice::text, true);
  return query
    select e.id, e.thing, e.root, e.verb from app.event e
    where e.practice_id = practice and e.id > since and e.verb not like '%.refused'
    order by e.id desc limit most;
end $$;
