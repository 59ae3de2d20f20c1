-- What a page needs and no more, written by hand: a person's datasets first, then the rows. `-- name` begins the ones of a page.
-- queue
WITH mine AS MATERIALIZED (SELECT id FROM weirdness_dataset d WHERE %(all)s OR owner_id = %(person)s OR steward_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s))
SELECT i.*, d.key, c.name FROM weirdness_issue i JOIN weirdness_dataset d ON d.id = i.dataset_id
  JOIN weirdness_category c ON c.id = i.category_id
WHERE judged_at IS NULL AND i.state IN ('new', 'confirmed') AND NOT snoozed_till_flag AND coalesce(snoozed_until < now(), true)
  AND (i.dataset_id IN (SELECT id FROM mine) OR assignee_id = %(person)s) AND (i.score, -i.id) < (%(score)s, 0)
ORDER BY i.score DESC, i.id LIMIT 51;
WITH mine AS MATERIALIZED (SELECT id FROM weirdness_dataset d WHERE %(all)s OR owner_id = %(person)s OR steward_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s))
SELECT state, (SELECT count(*) FROM (SELECT 1 FROM weirdness_issue i WHERE i.state = s.state
  AND (dataset_id IN (SELECT id FROM mine) OR assignee_id = %(person)s) LIMIT 1001) AS few)
FROM (VALUES ('new'), ('needs_info'), ('confirmed'), ('in_progress'), ('fixed')) AS s (state);
SELECT f.*, e.* FROM weirdness_flag f LEFT JOIN weirdness_evidence e ON e.flag_id = f.id WHERE f.issue_id = %(issue)s ORDER BY f.at LIMIT 200;
SELECT * FROM weirdness_event WHERE issue_id = %(issue)s ORDER BY id DESC LIMIT 200;
SELECT id FROM weirdness_issue WHERE dataset_id = %(dataset)s AND "column" = 'column_3' AND (state IN ('new', 'needs_info', 'confirmed',
  'in_progress', 'fixed') OR (state = 'closed' AND resolution IN ('explained', 'accepted'))) ORDER BY score DESC, id LIMIT 80;
-- filtered
/* The list with its filter, and what such a page shows beside it: how many each tab counts with that filter, and the evidence of the issue
   in front. (Only the list was here at first, so that the page was measured against a twentieth of what it shows.) */
WITH mine AS MATERIALIZED (SELECT id FROM weirdness_dataset d WHERE %(all)s OR owner_id = %(person)s OR steward_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s))
SELECT i.*, d.key, c.name FROM weirdness_issue i JOIN weirdness_dataset d ON d.id = i.dataset_id
  JOIN weirdness_category c ON c.id = i.category_id
WHERE i.state IN ('new', 'needs_info', 'confirmed', 'in_progress', 'fixed') AND severity = 9
  AND (i.dataset_id IN (SELECT id FROM mine) OR assignee_id = %(person)s) ORDER BY i.score DESC, i.id LIMIT 51;
WITH mine AS MATERIALIZED (SELECT id FROM weirdness_dataset d WHERE %(all)s OR owner_id = %(person)s OR steward_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s))
SELECT state, (SELECT count(*) FROM (SELECT 1 FROM weirdness_issue i WHERE i.state = s.state AND severity = 9
  AND i.state IN ('new', 'needs_info', 'confirmed', 'in_progress', 'fixed')
  AND (dataset_id IN (SELECT id FROM mine) OR assignee_id = %(person)s) LIMIT 1001) AS few)
FROM (VALUES ('new'), ('needs_info'), ('confirmed'), ('in_progress'), ('fixed')) AS s (state);
SELECT f.*, e.* FROM weirdness_flag f LEFT JOIN weirdness_evidence e ON e.flag_id = f.id WHERE f.issue_id = %(issue)s ORDER BY f.at LIMIT 200;
SELECT * FROM weirdness_event WHERE issue_id = %(issue)s ORDER BY id DESC LIMIT 200;
SELECT id FROM weirdness_issue WHERE dataset_id = %(dataset)s AND "column" = 'column_3' AND (state IN ('new', 'needs_info', 'confirmed',
  'in_progress', 'fixed') OR (state = 'closed' AND resolution IN ('explained', 'accepted'))) ORDER BY score DESC, id LIMIT 80;
