-- Ten a issue, in the order of time as they would lie on the disk. Their hashes are made up (the trigger that links them
-- manages some thousands a second): `verify_trail` finds this history broken.
INSERT INTO weirdness_event (id, chain, position, at, actor_kind, actor_id, dataset_id, issue_id, verb, before, after, reason, data,
  previous, hash)
SELECT row_number() OVER (ORDER BY e.at, i, k), dataset, row_number() OVER (PARTITION BY dataset ORDER BY e.at, i, k), e.at,
  CASE WHEN e.by IS NOT NULL THEN 'person' WHEN k = 0 THEN 'check' ELSE 'system' END, e.by, dataset, i,
  CASE k WHEN 0 THEN CASE WHEN by_check THEN 'check_failed' ELSE 'flagged' END WHEN 1 THEN 'routed' WHEN 2 THEN 'evidence_copied'
    WHEN 6 THEN 'comment' WHEN 7 THEN 'severity' WHEN 8 THEN 'assign'
    WHEN 9 THEN CASE WHEN waits THEN 'same_here' WHEN resolution = 'explained' THEN 'explain' WHEN resolution = 'accepted' THEN 'accept'
      WHEN resolution <> '' THEN 'close' WHEN state = 'merged' THEN 'merge' ELSE 'confirm' END ELSE 'same_here' END,
  CASE k WHEN 7 THEN 'minor' WHEN 9 THEN 'new' ELSE '' END, CASE k WHEN 1 THEN 'Team 1' WHEN 7 THEN 'major' WHEN 9 THEN state
    ELSE '' END, '', '{}', md5((i * 10 + k - 1)::text) || md5(''), md5((i * 10 + k)::text) || md5('')
FROM plan CROSS JOIN generate_series(0, 9) k
CROSS JOIN LATERAL (SELECT CASE k WHEN 0 THEN opened WHEN 9 THEN judged
    ELSE least(now(), opened + power(pg_temp.u(i * 10 + k, 33), 3) * interval '60 days') END AS at,
  CASE WHEN k IN (1, 2) OR (k = 0 AND by_check) THEN NULL WHEN k IN (7, 8, 9) AND NOT waits THEN 2 + i % 25
    ELSE 1 + (hashint8(i * 10 + k)::bigint + 2147483648) % $people END AS by) e;
