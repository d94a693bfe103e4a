DROP TABLE dnc_origin;