-- words
WITH mine AS MATERIALIZED (SELECT id FROM weirdness_dataset d WHERE %(all)s OR owner_id = %(person)s OR steward_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s))
SELECT i.* FROM weirdness_issue i WHERE i.state IN ('new', 'needs_info', 'confirmed', 'in_progress', 'fixed')
  AND to_tsvector('english', coalesce(title, '') || ' ' || coalesce("column", '')) @@ to_tsquery('english', 'swapped & runway')
  AND dataset_id IN (SELECT id FROM mine) ORDER BY i.score DESC, i.id LIMIT 51;
/* What people wrote in their flags is searched, too: the page would not show those issues else. */
WITH said AS MATERIALIZED (SELECT DISTINCT issue_id FROM weirdness_flag WHERE person_id IS NOT NULL
  AND to_tsvector('english', coalesce(sentence, '')) @@ to_tsquery('english', 'swapped & runway'))
SELECT i.* FROM weirdness_issue i JOIN said ON said.issue_id = i.id WHERE i.state IN ('new', 'needs_info', 'confirmed', 'in_progress', 'fixed')
ORDER BY i.score DESC, i.id LIMIT 51;
-- number
/* The issue of that number, and what the page shows beside it: its evidence, its history, what it may be the same as. */
SELECT * FROM weirdness_issue WHERE id = %(issue)s;
SELECT f.*, e.* FROM weirdness_flag f LEFT JOIN weirdness_evidence e ON e.flag_id = f.id WHERE f.issue_id = %(issue)s ORDER BY f.at LIMIT 200;
SELECT * FROM weirdness_event WHERE issue_id = %(issue)s ORDER BY id DESC LIMIT 200;
SELECT id FROM weirdness_issue WHERE dataset_id = %(dataset)s AND "column" = 'column_3' AND (state IN ('new', 'needs_info', 'confirmed',
  'in_progress', 'fixed') OR (state = 'closed' AND resolution IN ('explained', 'accepted'))) ORDER BY score DESC, id LIMIT 80;
-- issue
SELECT i.*, d.*, c.name FROM weirdness_issue i JOIN weirdness_dataset d ON d.id = dataset_id JOIN weirdness_category c ON c.id = category_id
WHERE i.id = %(issue)s;
SELECT f.*, e.*, p.name FROM weirdness_flag f LEFT JOIN weirdness_evidence e ON e.flag_id = f.id LEFT JOIN weirdness_person p ON p.id = f.person_id
WHERE f.issue_id = %(issue)s ORDER BY f.at;
SELECT e.*, p.name FROM weirdness_event e LEFT JOIN weirdness_person p ON p.id = actor_id WHERE issue_id = %(issue)s ORDER BY e.id DESC LIMIT 200;
SELECT * FROM weirdness_comment WHERE issue_id = %(issue)s ORDER BY at;
SELECT * FROM weirdness_episode WHERE issue_id = %(issue)s ORDER BY number;
SELECT r.* FROM weirdness_result r JOIN weirdness_run u ON u.id = run_id WHERE u.dataset_id = %(dataset)s ORDER BY run_id DESC LIMIT 5;
SELECT id, title FROM weirdness_issue WHERE dataset_id = %(dataset)s AND "column" = 'column_3' AND (state IN ('new', 'needs_info',
  'confirmed', 'in_progress', 'fixed') OR (state = 'closed' AND resolution IN ('explained', 'accepted'))) ORDER BY score DESC, id LIMIT 80;
SELECT id, title, to_tsvector('english', title), similarity(title, 'swapped runway') FROM weirdness_issue WHERE dataset_id = %(dataset)s
  AND (state IN ('new', 'needs_info', 'confirmed', 'in_progress', 'fixed') OR (state = 'closed' AND resolution IN ('explained', 'accepted')))
ORDER BY score DESC, id LIMIT 160;
-- dataset
SELECT * FROM weirdness_dataset WHERE id = %(dataset)s;
SELECT * FROM weirdness_issue WHERE dataset_id = %(dataset)s AND state IN ('new', 'needs_info', 'confirmed', 'in_progress', 'fixed')
ORDER BY score DESC, id LIMIT 101;
SELECT * FROM weirdness_column WHERE dataset_id = %(dataset)s ORDER BY position;
SELECT "column", count(*) FROM weirdness_issue WHERE dataset_id = %(dataset)s AND state IN ('new', 'needs_info', 'confirmed', 'in_progress',
  'fixed') GROUP BY 1;
