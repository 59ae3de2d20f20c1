INSERT INTO weirdness_issue (id, dataset_id, title, category_id, target, "column", metadata_field, state, state_since, asked_in,
  fix_asked_at, merged_into_id, merged_root_id, private, severity, assignee_id, assignee_team_id, assigned_by_hand, routing_reason,
  snoozed_until, snoozed_till_flag, regressed, flapping, guarded, resolution, opened_at, judged_at, changed_at, people, viewpoints,
  pressure, score, version, is_demo)
SELECT i, dataset, concat_ws(' ', CASE col WHEN '' THEN d.key ELSE col END || ':', pg_temp.word(i, 21), pg_temp.word(i, 22),
    pg_temp.word(i, 25), pg_temp.word(i, 29)), tile.id, CASE col WHEN '' THEN 'dataset' ELSE 'column' END, col, '', plan.state,
  CASE WHEN waits THEN opened ELSE judged END, CASE plan.state WHEN 'needs_info' THEN 'new' ELSE '' END, NULL, stands, stands,
  private, severity, CASE WHEN named THEN 2 + i % 25 END, CASE WHEN NOT named THEN d.triage_team_id END, named,
  'The data scientists of the dataset', CASE WHEN waits AND i % 40 = 0 THEN now() + interval '300 days' END, waits AND i % 200 = 1,
  false, false, by_check AND i % 3 = 0, resolution, opened, CASE WHEN NOT waits THEN judged END, greatest(last, judged), people,
  viewpoints, pressure, severity * (1 + log(2, greatest(people, 1))) * (1 + 0.5 * greatest(viewpoints - 1, 0))
    * CASE d.tier WHEN 'key' THEN 3 WHEN 'standard' THEN 2 ELSE 1 END + severity * pressure / 4.0, 3, false
FROM plan JOIN weirdness_dataset d ON d.id = dataset JOIN tile ON tile.n = plan.tile JOIN crowd USING (i)
CROSS JOIN LATERAL (SELECT plan.state <> 'closed' AND i % 5 = 0 AND d.triage_team_id = 1 AS named,
  CASE WHEN waits THEN least(8, extract(day FROM now() - opened)::int) ELSE 0 END AS pressure) AS p;

INSERT INTO weirdness_episode (id, issue_id, number, opened_at, closed_at, born_of_check, opened_as, resolution, fault, explanation,
  caveat, caveat_until)
SELECT i, i, 1 + (i % 20 = 3)::int, opened, CASE WHEN resolution <> '' THEN judged END, by_check, CASE WHEN i % 20 = 3 THEN 'reopen'
  ELSE '' END, resolution, CASE WHEN resolution <> '' THEN 'source' ELSE '' END,
  CASE resolution WHEN 'explained' THEN 'It is meant to be so: ' || pg_temp.word(i, 31) || ' ' || pg_temp.word(i, 32) ELSE '' END,
  CASE resolution WHEN 'accepted' THEN 'Leave out ' || pg_temp.word(i, 31) ELSE '' END,
  CASE resolution WHEN 'accepted' THEN current_date + 30 + (i % 300)::int END
FROM plan;
INSERT INTO weirdness_episode (id, issue_id, number, opened_at, closed_at, born_of_check, opened_as, resolution, fault, explanation,
  caveat)
SELECT $issues + i, i, 1, opened - interval '90 days', opened - interval '60 days', by_check, '', 'verified_fixed', 'source', '', ''
FROM plan WHERE i % 20 = 3;
INSERT INTO weirdness_groupingkey (id, dataset_id, key, "column", issue_id, own_issue_id)
SELECT i, dataset, 'not_null/' || col || '/' || i, col, coalesce(stands, i), i FROM plan WHERE by_check;
