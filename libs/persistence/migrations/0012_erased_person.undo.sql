DROP TABLE erased_person;