SELECT e.*, i.title FROM weirdness_issue i JOIN weirdness_episode e ON e.issue_id = i.id AND e.closed_at IS NOT NULL
WHERE dataset_id = %(dataset)s AND state = 'closed' AND i.resolution = 'explained' ORDER BY i.id DESC LIMIT 100;
SELECT e.*, i.title FROM weirdness_issue i JOIN weirdness_episode e ON e.issue_id = i.id AND e.closed_at IS NOT NULL
WHERE dataset_id = %(dataset)s AND state = 'closed' AND i.resolution = 'accepted' ORDER BY i.id DESC LIMIT 100;
SELECT viewpoint_id, count(*), count(DISTINCT person_id) FROM weirdness_look WHERE dataset_id = %(dataset)s GROUP BY 1;
-- alike
SELECT id, title, to_tsvector('english', title), similarity(title, 'swapped runway') FROM weirdness_issue WHERE dataset_id = %(dataset)s
  AND "column" = 'column_3' AND (state IN ('new', 'needs_info', 'confirmed', 'in_progress', 'fixed') OR (state = 'closed' AND resolution
  IN ('explained', 'accepted'))) ORDER BY score DESC, id LIMIT 80;
SELECT id, title, to_tsvector('english', title), similarity(title, 'swapped runway') FROM weirdness_issue WHERE dataset_id = %(dataset)s
  AND (state IN ('new', 'needs_info', 'confirmed', 'in_progress', 'fixed') OR (state = 'closed' AND resolution IN ('explained', 'accepted')))
ORDER BY score DESC, id LIMIT 160;
SELECT issue_id, to_tsvector('english', sentence), similarity(sentence, 'swapped runway') FROM weirdness_flag
WHERE issue_id IN (SELECT id FROM weirdness_issue WHERE dataset_id = %(dataset)s AND (state IN ('new', 'needs_info', 'confirmed',
  'in_progress', 'fixed') OR (state = 'closed' AND resolution IN ('explained', 'accepted'))) ORDER BY score DESC, id LIMIT 160) LIMIT 600;
-- alike_in_words
SELECT id, title, to_tsvector('english', title), similarity(title, 'swapped runway') FROM weirdness_issue WHERE dataset_id = %(dataset)s
  AND "column" = 'column_3' AND (state IN ('new', 'needs_info', 'confirmed', 'in_progress', 'fixed') OR (state = 'closed' AND resolution
  IN ('explained', 'accepted'))) ORDER BY score DESC, id LIMIT 80;
SELECT id, title, to_tsvector('english', title), similarity(title, 'swapped runway') FROM weirdness_issue WHERE dataset_id = %(dataset)s
  AND (state IN ('new', 'needs_info', 'confirmed', 'in_progress', 'fixed') OR (state = 'closed' AND resolution IN ('explained', 'accepted')))
ORDER BY score DESC, id LIMIT 160;
SELECT issue_id, to_tsvector('english', sentence), similarity(sentence, 'swapped runway') FROM weirdness_flag
WHERE issue_id IN (SELECT id FROM weirdness_issue WHERE dataset_id = %(dataset)s AND (state IN ('new', 'needs_info', 'confirmed',
  'in_progress', 'fixed') OR (state = 'closed' AND resolution IN ('explained', 'accepted'))) ORDER BY score DESC, id LIMIT 160) LIMIT 600;
