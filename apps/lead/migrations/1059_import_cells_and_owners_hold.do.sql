-- The rows that were there before keep the rules of 1058 too.
ALTER TABLE import VALIDATE CONSTRAINT import_warned_counted;
ALTER TABLE member VALIDATE CONSTRAINT member_address_hash_whole;
ALTER TABLE import_row VALIDATE CONSTRAINT import_row_warnings_stated;
