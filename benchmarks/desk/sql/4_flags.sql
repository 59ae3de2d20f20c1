INSERT INTO weirdness_flag (id, kind, dataset_id, dataset_name, issue_id, episode_id, person_id, run_id, viewpoint_id, category_id,
  target, "column", metadata_field, sentence, proposed_value, rows_as_typed, private, link, blocks_decision, at, is_demo)
SELECT row_number() OVER (ORDER BY f.at, i, k), f.kind, dataset, 'data' || dataset, i, i, p.id,
  CASE WHEN f.kind = 'check' THEN (dataset - 1) * 10 + 1 + i % 10 END, p.viewpoint_id, tile.id,
  CASE col WHEN '' THEN 'dataset' ELSE 'column' END, col, '',
  CASE WHEN f.kind = 'check' THEN '' ELSE concat_ws(' ', pg_temp.word(i, 21), pg_temp.word(i, 22), pg_temp.word(f.n, 23),
    pg_temp.word(f.n, 24), 'in', pg_temp.word(i, 25), pg_temp.word(f.n, 26), 'expected', pg_temp.word(f.n, 27)) END,
  '', '', private AND k = 0, '', f.n % 50 = 0, f.at, false
FROM plan CROSS JOIN LATERAL generate_series(0, extra) k
CROSS JOIN LATERAL (SELECT i * 1000 + k AS n, CASE WHEN k = 0 AND by_check THEN 'check' WHEN k = 0 AND i % 20 = 0 THEN 'question'
  WHEN k = 0 THEN 'report' WHEN k % 12 = 11 THEN 'dispute' ELSE 'same' END AS kind,
  least(now(), opened + k * power(pg_temp.u(i * 1000 + k, 28), 2) * interval '20 days') AS at) f
LEFT JOIN weirdness_person p ON f.kind <> 'check' AND p.id = 1 + (hashint8(i)::bigint + 2147483648 + k * 37) % $people
JOIN tile ON tile.n = plan.tile;

CREATE TEMP TABLE crowd AS SELECT issue_id AS i, count(DISTINCT person_id) AS people, count(DISTINCT viewpoint_id) AS viewpoints,
  max(at) AS last FROM weirdness_flag WHERE kind <> 'dispute' GROUP BY issue_id;