/* Beyond 160 known issues those that share words are compared, too: a list of the highest alone would offer others. */
SELECT id FROM weirdness_issue WHERE dataset_id = %(dataset)s::bigint AND to_tsvector('english', coalesce(title, '') || ' ' ||
  coalesce("column", '')) @@ to_tsquery('simple', '(swap & runway & order) | (swap & runway & date) | (swap & order & date) |
  (runway & order & date)') ORDER BY score DESC LIMIT 80;
SELECT issue_id FROM weirdness_flag WHERE dataset_id = %(dataset)s::bigint AND person_id IS NOT NULL
  AND to_tsvector('english', coalesce(sentence, '')) @@ to_tsquery('simple', '(swap & runway & order) | (swap & runway & date) |
  (swap & order & date) | (runway & order & date)') ORDER BY at DESC LIMIT 80;
-- form
SELECT key, title FROM weirdness_dataset d WHERE open_to_all OR owner_id = %(person)s OR steward_id = %(person)s ORDER BY key LIMIT 500;
SELECT * FROM weirdness_category ORDER BY position;
-- home
WITH mine AS MATERIALIZED (SELECT id FROM weirdness_dataset d WHERE owner_id = %(person)s OR steward_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s))
SELECT i.* FROM weirdness_issue i WHERE judged_at IS NULL AND i.state IN ('new', 'confirmed')
  AND (i.dataset_id IN (SELECT id FROM mine) OR assignee_id = %(person)s) ORDER BY i.score DESC, i.id LIMIT 5;
SELECT d.*, (SELECT count(*) FROM (SELECT 1 FROM weirdness_issue i WHERE i.dataset_id = d.id AND i.state IN ('new', 'needs_info',
  'confirmed', 'in_progress', 'fixed') LIMIT 1001) AS few) FROM weirdness_dataset d WHERE open_to_all OR owner_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s) ORDER BY key LIMIT 100;
SELECT e.* FROM weirdness_event e WHERE dataset_id IN (SELECT id FROM weirdness_dataset WHERE open_to_all)
  AND verb IN ('flagged', 'same_here', 'confirm', 'explain', 'close') ORDER BY id DESC LIMIT 12;
-- me
SELECT f.*, (SELECT e.id FROM weirdness_event e WHERE e.issue_id = f.issue_id ORDER BY e.id DESC LIMIT 1) FROM weirdness_flag f
WHERE f.person_id = %(person)s ORDER BY f.at DESC, f.id DESC LIMIT 101;
SELECT * FROM weirdness_look WHERE person_id = %(person)s ORDER BY day DESC, id DESC LIMIT 30;
-- export
WITH mine AS MATERIALIZED (SELECT id FROM weirdness_dataset d WHERE %(all)s OR owner_id = %(person)s OR steward_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s))
SELECT i.* FROM weirdness_issue i WHERE i.state IN ('new', 'needs_info', 'confirmed', 'in_progress', 'fixed')
  AND (i.dataset_id IN (SELECT id FROM mine) OR assignee_id = %(person)s) ORDER BY i.score DESC, i.id LIMIT 500;
-- index
SELECT d.*, (SELECT count(*) FROM (SELECT 1 FROM weirdness_issue i WHERE i.dataset_id = d.id AND i.state IN ('new', 'needs_info',
  'confirmed', 'in_progress', 'fixed') LIMIT 1001) AS few) FROM weirdness_dataset d WHERE open_to_all OR owner_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s) ORDER BY key LIMIT 101;
-- explanations
WITH mine AS MATERIALIZED (SELECT id FROM weirdness_dataset d WHERE %(all)s OR owner_id = %(person)s OR steward_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s))
SELECT i.*, e.*, met.* FROM (SELECT episode_id, count(*) AS flags, count(*) FILTER (WHERE kind = 'dispute') AS disputes FROM weirdness_flag
  WHERE met > '' AND at > now() - interval '90 days' AND dataset_id IN (SELECT id FROM mine) GROUP BY 1) AS met
JOIN weirdness_episode e ON e.id = episode_id JOIN weirdness_issue i ON i.id = e.issue_id AND i.state = 'closed' AND i.opened_at = e.opened_at
WHERE i.resolution = 'explained' OR disputes > 0 ORDER BY disputes DESC, flags DESC, i.id LIMIT 51;
WITH mine AS MATERIALIZED (SELECT id FROM weirdness_dataset d WHERE %(all)s OR owner_id = %(person)s OR steward_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s))
SELECT dataset_id, count(*) FROM weirdness_flag WHERE met > '' AND met = 'explained' AND at > now() - interval '90 days'
  AND dataset_id IN (SELECT id FROM mine) GROUP BY 1;
WITH mine AS MATERIALIZED (SELECT id FROM weirdness_dataset d WHERE %(all)s OR owner_id = %(person)s OR steward_id = %(person)s
  OR triage_team_id IN (SELECT team_id FROM weirdness_membership WHERE person_id = %(person)s))
SELECT dataset_id, count(*) FROM weirdness_flag WHERE person_id IS NOT NULL AND at > now() - interval '90 days'
  AND dataset_id IN (SELECT id FROM mine) GROUP BY 1;
