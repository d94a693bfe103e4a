DROP TRIGGER lead_relationship_ends ON lead;
DROP FUNCTION move_relationship_ends();
DROP TABLE lead_relationship;
DROP TABLE relationship_type;
