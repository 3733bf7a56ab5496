-- An item is found by what its form was answered (IN-160).
create index form_answer_item on app.form_answer (practice_id, item_id) where item_id is not null;
