DROP TABLE opt_out_review;
