DROP TABLE duplicate_fact_list;
