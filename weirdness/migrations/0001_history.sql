-- The history: a sha256 chain per dataset, kept by the database, not by code that could forget it.
CREATE FUNCTION weirdness_event_hash(e weirdness_event) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    e.previous, e.chain, e.position,
    to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    e.actor_kind, e.actor_id, e.dataset_id, e.issue_id, e.verb, e.before, e.after, e.reason, e.data
  )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION weirdness_event_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last weirdness_event;
BEGIN
  PERFORM pg_advisory_xact_lock(7283, NEW.chain::int);
  SELECT * INTO last FROM weirdness_event WHERE chain = NEW.chain ORDER BY position DESC LIMIT 1;
  NEW.position := coalesce(last.position, 0) + 1;
  NEW.previous := coalesce(last.hash, '');
  NEW.hash := weirdness_event_hash(NEW);
  RETURN NEW;
END $$;

CREATE FUNCTION weirdness_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The history is append-only: % is refused. Record a compensating event instead.', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER weirdness_event_link BEFORE INSERT ON weirdness_event
  FOR EACH ROW EXECUTE FUNCTION weirdness_event_link();
CREATE TRIGGER weirdness_event_refuse_rows BEFORE UPDATE OR DELETE ON weirdness_event
  FOR EACH ROW EXECUTE FUNCTION weirdness_event_refuse();
CREATE TRIGGER weirdness_event_refuse_truncate BEFORE TRUNCATE ON weirdness_event
  FOR EACH STATEMENT EXECUTE FUNCTION weirdness_event_refuse();
