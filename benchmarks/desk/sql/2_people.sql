-- Person 1 administers. Team 1 has very many datasets and 25 people, team 2 has three datasets; 8 people in each but the first.
INSERT INTO weirdness_person (id, password, is_superuser, email, name, viewpoint_id, is_active, is_staff, is_demo, joined_at)
SELECT i, '!', i = 1, 'p' || i || '@bench.example', initcap(pg_temp.word(i, 1)) || ' ' || initcap(pg_temp.word(i, 2)),
       eye.id, true, i = 1, false, now() - interval '4 years'
FROM generate_series(1, $people) i JOIN eye ON eye.n = 1 + i % (SELECT count(*) FROM eye);

INSERT INTO weirdness_team (id, slug, name) SELECT t, 'team-' || t, 'Team ' || t FROM generate_series(1, $teams) t;
INSERT INTO weirdness_membership (id, team_id, person_id, leads)
SELECT row_number() OVER (), team, person, nth = 1 FROM (
  SELECT 1 AS team, 1 + n AS person, n AS nth FROM generate_series(1, 25) n
  UNION ALL SELECT t, 26 + (t - 2) * 8 + n, n FROM generate_series(2, $teams) t, generate_series(1, 8) n) AS m;

INSERT INTO weirdness_source (id, slug, name, kind, root, settings, secret, trouble)
SELECT s, 'source-' || s, 'Source ' || s, 'file', 'bench', '{}', '', '' FROM generate_series(1, $sources) s;

INSERT INTO weirdness_dataset (id, key, title, description, source_id, location, format, key_columns, owner_id, triage_team_id,
  open_to_all, tags, tier, phase, state, row_count, is_demo, registered_at)
SELECT d, 'area' || d % 40 || '/data' || d, initcap(pg_temp.word(d, 3)) || ' ' || pg_temp.word(d, 4), '', 1 + d % $sources,
  'data' || d || '.csv', 'csv', '{id}', 27 + d % ($people - 27), CASE WHEN d IN (7, 13, 17) THEN 2 WHEN d % 5 < 2 THEN 1
  ELSE 3 + d % ($teams - 2) END, d % 10 < 7, '{}', CASE WHEN d % 10 = 0 THEN 'key' WHEN d % 10 > 7 THEN 'sandbox'
  ELSE 'standard' END, 'open', 'learning', 100000, false, now() - interval '3 years'
FROM generate_series(1, $datasets) d;

INSERT INTO weirdness_column (id, dataset_id, position, name, type, description, unit, personal)
SELECT (d - 1) * 20 + c, d, c, CASE c WHEN 1 THEN 'id' ELSE 'column_' || c END, 'text', '', '', false
FROM generate_series(1, $datasets) d, generate_series(1, 20) c;
INSERT INTO weirdness_era (id, dataset_id, started_at, reason)
SELECT d, d, now() - interval '3 years', 'Registered' FROM generate_series(1, $datasets) d;
INSERT INTO weirdness_look (id, dataset_id, person_id, viewpoint_id, day, origin, at, is_demo)
SELECT row_number() OVER (), d, p, v, at::date, 'check_in', at, false FROM (
  SELECT DISTINCT ON (1 + n % $datasets, p.id, (at.at)::date) 1 + n % $datasets AS d, p.id AS p, p.viewpoint_id AS v, at.at
  FROM generate_series(1, $datasets * 100) n
  CROSS JOIN LATERAL (SELECT now() - pg_temp.u(n, 5) * interval '1000 days' AS at) AS at
  JOIN weirdness_person p ON p.id = 1 + floor(pg_temp.u(n, 6) * $people)::int) AS looked;

INSERT INTO weirdness_grant (id, person_id, team_id, dataset_id, source_id, level)
SELECT row_number() OVER (), g.* FROM (
  SELECT DISTINCT 27 + floor(pg_temp.u(n, 7) * ($people - 27))::bigint, NULL::bigint, 1 + n % $datasets::bigint, NULL::bigint,
    (1 + n % 4)::smallint FROM generate_series(1, $datasets * 2) n
  UNION ALL SELECT NULL, 3 + n % ($teams - 2)::bigint, NULL, n::bigint, (1 + n % 4)::smallint
  FROM generate_series(1, $sources) n) AS g ON CONFLICT DO NOTHING;

INSERT INTO weirdness_suite (id, dataset_id, name, document, version, stage, cron, time_zone, scheduled_at, changed_at)
SELECT d, d, 'daily', '{"name": "daily", "expectations": []}', 1, 'live', '', 'UTC', now(), now()
FROM generate_series(1, $datasets) d;
INSERT INTO weirdness_run (id, suite_id, dataset_id, suite_version, idempotency_key, trigger, state, asked_at, started_at,
  finished_at, row_count, fingerprint, message, partition, is_shadow, progress, is_demo)
SELECT (d - 1) * 10 + r, d, d, 1, 'bench-' || d || '-' || r, 'schedule', 'failed', at, at, at, 100000, '', '', '', false, '{}', false
FROM generate_series(1, $datasets) d, generate_series(1, 10) r, LATERAL (SELECT now() - (11 - r) * interval '7 days' AS at) t;
INSERT INTO weirdness_result (id, run_id, position, type, "column", kwargs, grouping_key, sentence, severity, success, observed,
  element_count, unexpected_count, keys, examples, value_hashes, waived_count, is_shadow, message)
SELECT row_number() OVER (), r, e, 'expect_column_values_to_not_be_null', 'column_' || e, '{}',
  'bench-' || e, 'Each row has column_' || e, 3, pg_temp.u(r * 5 + e, 8) > 0.2, '', 100000, 12, '[]', '[]', '[]', 0, false, ''
FROM generate_series(1, $datasets * 10) r, generate_series(1, 5) e;
