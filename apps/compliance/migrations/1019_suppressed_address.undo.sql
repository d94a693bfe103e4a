DROP TABLE suppressed_address;
