-- Another address than the client's that an e-mail shall go to, and why (IN-113).
alter table app.correspondence
  add column other_to text,
  add column other_to_because text;
