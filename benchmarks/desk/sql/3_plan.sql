-- What becomes of each issue. Datasets by Zipf; an issue is the likelier open the younger it is; few have many flags.
CREATE TEMP TABLE plan AS
WITH drawn AS (
  SELECT i, least(floor(exp(pg_temp.u(i, 11) * ln($datasets + 1)))::bigint, $datasets) AS dataset,
    date_trunc('second', now() - (1 - i / ($issues + 1.0)) * interval '1095 days') AS opened,
    least(200, floor(2.15 * (power(1 - pg_temp.u(i, 12), -0.55) - 1)))::bigint AS more,
    pg_temp.u(i, 13) AS fate, pg_temp.u(i, 14) AS end_, 2.0 * i / $issues AS youth, pg_temp.u(i, 15) AS shape
  FROM generate_series(1, $issues::bigint) i),
fated AS (
  SELECT *, CASE WHEN fate < 0.048 * youth THEN 'waiting' WHEN fate < 0.060 * youth THEN 'failing'
    WHEN fate < 0.07 * youth THEN 'needs_info' WHEN fate < 0.09 * youth THEN 'confirmed'
    WHEN fate < 0.10 * youth THEN 'in_progress' WHEN fate < 0.11 * youth THEN 'fixed'
    WHEN fate > 0.98 THEN 'merged' ELSE 'closed' END AS fate_,
    least(more, greatest(0, 2 * $issues - (sum(more) OVER (ORDER BY i) - more))) AS extra
  FROM drawn),
joined AS (
  SELECT *, max(i) FILTER (WHERE fate_ <> 'merged') OVER (PARTITION BY dataset ORDER BY i
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS stands
  FROM fated)
SELECT i, dataset, opened, extra::int AS extra,
  CASE fate_ WHEN 'waiting' THEN 'new' WHEN 'failing' THEN 'confirmed'
    WHEN 'merged' THEN CASE WHEN stands IS NULL THEN 'closed' ELSE 'merged' END ELSE fate_ END AS state,
  CASE WHEN fate_ = 'merged' THEN stands END AS stands,
  CASE WHEN fate_ = 'closed' OR (fate_ = 'merged' AND stands IS NULL) THEN CASE WHEN end_ < 0.45 THEN 'verified_fixed'
    WHEN end_ < 0.65 THEN 'explained' WHEN end_ < 0.73 THEN 'accepted' WHEN end_ < 0.83 THEN 'not_reproducible'
    WHEN end_ < 0.90 THEN 'no_reply' WHEN end_ < 0.95 THEN 'out_of_scope' ELSE 'unverified_fix' END ELSE '' END AS resolution,
  fate_ IN ('waiting', 'failing') AS waits, fate_ = 'failing' OR shape < 0.12 AS by_check,
  least(now(), opened + (1 + pg_temp.u(i, 16) * 40) * interval '1 day') AS judged,
  (1 + pg_temp.u(i, 17) * 8)::int AS tile, CASE WHEN shape < 0.8 THEN 'column_' || 2 + (pg_temp.u(i, 18) * 18)::int ELSE '' END AS col,
  CASE WHEN end_ < 0.05 THEN 9 WHEN end_ < 0.25 THEN 3 ELSE 1 END AS severity, pg_temp.u(i, 19) < 0.005 AS private
FROM joined;
UPDATE plan SET tile = 1 + tile % (SELECT count(*) FROM tile);
ANALYZE plan;
