-- The same numbers each time: u is uniform in [0, 1) by a row and a purpose; words are as unequal as in a language.
CREATE FUNCTION pg_temp.u(row_ bigint, purpose int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  'SELECT (hashint8extended(row_, purpose) & 4503599627370495)::float8 / 4503599627370496';
CREATE FUNCTION pg_temp.rank(row_ bigint, purpose int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  'SELECT floor(exp(pg_temp.u(row_, purpose) * ln(5001)))::int - 1';
CREATE FUNCTION pg_temp.spelt(rank int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$SELECT ('{$words}'::text[])[1 + rank % $many_words] || CASE WHEN rank < $many_words THEN '' ELSE chr(97 + rank / $many_words) END$$;
CREATE FUNCTION pg_temp.word(row_ bigint, purpose int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  'SELECT pg_temp.spelt(pg_temp.rank(row_, purpose))';
CREATE TEMP TABLE tile AS SELECT row_number() OVER (ORDER BY position) AS n, id FROM weirdness_category;
CREATE TEMP TABLE eye AS SELECT row_number() OVER (ORDER BY id) AS n, id FROM weirdness_viewpoint;
