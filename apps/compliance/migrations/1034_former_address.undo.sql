DROP TABLE former_address;
