DROP TABLE dnc_list;
DROP TABLE dnc_entry;
