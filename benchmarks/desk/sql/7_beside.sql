INSERT INTO weirdness_evidence (id, flag_id, state, keys, fresh, columns, rows, sha256, message, at)
SELECT row_number() OVER (), id, 'copied', jsonb_build_array(jsonb_build_object('id', (issue_id % 100000)::text),
    jsonb_build_object('id', (id % 100000)::text)), '[]', '{id,column_2,column_3}', jsonb_build_array(
    jsonb_build_object('id', (issue_id % 100000)::text, 'column_2', 'seven', 'column_3', '7'),
    jsonb_build_object('id', (id % 100000)::text, 'column_2', 'eight', 'column_3', '8')), md5(id::text) || md5(''), '', at
FROM weirdness_flag WHERE kind = 'report' AND id % 2 = 0;

INSERT INTO weirdness_clock (id, issue_id, episode_id, kind, started_at, "limit", due_at, late_at, paused_at, stopped_at, quarters,
  next_mark_at)
SELECT row_number() OVER (), i, i, kind, opened, length, opened + length, opened + 2 * length,
  CASE WHEN state = 'needs_info' AND NOT stopped THEN judged END, CASE WHEN stopped THEN judged END, quarters,
  CASE WHEN NOT stopped AND state <> 'needs_info' AND quarters < 8 THEN opened + (quarters + 1) * length / 4 END
FROM plan CROSS JOIN (VALUES ('acknowledge', interval '30 days'), ('resolve', interval '90 days')) AS k (kind, length)
CROSS JOIN LATERAL (SELECT kind = 'acknowledge' AND NOT waits AS stopped,
  least(8, floor(extract(epoch FROM now() - opened) / extract(epoch FROM length) * 4))::int AS quarters) AS t
WHERE state NOT IN ('closed', 'merged');

INSERT INTO weirdness_comment (id, issue_id, person_id, kind, text, internal, at, is_demo)
SELECT row_number() OVER (), i, 1 + floor(pg_temp.u(i * 10 + k, 41) * $people)::int, 'comment',
  concat_ws(' ', 'I see', pg_temp.word(i, 42), pg_temp.word(i * 10 + k, 43), 'and', pg_temp.word(i * 10 + k, 44)), k = 2,
  opened + k * interval '3 hours', false
FROM plan CROSS JOIN generate_series(1, 3) k WHERE i % 10 = 0;
INSERT INTO weirdness_subscription (id, issue_id, person_id, wanted)
SELECT i, i, 1 + floor(pg_temp.u(i, 45) * $people)::int, true FROM plan WHERE i % 10 = 0;
INSERT INTO weirdness_waiver (id, dataset_id, grouping_key, issue_id, row_key, value_hash, reason, until, made_by_id, made_at)
SELECT i, dataset, 'bench-1', i, jsonb_build_object('id', i), md5(i::text), 'Known', current_date + 100, 2, opened
FROM plan WHERE i % 500 = 0;
INSERT INTO weirdness_savedview (id, name, person_id, team_id, query, position)
SELECT n, 'View ' || n, 2, 1, 'view=open&severity=9', 0 FROM generate_series(1, 5) n;
