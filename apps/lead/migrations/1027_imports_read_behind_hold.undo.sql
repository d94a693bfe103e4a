-- A validated rule stays as it is; it goes with the migration that made it.
SELECT;
