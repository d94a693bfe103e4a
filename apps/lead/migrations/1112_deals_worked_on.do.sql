-- When something happened to a deal that was more than tags put on or taken off: since then it rots. Null of a deal that was not written since this
-- migration: then it is `updated_at`, and no row has to be rewritten.
ALTER TABLE deal ADD COLUMN last_worked_at timestamptz;

/* Releases before this migration do not state the instant: every change of theirs is work, but for one of tags. */
CREATE FUNCTION keep_last_worked_at() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  NEW.last_worked_at := CASE WHEN OLD.tag_ids IS DISTINCT FROM NEW.tag_ids THEN coalesce(OLD.last_worked_at, OLD.updated_at) ELSE NEW.updated_at END;
  RETURN NEW;
END
$$;
CREATE TRIGGER deal_worked_on BEFORE UPDATE OF updated_at ON deal FOR EACH ROW
  WHEN (OLD.updated_at <> NEW.updated_at AND OLD.last_worked_at IS NOT DISTINCT FROM NEW.last_worked_at)
  EXECUTE FUNCTION keep_last_worked_at();
