-- How documents reach a client, and whether all of theirs need approval (IN-100, IN-115). Its id is that of the client.
create table app.client_delivery (
  practice_id uuid not null,
  id uuid not null,
  version int not null,
  -- Null: as the profile says.
  method text check (method in ('email', 'letter', 'none')),
  approve_everything boolean not null,
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (practice_id, id)
);
select app.fence('app.client_delivery');

-- Documents that need no approval leave as they are processed (IN-115).
alter table app.document_profile add column auto_send boolean not null default false;
